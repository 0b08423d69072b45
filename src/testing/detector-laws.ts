import type fastCheck from "fast-check";
import { ConfigurationError } from "../errors.js";
import type { Detector } from "../types.js";
import { benchOf, type Laws } from "./detector-laws/bench.js";
import { functionLaws } from "./detector-laws/functions.js";
import { ordinaryLaws } from "./detector-laws/ordinary.js";
import { placeLaws } from "./detector-laws/places.js";
import { tokenLaws } from "./detector-laws/tokens.js";

const LAWS: Laws = { ...tokenLaws, ...placeLaws, ...functionLaws, ...ordinaryLaws };

export interface DetectorLawOptions {
  /** How many random cases each law tries. Default 100. */
  readonly runs?: number;
  /** What the cases follow from: give the one that a failure prints. Default: fast-check's own, or that of its `configureGlobal`. */
  readonly seed?: number;
}

/** One law of a detector. `run` rejects where the detector breaks it; the message holds the seed and a made-up token that show it. */
export interface DetectorLaw {
  readonly name: string;
  run(): Promise<void>;
}

/**
 * What holds for every detector, as laws that any test runner can run. Needs fast-check, an optional peer dependency:
 *
 *     for (const law of detectorLaws(detector)) test(law.name, () => law.run());
 *
 * A law about what the detector does not have (a proof, literals) holds. So do those about the places of a token where the detector locates
 * its values itself: where they count is what it decides.
 */
export function detectorLaws(detector: Detector, options: DetectorLawOptions = {}): readonly DetectorLaw[] {
  const { runs = 100, seed } = options;
  const parameters = { numRuns: runs, ...(seed === undefined ? {} : { seed }) };
  return Object.entries(LAWS).map(([name, law]) => ({
    name,
    async run(): Promise<void> {
      law(benchOf(detector, await loadFastCheck(), parameters));
    },
  }));
}

/** @throws ConfigurationError when fast-check is not installed. */
async function loadFastCheck(): Promise<typeof fastCheck> {
  try {
    return (await import("fast-check")).default;
  } catch {
    throw new ConfigurationError(
      "The laws of a detector need fast-check, which is not installed: npm install --save-dev fast-check",
    );
  }
}
