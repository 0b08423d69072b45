import type { Detector } from "../../types.js";

/** Longer fixed beginnings (the first line of a key file) are no help in a report of one line. */
const LONGEST = 24;

/** Fewer characters left would make the prefix the better part of the value. */
const LEAST_LEFT = 8;

/** The fixed string that every value of this detector's kind begins with, such as "ghp_"; "" when there is none to show. */
export function publicPrefix(value: string, detector: Detector | undefined): string {
  let longest = "";
  for (const literal of detector?.literals ?? []) {
    const fits = literal.length <= LONGEST && literal.length + LEAST_LEFT <= value.length;
    if (fits && literal.length > longest.length && value.startsWith(literal)) longest = literal;
  }
  return longest;
}
