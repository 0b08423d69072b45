/**
 * How many cases the properties over whole requests try. `npm run properties -- 1000000` tries a million.
 */

const TOTAL = Number(process.env.PROPERTY_RUNS ?? 24_000);

/** What part of all cases each property has. Together they are 1. */
const SHARES = {
  encodings: 0.5,
  twins: 0.24,
  approvals: 0.08,
  prefilter: 0.05,
  heads: 0.03,
  neighbourhood: 0.02,
  anything: 0.08,
} as const;

/** Room for the slowest machine that the tests run on, in milliseconds a case. */
const TIME_FOR_ONE = 400;

export function runsOf(property: keyof typeof SHARES): { readonly numRuns: number } {
  return { numRuns: Math.ceil(TOTAL * SHARES[property]) };
}

export function timeFor(property: keyof typeof SHARES): { readonly timeout: number } {
  return { timeout: 30_000 + runsOf(property).numRuns * TIME_FOR_ONE };
}
