import { catalogue } from "../../../src/catalogue/index.js";
import { chooser, sampler, type TokenSample } from "../../../src/testing/sample.js";
import type { Detector } from "../../../src/types.js";

const samplers = new Map<Detector, ReturnType<typeof sampler>>();

/** A token of a detector in the text that it must stand in; the same for the same seed. */
export function sampleOf(detector: Detector, seed: number): TokenSample {
  let sample = samplers.get(detector);
  if (sample === undefined) {
    sample = sampler(detector);
    samplers.set(detector, sample);
  }
  return sample(chooser(seed));
}

/** The catalogue's detector with this id. */
export function detectorOf(id: string): Detector {
  const found = catalogue.find((detector) => detector.id === id);
  if (found === undefined) throw new Error(`no detector ${id}`);
  return found;
}
