import type { Runs } from "../views/runs.js";
import type { LiteralLane } from "./compile.js";
import { RUN_MARGIN } from "./shape/plan.js";

/** A fixed string of a lane that stands at `start`. */
export interface LiteralHit {
  readonly literal: number;
  readonly start: number;
  readonly length: number;
}

/**
 * Where a lane's fixed strings stand, in order: only in and beside `runs` when they are given, else in the whole text. It may find
 * too much and never misses: the runs' margin is the one that the lane was planned with.
 */
export function literalHits(lane: LiteralLane, bytes: Buffer, runs: Runs | undefined): readonly LiteralHit[] {
  if (lane.automaton.isEmpty || runs?.length === 0) return NONE;
  let hits: LiteralHit[] | undefined;
  const found = (literal: number, start: number, length: number) => {
    hits ??= [];
    hits.push({ literal, start, length });
  };
  if (runs === undefined) lane.automaton.search(bytes, 0, bytes.length, found);
  else searchNearRuns(lane, bytes, runs, found);
  if (hits === undefined) return NONE;
  if (hits.length > 1) hits.sort((a, b) => a.start - b.start || a.length - b.length);
  return hits;
}

const NONE: readonly LiteralHit[] = [];

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
    lane.automaton.search(bytes, from, Math.min(bytes.length, to), found);
  }
}
