import type { LocatedValue } from "../../types.js";
import type { Budget } from "../../views/budget.js";
import { type TextIndex, valueRuns } from "../../views/text-index.js";
import type { CompiledDetector } from "../compile/compiled-detector.js";

/** The values that a detector locates, with all that one pass over the text has told of it. */
export function locate(
  { detector }: CompiledDetector,
  bytes: Buffer,
  index: TextIndex,
  marks: readonly number[],
  name: string,
  budget?: Budget,
): Iterable<LocatedValue> {
  const { rows, digitGroups } = index;
  const spend = budget && ((bytes: number) => budget.spend(bytes));
  // A name that stands outside the text makes every run in it a value.
  const runs = name === "" && detector.locatesIn?.includes("value-runs") ? valueRuns(index) : index.runs;
  return detector.locate!(bytes, runs, { marks, name, rows, digitGroups, spend });
}
