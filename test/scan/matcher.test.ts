import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../src/catalogue/index.js";
import { scanText } from "../../src/index.js";
import type { Detector } from "../../src/types.js";
import { type Found, referenceMatches, settled } from "./support/reference.js";
import { texts } from "./support/texts.js";

/** A mark that base64 has by chance: within its lines a token with it is none (src/scan/match/piece-of-lines.ts). */
const IN_BASE64 = /^[0-9A-Za-z+/]+$/;

/** Detectors whose matches follow from their shape alone. */
const marked = catalogue.filter(
  ({ literals, context, locate }) =>
    literals.length > 0 &&
    context === undefined &&
    locate === undefined &&
    !literals.every((mark) => IN_BASE64.test(mark)),
);

function found(detectors: readonly Detector[], bytes: Buffer): readonly Found[] {
  const { findings } = scanText(bytes, undefined, { detectors, minConfidence: "low", limits: { viewDepth: 0 } });
  return findings
    .filter(({ kind }) => kind === "secret")
    .map(({ detector, location: { start, end }, matched }) => ({ detector, start, end, value: matched }))
    .toSorted((a, b) => a.start - b.start || a.end - b.end);
}

describe("the matcher", () => {
  it("finds what trying every place with the whole rest of the text finds", { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(texts(marked), ({ detectors, bytes }) => {
        expect(found(detectors, bytes)).toEqual(settled(referenceMatches(detectors, bytes)));
      }),
      { numRuns: Number(process.env.RUNS ?? 500) },
    );
  });
});
