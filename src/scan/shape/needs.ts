import { expand } from "./plan.js";
import type { Shape } from "./syntax.js";

/**
 * Sets of which every match holds a byte of each: for one of the lists, all of its sets. `undefined` when not known. A cheap necessary
 * condition: "a digit", "two kinds of letter".
 */
export function needsOf(shape: Shape | undefined): readonly (readonly Uint8Array[])[] | undefined {
  const alternatives = shape && expand(shape);
  return alternatives?.map((items) => items.filter((item) => item.min > 0).map((item) => item.bytes));
}
