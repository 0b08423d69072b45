import { LONGEST_STRING, MOST_REPEATS, MOST_STRINGS, SHORTEST_STRING } from "../../views/kernel/finder.js";
import type { KernelQuery } from "../../views/kernel/query.js";
import type { LiteralLane } from "./lanes.js";
import type { RunFilter } from "./run-filter.js";

/** What the kernel is asked; `undefined` where it cannot look for all of it. */
export function kernelQueryOf(
  lane: LiteralLane,
  contextRuns: RunFilter,
  reach: number,
  words: readonly string[],
  rowWords: readonly string[],
): KernelQuery | undefined {
  const { repeats } = lane;
  const strings = lane.strings.map(({ text }, i) => ({ text, begins: lane.begins[i]!, repeats: repeats[i]! }));
  const tables = contextRuns.tables;
  if (tables === undefined) return undefined;
  const texts = words.map((word) => Buffer.from(word, "utf8"));
  if (strings.length + texts.length > MOST_STRINGS) return undefined;
  const isOdd = (text: Uint8Array) => text.length < SHORTEST_STRING || text.length > LONGEST_STRING;
  if (strings.some(({ text, repeats }) => isOdd(text) || repeats > MOST_REPEATS) || texts.some(isOdd)) return undefined;
  return { strings, context: words.length === 0 ? undefined : { ...tables, reach, words: texts }, rowWords };
}
