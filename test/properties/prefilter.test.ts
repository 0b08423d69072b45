import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../src/catalogue/index.js";
import { scanOneText } from "../../src/scan/scan.js";
import { mixtures } from "./support/mixtures.js";
import { runsOf, timeFor } from "./support/runs.js";

function findings(bytes: Buffer, prefilter: boolean): readonly { readonly detector: string }[] {
  const call = { detectors: catalogue, safeTokens: undefined, options: { minConfidence: "low" }, prefilter } as const;
  return scanOneText(bytes, call).findings.map((finding) => ({ ...finding, matched: finding.matched }));
}

describe("the prefilter", () => {
  it("changes no finding, whatever the text", timeFor("prefilter"), () => {
    fc.assert(
      fc.property(mixtures, (bytes) => {
        const [plain, fast] = [findings(bytes, false), findings(bytes, true)];
        // What the prefilter spares is not spent: where the budget ends, more is read with it.
        if (![...plain, ...fast].some(({ detector }) => detector === "work-budget")) expect(fast).toEqual(plain);
      }),
      runsOf("prefilter"),
    );
  });
});
