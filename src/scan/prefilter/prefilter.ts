import type { Runs } from "../../views/runs.js";
import { continuesWord } from "../context/word.js";
import { RUN_MARGIN } from "../shape/plan.js";
import type { LiteralLane } from "./lanes.js";

/**
 * Fixed strings of a lane where they stand, as triples: start, place of the string in the lane, length. Plain numbers, because hostile
 * texts have one at every byte.
 */
export type LiteralHits = number[];

/**
 * Where a lane's fixed strings stand, in order: only in and beside `runs` when they are given, else in the whole text. It may find
 * too much and never misses: the runs' margin is the one that the lane was planned with. `prefilter`: false looks at every byte.
 * `begins`: leaves out what would begin a token within a word, which it may only where another token ends: see `addHitsAt`.
 */
export function literalHits(
  lane: LiteralLane,
  bytes: Buffer,
  runs: Runs | undefined,
  prefilter: boolean,
  begins: boolean,
): LiteralHits {
  const hits: number[] = [];
  if (lane.strings.length === 0 || (prefilter && runs?.length === 0)) return hits;
  const { repeats } = lane;
  const found = (literal: number, start: number, length: number) => {
    if (begins && repeats[literal]! > 0 && isRepeated(bytes, start - repeats[literal]!, start)) return;
    if (!begins || !lane.begins[literal] || !continuesWord(bytes, start)) insert(hits, start, literal, length);
  };
  if (prefilter && runs !== undefined) searchNearRuns(lane, bytes, runs, found);
  else if (prefilter && bytes.length > SHORT) lane.finder().search(bytes, 0, bytes.length, found);
  else lane.automaton.search(bytes, 0, bytes.length, found);
  return hits;
}

/** Whether `[from, to]` is one byte over and over. */
function isRepeated(bytes: Buffer, from: number, to: number): boolean {
  if (from < 0) return false;
  for (let at = to - 1; at >= from; at--) if (bytes[at] !== bytes[to]) return false;
  return true;
}

/** The same of what the kernel found, which looks at no case: pairs of start and string, in no order. */
export function orderHits(lane: LiteralLane, bytes: Buffer, found: readonly number[]): LiteralHits {
  const { strings } = lane;
  // As numbers of which a plain sort makes the order: start, length, string.
  const all = new Float64Array(found.length >> 1);
  let count = 0;
  for (let i = 0; i < found.length; i += 2) {
    const [start, string] = [found[i]!, found[i + 1]!];
    if (!isOfCase(lane.casesOf(string), bytes, start)) continue;
    all[count++] = start * STRINGS_OF_LENGTHS + strings[string]!.text.length * MOST_STRINGS + string;
  }
  const order = all.subarray(0, count).sort();
  const hits: number[] = [];
  for (let i = 0; i < order.length; i++) {
    const start = Math.floor(order[i]! / STRINGS_OF_LENGTHS);
    const rest = order[i]! - start * STRINGS_OF_LENGTHS;
    hits.push(start, rest & (MOST_STRINGS - 1), Math.trunc(rest / MOST_STRINGS));
  }
  return hits;
}

function isOfCase(cases: Int8Array, bytes: Buffer, start: number): boolean {
  for (let i = 0; i < cases.length; i++)
    if (cases[i] !== 0 && cases[i] !== ((bytes[start + i]! & 0x20) === 0 ? 1 : -1)) return false;
  return true;
}

/** More than there are of lengths (`LONGEST_STRING`) and strings: with a start in a text that the kernel takes, the number is exact. */
const MOST_LENGTHS = 256;
const MOST_STRINGS = 65_536;
const STRINGS_OF_LENGTHS: number = MOST_LENGTHS * MOST_STRINGS;

/** Adds the hits at `start` to those of `literalHits` that come from `next` on: a token may begin there, because another ends there. */
export function addHitsAt(start: number, lane: LiteralLane, bytes: Buffer, hits: LiteralHits, next: number): void {
  if (!continuesWord(bytes, start)) return;
  lane.automaton.search(bytes, start, Math.min(bytes.length, start + lane.automaton.longest), (literal, at, length) => {
    if (at !== start || !lane.begins[literal]) return;
    for (let i = next; i < hits.length && hits[i]! <= start; i += 3)
      if (hits[i] === start && hits[i + 1] === literal) return;
    insert(hits, start, literal, length);
  });
}

/** Up to here, in bytes, the automaton is the faster one. */
const SHORT = 256;

/** Adds a hit in the order of starts, then lengths. Hits come in the order of their ends, so that its place is near the last. */
function insert(hits: number[], start: number, literal: number, length: number): void {
  let at = hits.length;
  hits.push(start, literal, length);
  while (at > 0 && (hits[at - 3]! > start || (hits[at - 3]! === start && hits[at - 1]! > length))) {
    hits[at] = hits[at - 3]!;
    hits[at + 1] = hits[at - 2]!;
    hits[at + 2] = hits[at - 1]!;
    at -= 3;
  }
  hits[at] = start;
  hits[at + 1] = literal;
  hits[at + 2] = length;
}

function searchNearRuns(
  lane: LiteralLane,
  bytes: Buffer,
  runs: Runs,
  found: (literal: number, start: number, length: number) => void,
): void {
  let index = 0;
  while (index < runs.length) {
    const from = Math.max(0, runs[index]! - RUN_MARGIN);
    let to = runs[index + 1]! + RUN_MARGIN;
    index += 2;
    while (index < runs.length && runs[index]! - RUN_MARGIN <= to) {
      to = runs[index + 1]! + RUN_MARGIN;
      index += 2;
    }
    const end = Math.min(bytes.length, to);
    if (end - from <= SHORT) lane.automaton.search(bytes, from, end, found);
    else lane.finder().search(bytes, from, end, found);
  }
}
