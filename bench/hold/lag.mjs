/** How long the event loop keeps others waiting. */
import { monitorEventLoopDelay } from "node:perf_hooks";

/** Milliseconds between two looks; what is later than this is lag. */
const RESOLUTION = 1;

/** Runs `work` and gives what it gave, with the lag meanwhile in milliseconds: 99 of 100 looks, and the worst. */
export async function withLag(work) {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION });
  histogram.enable();
  const start = performance.now();
  const result = await work();
  const took = performance.now() - start;
  await new Promise((resolve) => setTimeout(resolve, 2 * RESOLUTION));
  histogram.disable();
  return { result, took, p99: lagOf(histogram.percentile(99)), worst: lagOf(histogram.max) };
}

function lagOf(nanoseconds) {
  return Math.max(0, nanoseconds / 1e6 - RESOLUTION);
}

/** The value that 99 of 100 are no greater than. */
export function p99(values) {
  return percentile(values, 0.99);
}

/** The value that half of them are no greater than. */
export function median(values) {
  return percentile(values, 0.5);
}

function percentile(values, share) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
}
