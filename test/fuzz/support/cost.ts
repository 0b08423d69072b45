import { scanOutbound } from "../../../src/index.js";
import { type FuzzInput, requestOf, sizeOf } from "./corpus.js";

const UNIT = 65_536;

/** Milliseconds of CPU that a scan may take for each 64 KiB, and in all for less. */
export const MOST_MILLISECONDS = 10;

/** Units of 64 KiB that a request has: at least one. */
function unitsOf(input: FuzzInput): number {
  return Math.max(1, sizeOf(input) / UNIT);
}

/** Milliseconds of CPU that a scan takes for each 64 KiB (or all together, when it is shorter): the least of `times` scans. */
export function costOf(input: FuzzInput, times: number): number {
  const request = requestOf(input);
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < times; i++) {
    const before = process.cpuUsage();
    scanOutbound(request);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000 / unitsOf(input));
  }
  return least;
}

/** Whether it takes too long, again and again: a busy machine makes single scans slow. */
export function isSlow(input: FuzzInput): boolean {
  return costOf(input, 1) > MOST_MILLISECONDS && costOf(input, 3) > MOST_MILLISECONDS;
}
