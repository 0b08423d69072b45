import type fastCheck from "fast-check";
import type { Detector } from "../types.js";
import { chooser, sampler, type TokenSample } from "./sample.js";

export type { TokenSample } from "./sample.js";

/**
 * Random tokens of a detector, made from its shape, each in a text in which the detector finds it. Takes your fast-check, so that this
 * package loads none. A failing token is not made smaller: give the seed that fast-check prints.
 *
 * @throws EngineUnavailableError when re2 is missing.
 */
export function tokenOf(fc: typeof fastCheck, detector: Detector): fastCheck.Arbitrary<TokenSample> {
  const sample = sampler(detector);
  return fc.noShrink(fc.nat()).map((seed) => sample(chooser(seed)));
}
