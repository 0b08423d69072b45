export { type HeaderJoin, joinHeaders } from "./header-join.js";
export type { DeclaredView, Opened, Region, Surface, SurfaceProblem } from "./surface.js";
export { surfacesOf, textSurface } from "./surfaces.js";
