import { catalogue } from "../../../src/index.js";
import { scanRequest } from "../../../src/scan/index.js";
import type { OutboundRequest } from "../../../src/types.js";
import { type FuzzInput, requestOf, sizeOf } from "./corpus.js";

const UNIT = 65_536;

/**
 * Milliseconds of CPU that a scan may take for each 64 KiB, and in all for less, on a machine whose plain loop over 64 KiB takes
 * `LOOP_MILLISECONDS`. Other machines are slower, or have more to do: what counts is how many such loops an input takes, measured side by
 * side, and that is the same on all of them.
 */
export const MOST_MILLISECONDS = 10;
const LOOP_MILLISECONDS = 0.064;

/** Loops that are timed at once: of one alone, the clock says little. */
const LOOPS = 16;
const LOOP_ROUNDS = 5;
const loopBytes: Uint8Array = new Uint8Array(UNIT).fill(0x61);

/** Milliseconds of CPU of this thread and those that collect its garbage. */
function spend(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Milliseconds of CPU of the shortest of `times` runs. */
function leastOf(run: () => void, times: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < times; i++) least = Math.min(least, spend(run));
  return least;
}

let sum = 0;

/** A plain loop over the bytes, which nothing written in JavaScript that looks at every byte can beat. */
function loopOver(bytes: Uint8Array): void {
  for (let i = 0; i < bytes.length; i++) sum = (sum + bytes[i]!) | 0;
}

function loops(): void {
  for (let i = 0; i < LOOPS; i++) loopOver(loopBytes);
}

let loop = Number.POSITIVE_INFINITY;

/** Milliseconds that the loop takes here and now. */
function loopMilliseconds(anew: boolean): number {
  if (anew || loop === Number.POSITIVE_INFINITY) loop = leastOf(loops, LOOP_ROUNDS) / LOOPS;
  return loop;
}

/** Units of 64 KiB that a request has: at least one. */
function unitsOf(input: FuzzInput): number {
  return Math.max(1, sizeOf(input) / UNIT);
}

function scanOf(request: OutboundRequest): () => void {
  return () => {
    scanRequest(request, { detectors: catalogue, safeTokens: undefined, options: undefined, remembers: false });
  };
}

/**
 * Milliseconds of CPU that a scan takes for each 64 KiB (or all together, when it is shorter), as on the machine that the bound is for: the
 * least of `times` scans. `anew`: measures the loop again beside it.
 */
export function costOf(input: FuzzInput, times: number, anew = false): number {
  const each = leastOf(scanOf(requestOf(input)), times) / unitsOf(input);
  return (each / loopMilliseconds(anew)) * LOOP_MILLISECONDS;
}

/**
 * Whether it takes too long, again and again: a busy machine makes single scans slow, and so does code that runs for the first times and is
 * not compiled yet.
 */
export function isSlow(input: FuzzInput): boolean {
  return [1, 3, 5, 25].every((times) => costOf(input, times, true) > MOST_MILLISECONDS);
}
