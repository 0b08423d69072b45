import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../src/catalogue/index.js";
import { scanOneText } from "../../src/scan/scan.js";
import { mixtures } from "./support/mixtures.js";
import { runsOf, timeFor } from "./support/runs.js";

function findings(bytes: Buffer, prefilter: boolean): readonly object[] {
  const call = { detectors: catalogue, safeTokens: undefined, options: { minConfidence: "low" }, prefilter } as const;
  return scanOneText(bytes, call).findings.map((finding) => ({ ...finding, matched: finding.matched }));
}

describe("the prefilter", () => {
  it("changes no finding, whatever the text", timeFor("prefilter"), () => {
    fc.assert(
      fc.property(mixtures, (bytes) => {
        expect(findings(bytes, true)).toEqual(findings(bytes, false));
      }),
      runsOf("prefilter"),
    );
  });
});
