/**
 * How many cases the properties over whole requests try. `npm run properties -- 1000000` tries a million.
 */

const TOTAL = Number(process.env.PROPERTY_RUNS ?? 20_000);

/** What part of all cases each property has. Together they are 1. */
const SHARES = {
  encodings: 0.56,
  twins: 0.26,
  approvals: 0.06,
  prefilter: 0.03,
  heads: 0.02,
  neighbourhood: 0.01,
  anything: 0.06,
} as const;

/** Room for the slowest machine that the tests run on, in milliseconds a case. */
const TIME_FOR_ONE = 400;

export function runsOf(property: keyof typeof SHARES): { readonly numRuns: number } {
  return { numRuns: Math.ceil(TOTAL * SHARES[property]) };
}

export function timeFor(property: keyof typeof SHARES): { readonly timeout: number } {
  return { timeout: 30_000 + runsOf(property).numRuns * TIME_FOR_ONE };
}
