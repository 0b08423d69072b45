import type { Detector } from "../types.js";
import { withExamples } from "./examples.js";

/** The catalogue as the build writes it down (build/prepared-catalogue.ts): the data of each detector, and where in the sources it stands. */
export interface WrittenCatalogue {
  readonly detectors: readonly Omit<Detector, Left>[];
  /** For each detector, the number of the list that it stands in and its place there, one after the other. */
  readonly places: readonly number[];
  /** For each detector, which functions it has: bits of `VERIFIES` and `LOCATES`. */
  readonly functions: readonly number[];
}

/** What is left in the sources: functions, and texts that no scan needs. */
type Left = "verify" | "locate" | "examples" | "counterExamples";

export const VERIFIES = 1;
export const LOCATES = 2;

/** Reads a catalogue that was written down. `lists`: those of the sources, which are not evaluated before something of them is asked for. */
export function restored(
  { detectors, places, functions }: WrittenCatalogue,
  lists: readonly (() => readonly Detector[])[],
): readonly Detector[] {
  const whole = detectors.map((data, index): Detector => {
    const source = () => lists[places[2 * index]!]!()[places[2 * index + 1]!]!;
    const detector: Omit<Detector, "examples" | "counterExamples"> & Mutable = data;
    const own = functions[index]!;
    if ((own & VERIFIES) !== 0) detector.verify = (token) => source().verify!(token);
    if ((own & LOCATES) !== 0) detector.locate = (bytes, runs, hints) => source().locate!(bytes, runs, hints);
    return withExamples(detector, source);
  });
  return Object.freeze(whole);
}

interface Mutable {
  verify?: NonNullable<Detector["verify"]>;
  locate?: NonNullable<Detector["locate"]>;
}
