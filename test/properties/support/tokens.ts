import fc from "fast-check";
import { catalogue } from "../../../src/catalogue/index.js";
import { scanText } from "../../../src/index.js";
import type { Detector } from "../../../src/types.js";
import { sampleOf } from "../../scan/support/samples.js";

/** Values without a mark that some encoding could read as its own: what stands on the wire is then all that it can mean. */
const PLAIN = /^[0-9A-Za-z_-]+$/;

/** Detectors whose token stands by itself, with nothing that must stand round it. */
const bare: readonly Detector[] = catalogue.filter(
  (detector) =>
    detector.literals.length > 0 &&
    detector.context === undefined &&
    detector.locate === undefined &&
    !detector.shape.includes("<token>") &&
    (detector.confidence ?? "high") !== "low" &&
    PLAIN.test(sampleOf(detector, 1).value),
);

/** Tokens that are found by themselves, whichever detector reports them, and that no mark after them makes longer. */
export const tokens: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...bare), fc.noShrink(fc.nat()))
  .map(([detector, seed]) => sampleOf(detector, seed).value)
  .filter((value) => PLAIN.test(value) && [value, `${value}/c`].every((text) => isAlone(text, value)));

function isAlone(text: string, value: string): boolean {
  const { findings } = scanText(text);
  return findings.length === 1 && findings[0]!.matched === value;
}
