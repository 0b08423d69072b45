import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catalogue } from "../../src/catalogue/index.js";
import { scanOutbound, scanText } from "../../src/index.js";
import {
  encodingsOf,
  nearMissOf,
  ordinaryText,
  requestsWith,
  textWithToken,
  tokenOf,
} from "../../src/testing/index.js";
import { detectorOf } from "../scan/support/samples.js";

const SOME = [
  "github-personal-access-token",
  "anthropic-api-key",
  "datadog-api-key",
  "aws-secret-access-key",
  "npmrc-auth-token",
].map(detectorOf);

describe.each(SOME.map((detector) => [detector.id, detector] as const))("%s", (id, detector) => {
  const options = { detectors: [detector], minConfidence: "low" } as const;
  const isFound = (text: string | Uint8Array, value: string): boolean =>
    scanText(text, [], options).findings.some(({ matched }) => matched === value);

  test("a token, alone and in other text, is found", () => {
    fc.assert(
      fc.property(fc.oneof(tokenOf(fc, detector), textWithToken(fc, detector)), ({ text, value }) =>
        isFound(text, value),
      ),
    );
  });

  test("tokens are as different as their shape lets them be", () => {
    const values = fc.sample(tokenOf(fc, detector), 50).map(({ value }) => value);
    expect(new Set(values).size).toBeGreaterThan(40);
  });

  test("a near miss is not found", () => {
    fc.assert(fc.property(nearMissOf(fc, detector), (text) => scanText(text, [], options).verdict === "clear"));
  });

  test("a token is found in what encodingsOf and requestsWith make of its text", () => {
    const [sample] = fc.sample(
      tokenOf(fc, detector).filter(({ text }) => /^[\w:= "-]+$/.test(text)),
      1,
    );
    const { text, value } = sample!;
    fc.assert(fc.property(encodingsOf(fc, text), ({ bytes }) => isFound(bytes, value)));
    // A key that holds "/" goes on in a path.
    const inRequests = requestsWith(fc, text).filter(({ name }) => name !== "a URL's path");
    fc.assert(
      fc.property(inRequests, ({ request }) =>
        scanOutbound(request, [], options).findings.some(({ matched, detector: by }) => by === id && matched === value),
      ),
    );
  });
});

test("in ordinary text the whole catalogue finds nothing", () => {
  fc.assert(
    fc.property(ordinaryText(fc), (text) => {
      expect(scanText(text, [], { detectors: catalogue }).findings).toEqual([]);
    }),
  );
});

test("what requestsWith carries stands in every kind of place", () => {
  const names = new Set(fc.sample(requestsWith(fc, "text"), 500).map(({ name }) => name));
  expect(names.size).toBeGreaterThan(12);
});
