import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ConfigurationError,
  DetectorError,
  type OutboundRequest,
  type ScanOptions,
  scanOutbound,
  scanText,
} from "../../src/index.js";
import { runsOf, timeFor } from "../properties/support/runs.js";
import { detectorOf, sampleOf } from "./support/samples.js";

const token = sampleOf(detectorOf("github-personal-access-token"), 1).value;

/** Values of any type where a text, pairs or bytes should be; now and then a token. */
const anything = fc.oneof(
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: true,
    withNullPrototype: true,
  }),
  fc.constantFrom<unknown>(
    token,
    [token],
    { a: token },
    [["x-a", token]],
    [[token, token]],
    Symbol("s"),
    () => token,
    Number.NaN,
    new Date(Number.NaN),
  ),
  fc.constantFrom<unknown>(
    new Uint16Array(3),
    new ArrayBuffer(9),
    new SharedArrayBuffer(4),
    new DataView(new ArrayBuffer(5)),
    Buffer.from(token),
  ),
  fc.string({ unit: "binary" }),
  fc.uint8Array(),
);
const texts = fc.oneof(fc.string({ unit: "binary" }), fc.webUrl(), fc.constant(`https://a.example/?k=${token}`));

const requests = fc.record(
  {
    method: fc.oneof({ weight: 3, arbitrary: texts }, { weight: 1, arbitrary: anything }),
    url: fc.oneof({ weight: 3, arbitrary: texts }, { weight: 1, arbitrary: anything }),
    headers: fc.oneof(fc.array(fc.tuple(anything, anything)), fc.dictionary(fc.string(), anything), anything),
    body: anything,
    bodyComplete: anything,
    trailers: fc.oneof(fc.array(fc.tuple(anything, anything)), anything),
  },
  { requiredKeys: [] },
);

describe("a scan throws for no request", () => {
  it("whatever its parts are", timeFor("anything"), () => {
    fc.assert(
      fc.property(requests, (request) => {
        const result = scanOutbound(request as unknown as OutboundRequest);
        expect(["clear", "hold"]).toContain(result.verdict);
        expect(result.verdict === "clear").toBe(result.findings.length === 0);
        expect(result.matched).toBe(result.findings[0]?.matched);
      }),
      runsOf("anything"),
    );
  });

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["a text", "GET / HTTP/1.1"],
    ["a number", 7],
    ["an empty object", {}],
    ["an object without a prototype", Object.create(null)],
    ["an array", []],
    [
      "headers that throw while they are read",
      {
        method: "GET",
        url: "/",
        headers: {
          get [Symbol.iterator]() {
            throw new Error("no");
          },
        },
      },
    ],
    [
      "headers that never end well",
      {
        method: "GET",
        url: "/",
        headers: {
          *[Symbol.iterator]() {
            yield ["a", "b"];
            throw new Error("no");
          },
        },
      },
    ],
    [
      "a header that cannot be written as text",
      {
        method: "GET",
        url: "/",
        headers: [
          [
            "a",
            {
              toString: () => {
                throw new Error("no");
              },
            },
          ],
        ],
      },
    ],
    ["a body that was detached", { method: "GET", url: "/", body: detached() }],
    ["lone surrogates", { method: "\ud800", url: "\udc00", headers: [["\ud800", "\udfff"]], body: "\ud800" }],
  ])("of %s", (_what, request) => {
    expect(() => scanOutbound(request as OutboundRequest)).not.toThrow();
  });

  it("of text of any type", () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(["clear", "hold"]).toContain(scanText(text as string).verdict);
      }),
    );
  });

  it.each<[string, OutboundRequest]>([
    ["headers that break off", { method: "GET", url: "/", headers: broken([["x-a", token]]) }],
    ["a header's value in a list", { method: "GET", url: "/", headers: { "x-a": ["one", token] } }],
    [
      "a header's value in bytes",
      { method: "GET", url: "/", headers: [["x-a", Buffer.from(token) as unknown as string]] },
    ],
    ["a number for a method", { method: 1 as unknown as string, url: token }],
    [
      "an ArrayBuffer for a body",
      { method: "GET", url: "/", body: new Uint8Array(Buffer.from(token)).buffer as unknown as Uint8Array },
    ],
    ["a URL object", { method: "GET", url: new URL(`https://a.example/${token}`) as unknown as string }],
    ["a URL that does not parse", { method: "GET", url: `http://[::${token}` }],
    ["the target of CONNECT", { method: "CONNECT", url: `${token}.example:443` }],
    ["a Map of headers", { method: "GET", url: "/", headers: new Map([["x-a", token]]) }],
    ["a Headers object", { method: "GET", url: "/", headers: new Headers({ "x-a": token }) }],
  ])("and finds what stands in %s", (_what, request) => {
    expect(scanOutbound(request).findings.map(({ matched }) => matched)).toContain(token);
  });
});

describe("options that cannot be used are refused", () => {
  it.each<[string, unknown]>([
    ["a confidence that there is not", { minConfidence: "sure" }],
    ["a limit that is no number", { limits: { viewDepth: "4" } }],
    ["a negative limit", { limits: { workBytes: -1 } }],
    ["a limit that is NaN", { limits: { findings: Number.NaN } }],
    ["detectors that are no list", { detectors: { length: 1 } }],
    ["known secrets made elsewhere", { knownSecrets: { size: 1 } }],
    ["a way with issuers that there is not", { issuerTraffic: "trust" }],
  ])("%s", (_what, options) => {
    expect(() => scanText("x", undefined, options as ScanOptions)).toThrow(ConfigurationError);
    expect(() => scanOutbound({ method: "GET", url: "/" }, undefined, options as ScanOptions)).toThrow(
      ConfigurationError,
    );
  });

  it.each<[string, object]>([
    ["a pattern that is none", { shape: "(" }],
    ["a pattern that only other engines know", { shape: "(?<=a)b" }],
    ["neither literals nor context", { literals: [] }],
  ])("a detector with %s", (_what, fields) => {
    const faulty = { ...detectorOf("github-personal-access-token"), ...fields };
    expect(() => scanText(`${token} ghp_`, undefined, { detectors: [faulty] })).toThrow(DetectorError);
  });

  it("but limits may be as large or as small as they like", () => {
    for (const value of [0, 1, Number.POSITIVE_INFINITY]) {
      const limits = { bodyBytes: value, viewDepth: value, workBytes: value, findings: value };
      expect(() => scanOutbound({ method: "GET", url: `/${token}`, body: token }, undefined, { limits })).not.toThrow();
    }
  });
});

function detached(): Uint8Array {
  const bytes = new Uint8Array(8);
  structuredClone(bytes, { transfer: [bytes.buffer] });
  return bytes;
}

function broken(pairs: readonly (readonly [string, string])[]): Iterable<readonly [string, string]> {
  return {
    *[Symbol.iterator]() {
      yield* pairs;
      throw new Error("the connection is gone");
    },
  };
}
