import type { Detector } from "../../types.js";

/** Longer fixed beginnings (the first line of a key file) are no help in a report of one line. */
const LONGEST = 24;

/** Fewer characters left would make the prefix the better part of the value. */
const LEAST_LEFT = 8;

const byId = new WeakMap<readonly Detector[], ReadonlyMap<string, Detector>>();

/** The detector with this id. Lists are long and few: each is indexed once. */
export function detectorOf(id: string, detectors: readonly Detector[]): Detector | undefined {
  let index = byId.get(detectors);
  if (index === undefined) {
    index = new Map(detectors.map((detector) => [detector.id, detector]));
    byId.set(detectors, index);
  }
  return index.get(id);
}

/** The fixed string that every value of this detector's kind begins with, such as "ghp_"; "" when there is none to show. */
export function publicPrefix(value: string, detector: Detector | undefined): string {
  let longest = "";
  for (const literal of detector?.literals ?? []) {
    const fits = literal.length <= LONGEST && literal.length + LEAST_LEFT <= value.length;
    if (fits && literal.length > longest.length && value.startsWith(literal)) longest = literal;
  }
  return longest;
}
