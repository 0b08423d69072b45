/**
 * How often what is random is tried: enough for every run of the suite, and many more with `npm run test:long`. OUTBOUND_DLP_LONG is the
 * share of the long counts that is run: 1 for all of them, 0.1 for a tenth, with PROPERTY_SEED=random another tenth each time.
 */

const share = Number(process.env.OUTBOUND_DLP_LONG ?? 0);

/** Time for a test that takes many runs, in milliseconds; hours in the long run. */
export const RUNS_TIMEOUT: number = share > 0 ? 12 * 3_600_000 : 600_000;

export function runs(quick: number, long: number): number {
  return share > 0 ? Math.ceil(long * share) : quick;
}
