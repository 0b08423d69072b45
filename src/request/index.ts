export { takeHead } from "./head.js";
export { type HeaderJoin, headerRow, joinHeaders } from "./header-join.js";
export { JOINED, keepJoin, rowOf, slices } from "./joins.js";
export { KeptBody, wireOf } from "./kept-body.js";
export { readRequest } from "./read-request.js";
export {
  type DeclaredView,
  type JoinJson,
  NOTHING_TO_OPEN,
  type Region,
  type Surface,
  type SurfaceProblem,
} from "./surface.js";
export { RequestReading, surfacesOf, textSurface } from "./surfaces.js";
