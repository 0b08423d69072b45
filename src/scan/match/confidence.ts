import type { Confidence, Told } from "../../types.js";
import type { CompiledDetector } from "../compile/compiled-detector.js";

/** From the weakest to the strongest. */
export const CONFIDENCES: readonly Confidence[] = ["low", "medium", "high", "verified"];

export function isAtLeast(confidence: Confidence, least: Confidence): boolean {
  return CONFIDENCES.indexOf(confidence) >= CONFIDENCES.indexOf(least);
}

/** A proof raises to "verified"; a failed one lowers to "medium", never further: real tokens and all samples fail some. */
export function confidenceOf(compiled: CompiledDetector, value: string, told: Told | undefined): Confidence {
  const { verify } = compiled.detector;
  if (verify === undefined) return told?.confidence ?? compiled.confidence;
  return proves(verify, value) ? "verified" : "medium";
}

/** A proof that throws proves nothing, and must not end the scan. */
function proves(verify: (token: string) => boolean, value: string): boolean {
  try {
    return verify(value) === true;
  } catch {
    return false;
  }
}
