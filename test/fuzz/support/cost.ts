import { scanOutbound } from "../../../src/index.js";
import type { OutboundRequest } from "../../../src/types.js";
import { type FuzzInput, requestOf, sizeOf } from "./corpus.js";

const UNIT = 65_536;

/** Milliseconds of CPU that a scan may take for each 64 KiB, and in all for less, on a core that has nothing else to do. */
export const MOST_MILLISECONDS = 10;

/**
 * What an ordinary body of 64 KiB takes there. Other machines are slower, or have more to do: what counts is how many times as long as such a
 * body an input takes, measured side by side.
 */
const ORDINARY_MILLISECONDS = 0.25;

const ORDINARY: OutboundRequest = {
  method: "POST",
  url: "https://api.example.com/v1/items",
  headers: [["content-type", "application/json"]],
  body: Buffer.from(
    JSON.stringify({ text: "The quick brown fox jumps over the lazy dog, and more text follows. ".repeat(963) }),
  ),
};

/** Units of 64 KiB that a request has: at least one. */
function unitsOf(input: FuzzInput): number {
  return Math.max(1, sizeOf(input) / UNIT);
}

/** Milliseconds of CPU of the shortest of `times` scans. */
function leastOf(request: OutboundRequest, times: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < times; i++) {
    const before = process.cpuUsage();
    scanOutbound(request);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

let ordinary = Number.POSITIVE_INFINITY;

/**
 * Milliseconds of CPU that a scan takes for each 64 KiB (or all together, when it is shorter) on a quiet core: the least of `times` scans.
 * `anew`: measures an ordinary body again beside it.
 */
export function costOf(input: FuzzInput, times: number, anew = false): number {
  if (anew || ordinary === Number.POSITIVE_INFINITY) ordinary = leastOf(ORDINARY, 20);
  return (leastOf(requestOf(input), times) / unitsOf(input) / ordinary) * ORDINARY_MILLISECONDS;
}

/** Whether it takes too long, again and again: a busy machine makes single scans slow. */
export function isSlow(input: FuzzInput): boolean {
  return [1, 3, 5].every((times) => costOf(input, times, true) > MOST_MILLISECONDS);
}
