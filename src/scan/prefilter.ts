import type { Runs } from "../views/runs.js";
import type { LiteralLane } from "./lanes.js";
import { RUN_MARGIN } from "./shape/plan.js";

/**
 * Fixed strings of a lane where they stand, as triples: start, place of the string in the lane, length. Plain numbers, because hostile
 * texts have one at every byte.
 */
export type LiteralHits = readonly number[];

/**
 * Where a lane's fixed strings stand, in order: only in and beside `runs` when they are given, else in the whole text. It may find
 * too much and never misses: the runs' margin is the one that the lane was planned with. `prefilter`: false looks at every byte.
 */
export function literalHits(lane: LiteralLane, bytes: Buffer, runs: Runs | undefined, prefilter: boolean): LiteralHits {
  if (lane.automaton.isEmpty || (prefilter && runs?.length === 0)) return NONE;
  let hits: number[] | undefined;
  const found = (literal: number, start: number, length: number) => {
    if (hits === undefined) hits = [start, literal, length];
    else insert(hits, start, literal, length);
  };
  if (prefilter && runs !== undefined) searchNearRuns(lane, bytes, runs, found);
  else if (prefilter) lane.finder().search(bytes, 0, bytes.length, found);
  else lane.automaton.search(bytes, 0, bytes.length, found);
  return hits ?? NONE;
}

const NONE: LiteralHits = [];

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
    lane.finder().search(bytes, from, Math.min(bytes.length, to), found);
  }
}
