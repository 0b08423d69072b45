/** How often what is random is tried: enough for every run of the suite, and many more with `npm run test:long`. */

const isLong = process.env.OUTBOUND_DLP_LONG === "1";

/** Time for a test that takes many runs, in milliseconds; hours in the long run. */
export const RUNS_TIMEOUT: number = isLong ? 12 * 3_600_000 : 600_000;

export function runs(quick: number, long: number): number {
  return isLong ? long : quick;
}
