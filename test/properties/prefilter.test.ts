import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../src/catalogue/index.js";
import { scanOneText, scanRequest } from "../../src/scan/scan.js";
import { mixtures } from "./support/mixtures.js";
import { runsOf, timeFor } from "./support/runs.js";

/** Requests whose head holds tokens, whole, cut, encoded and split, under names that say something and names that do not. */
const heads = fc.record({
  method: fc.constantFrom("GET", "POST"),
  url: fc
    .array(fc.tuple(fc.constantFrom("/", "/x/", "?a=", "&b=", "."), mixtures), { maxLength: 3 })
    .map((parts) => `https://api.example.com/${parts.map(([mark, text]) => mark + text.toString("latin1")).join("")}`),
  headers: fc
    .array(
      fc.tuple(
        fc.constantFrom("accept", "x-note", "X-Datadog", "cookie", "authorization", "x-api-key", "referer", "x-a"),
        fc.oneof(
          mixtures.map((text) => text.toString("latin1").slice(0, 4200)),
          mixtures.map((text) => text.toString("latin1").slice(0, 12)),
          fc.constantFrom(
            "a=1; b=2",
            "text/html;q=0.9",
            '"Chromium";v="124"',
            "https://app.example.com/a%20b",
            "+x;=?",
          ),
        ),
      ),
      { maxLength: 6 },
    )
    .map((pairs): [string, string][] => pairs),
});

function findings(bytes: Buffer, prefilter: boolean): readonly { readonly detector: string }[] {
  const call = { detectors: catalogue, safeTokens: undefined, options: { minConfidence: "low" }, prefilter } as const;
  return scanOneText(bytes, call).findings.map((finding) => ({ ...finding, matched: finding.matched }));
}

const isCut = (found: readonly { readonly detector: string }[]): boolean =>
  found.some(({ detector }) => detector === "work-budget");

describe("the prefilter", () => {
  it("changes no finding, whatever the text", timeFor("prefilter"), () => {
    fc.assert(
      fc.property(mixtures, (bytes) => {
        const [plain, fast] = [findings(bytes, false), findings(bytes, true)];
        // What the prefilter spares is not spent: where the budget ends, more is read with it.
        if (!isCut(plain) && !isCut(fast)) expect(fast).toEqual(plain);
      }),
      runsOf("prefilter"),
    );
  });

  it("changes no finding, whatever the URL and the headers", timeFor("heads"), () => {
    fc.assert(
      fc.property(heads, (request) => {
        const [plain, fast] = [false, true].map((prefilter) => {
          const options = { minConfidence: "low" } as const;
          return scanRequest(request, { detectors: catalogue, safeTokens: undefined, options, prefilter }).findings.map(
            (finding) => ({ ...finding, matched: finding.matched }),
          );
        });
        if (!isCut(plain!) && !isCut(fast!)) expect(fast).toEqual(plain);
      }),
      runsOf("heads"),
    );
  });
});
