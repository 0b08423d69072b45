import { expand } from "./expand.js";
import type { Shape } from "./syntax.js";

/** Sets of which every match holds a byte of each: for one of the lists, all of its sets. "A digit", "two kinds of letter". */
export type Needs = readonly (readonly Uint8Array[])[];

/** A cheap necessary condition of a match; `undefined` when not known. */
export function needsOf(shape: Shape | undefined): Needs | undefined {
  const alternatives = shape && expand(shape);
  return alternatives?.map((items) => items.filter((item) => item.min > 0).map((item) => item.bytes));
}
