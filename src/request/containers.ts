import { containerIn, packIn, reasonOf } from "../views/containers.js";
import type { SurfaceProblem } from "./surface.js";

/** The container that `[start, end)` of `text` is, or holds as an entry, if it is one that cannot be opened. */
export function containerProblem(text: Buffer, start: number, end: number, isGit: boolean): SurfaceProblem | undefined {
  const found = containerIn(text, start, end) ?? (isGit ? packIn(text, start, end) : undefined);
  if (found === undefined) return undefined;
  return { what: "archive", reason: reasonOf(found), approvable: true, type: found.type, at: { start, end } };
}
