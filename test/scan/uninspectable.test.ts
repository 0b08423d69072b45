import { createHash } from "node:crypto";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type OutboundRequest, type ScanOptions, scanOutbound, scanText } from "../../src/index.js";
import { detectorOf, sampleOf } from "./support/samples.js";

const detector = detectorOf("github-personal-access-token");
const token = sampleOf(detector, 1).value;
const post = (
  body: OutboundRequest["body"],
  coding?: string,
  rest: Partial<OutboundRequest> = {},
): OutboundRequest => ({
  method: "POST",
  url: "https://api.example.com/",
  body: body ?? null,
  ...(coding === undefined ? {} : { headers: [["content-encoding", coding]] }),
  ...rest,
});
const digestOf = (bytes: Uint8Array | string): string => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

interface Case {
  readonly request: OutboundRequest;
  readonly options?: ScanOptions;
  readonly detector: string;
}

const MEBIBYTE = 1024 * 1024;
const zeros = Buffer.alloc(100 * MEBIBYTE);
const text = `the value is ${token} and more words after it`;
let nested = token;
for (let i = 0; i < 7; i++) nested = Buffer.from(`x ${nested}`).toString("base64");

/** A local header (APPNOTE 6.3.10, section 4.3.7) with the flags of encryption and of a data descriptor, which has no sizes; then content. */
const encryptedZip = Buffer.concat([
  Buffer.from(`PK\x03\x04\x14\0\x09\0\x08\0${"\0".repeat(16)}\x01\0\0\0a`, "latin1"),
  Buffer.from("5c1f9e07a3b2d48866f01b7c93e5aa42", "hex"),
]);

const cases: readonly (readonly [name: string, given: Case])[] = [
  ["an unknown coding", { request: post(text, "x-snappy"), detector: "content-encoding" }],
  ["a coding that is another's name", { request: post(text, "constructor"), detector: "content-encoding" }],
  ["a coding that the body is not in", { request: post(text, "gzip"), detector: "content-encoding" }],
  ["gzip that says br", { request: post(gzipSync(text), "br"), detector: "content-encoding" }],
  ["gzip that is cut short", { request: post(gzipSync(text).subarray(0, -9), "gzip"), detector: "content-encoding" }],
  [
    "deflate that is cut short",
    { request: post(deflateSync(text).subarray(0, -6), "deflate"), detector: "content-encoding" },
  ],
  [
    "brotli that is cut short",
    { request: post(brotliCompressSync(text).subarray(0, -2), "br"), detector: "content-encoding" },
  ],
  [
    "gzip with bytes after it",
    { request: post(Buffer.concat([gzipSync(text), Buffer.from("tail")]), "gzip"), detector: "content-encoding" },
  ],
  ["a list with an unknown coding", { request: post(gzipSync(text), "gzip, exi"), detector: "content-encoding" }],
  [
    "more codings than any honest body has",
    { request: post(gzipSync(text), Array(9).fill("gzip").join()), detector: "content-encoding" },
  ],
  [
    "codings over two fields, out of order",
    {
      request: post(gzipSync(brotliCompressSync(text)), undefined, {
        headers: [
          ["content-encoding", "gzip"],
          ["Content-Encoding", "br"],
        ],
      }),
      detector: "content-encoding",
    },
  ],
  ["100 MiB of zeros in gzip", { request: post(gzipSync(zeros), "gzip"), detector: "expanded-size" }],
  ["100 MiB of zeros in brotli", { request: post(brotliCompressSync(zeros), "br"), detector: "expanded-size" }],
  ["100 MiB of zeros in deflate", { request: post(deflateSync(zeros), "deflate"), detector: "expanded-size" }],
  ["100 MiB of zeros in raw deflate", { request: post(deflateRawSync(zeros), "deflate"), detector: "expanded-size" }],
  [
    "100 MiB of zeros in gzip in gzip",
    { request: post(gzipSync(gzipSync(zeros)), "gzip, gzip"), detector: "expanded-size" },
  ],
  ["100 MiB of zeros in gzip that nothing declares", { request: post(gzipSync(zeros)), detector: "compressed-data" }],
  [
    "100 MiB of zeros in gzip in base64",
    { request: post(JSON.stringify({ a: gzipSync(zeros).toString("base64") })), detector: "work-budget" },
  ],
  ["base64 seven times over", { request: post(nested), detector: "view-depth" }],
  [
    "base64 twice, with a depth of one",
    {
      request: post(Buffer.from(Buffer.from(text).toString("base64")).toString("base64")),
      options: { limits: { viewDepth: 1 } },
      detector: "view-depth",
    },
  ],
  ["a megabyte of %25252525…", { request: post(`%${"25".repeat(MEBIBYTE / 2)}`), detector: "view-depth" }],
  [
    "decoding over the work budget",
    {
      request: post(Buffer.from(text.repeat(50)).toString("base64")),
      options: { limits: { workBytes: 1000 } },
      detector: "work-budget",
    },
  ],
  [
    "a body over the limit",
    { request: post(`${text} ${"x".repeat(100)}`), options: { limits: { bodyBytes: 100 } }, detector: "body-size" },
  ],
  [
    "a ZIP archive that is encrypted, its size behind the content",
    { request: post(encryptedZip), detector: "archive" },
  ],
  ["a body over the default limit", { request: post(Buffer.alloc(8 * MEBIBYTE + 1, "a b ")), detector: "body-size" }],
];

describe.each(cases)("%s", (_name, { request, options, detector: what }) => {
  const result = scanOutbound(request, undefined, options);
  const problems = result.findings.filter(({ kind }) => kind === "uninspectable");

  it("is held as uninspectable, with a reason that a person understands", () => {
    expect(result.verdict).toBe("hold");
    expect(problems.map((finding) => finding.detector)).toContain(what);
    for (const { reason, approvable, location } of problems) {
      expect(reason).toMatch(/^[A-Z][A-Za-z ,;:'-]+$/);
      expect(approvable).toBe(true);
      expect(location).toMatchObject({
        surface: "body",
        path: "body",
        start: 0,
        end: Buffer.byteLength(request.body as Buffer),
      });
    }
  });

  it("passes once all that was reported is approved, by the digest of all its wire bytes", () => {
    const digest = digestOf(request.body as Buffer);
    expect(problems.map(({ matched }) => matched)).toEqual(problems.map(() => digest));
    const values = result.findings.map(({ matched }) => matched);
    expect(scanOutbound(request, values, options)).toMatchObject({ verdict: "clear", skipped: result.findings.length });
  });

  it("is held again when one byte differs", () => {
    const changed = Buffer.concat([Buffer.from(request.body as Buffer), Buffer.from("!")]);
    const values = result.findings.map(({ matched }) => matched);
    expect(scanOutbound({ ...request, body: changed }, values, options).verdict).toBe("hold");
  });
});

/** Headers of which the iterator throws after the first. */
function cutShort(): Iterable<readonly [string, string]> {
  return {
    *[Symbol.iterator]() {
      yield ["accept", "*/*"];
      throw new Error("no more");
    },
  };
}

/** An object with a getter that throws. */
function throwing<Type>(name: string): Type {
  return Object.defineProperty({ method: "GET", url: "https://api.example.com/" }, name, {
    enumerable: true,
    get() {
      throw new Error("no value");
    },
  }) as Type;
}

describe("what no approval lets pass", () => {
  const values = Array.from({ length: 66 }, (_, seed) => sampleOf(detector, seed + 100).value);
  it.each<[string, OutboundRequest, ScanOptions | undefined, string]>([
    ["a body that was cut short", post("words", undefined, { bodyComplete: false }), undefined, "body-incomplete"],
    ["no body at all, cut short", post(null, undefined, { bodyComplete: false }), undefined, "body-incomplete"],
    ["a body of no type that can be read", post({ a: token } as unknown as string), undefined, "body-type"],
    ["headers of which an iterator threw", { ...post("words"), headers: cutShort() }, undefined, "headers"],
    ["trailers of which a getter threw", { ...post("words"), trailers: throwing("x-sum") }, undefined, "headers"],
    ["a request whose URL cannot be read", throwing("url"), undefined, "request-field"],
    ["a request whose body cannot be read", throwing("body"), undefined, "body-type"],
    ["65 distinct values", post(values.slice(0, 65).join(" ")), undefined, "findings-limit"],
    [
      "3 distinct values where 2 may be",
      post(values.slice(0, 3).join(" ")),
      { limits: { findings: 2 } },
      "findings-limit",
    ],
  ])("%s", (_name, request, options, what) => {
    const { findings } = scanOutbound(request, undefined, options);
    const last = findings.at(-1)!;
    expect(last).toMatchObject({ kind: "uninspectable", detector: what, approvable: false });
    expect(last.matched).toMatch(/^sha256:[0-9a-f]{64}$/);
    const again = scanOutbound(request, [last.matched], options);
    expect(again.findings.some(({ approvable }) => !approvable)).toBe(true);
  });

  it("is not reached by values that are safe, nor by one value many times", () => {
    const request = post(values.join(" "));
    expect(scanOutbound(request, values.slice(0, 2)).findings.every(({ approvable }) => approvable)).toBe(true);
    expect(scanOutbound(post(Array(500).fill(token).join(" "))).findings.every(({ approvable }) => approvable)).toBe(
      true,
    );
    expect(scanOutbound(post(values.slice(0, 64).join(" "))).findings).toHaveLength(64);
  });
});

describe("what can be inspected is not held", () => {
  const things = ["GetStatus", "ListThings", "default=faq", "Zurück", "UpdateItem", "FooBar", "node=cafe"];
  const lines = Array.from(
    { length: 100 },
    (_, i) =>
      `\t"\\n" +\n\t"\\x1b${things[i % 7]}${i}\\x12\\x0f.api.v3.Thing${i}\\"\\x02\\b\\x01:${things[(i * 3) % 7]}" +\n`,
  );
  const descriptor = post(JSON.stringify({ content: `const rawDesc = "" +\n${lines.join("")}\t""\n` }));
  const words = "words that are no secret, again and again. ".repeat(40);
  it.each<[string, OutboundRequest]>([
    ["identity", post(words, "identity")],
    ["an empty coding", post(words, "")],
    ["gzip", post(gzipSync(words), "gzip")],
    ["x-gzip in any case", post(gzipSync(words), "X-GZIP")],
    ["deflate", post(deflateSync(words), "deflate")],
    ["raw deflate", post(deflateRawSync(words), "deflate")],
    ["brotli", post(brotliCompressSync(words), "br")],
    ["brotli in gzip", post(gzipSync(brotliCompressSync(words)), "br, gzip")],
    ["two members of gzip", post(Buffer.concat([gzipSync(words), gzipSync(words)]), "gzip")],
    ["an empty body with a coding", post(Buffer.alloc(0), "gzip")],
    [
      "a path of folders, escaped five times over in all",
      post(
        [1, 2, 3].reduce((inner) => JSON.stringify({ inner }), "<code>C:\\\\Path\\\\To\\\\Working\\\\Directory</code>"),
      ),
    ],
    [
      "a descriptor that a program made: literals joined, with escapes, letters with accents and equals signs",
      descriptor,
    ],
    ["8 MiB of text", post(Buffer.alloc(8 * MEBIBYTE, "some words and "))],
    ["a megabyte of zeros", post(Buffer.alloc(MEBIBYTE))],
    [
      "a megabyte of base64",
      post(JSON.stringify({ a: Buffer.alloc(MEBIBYTE, createHash("sha512").update("x").digest()).toString("base64") })),
    ],
  ])("%s", (_name, request) => {
    expect(scanOutbound(request)).toMatchObject({ verdict: "clear", findings: [] });
  });

  it("a text with nothing in it", () => {
    for (const empty of ["", new Uint8Array(0)])
      expect(scanText(empty)).toMatchObject({ verdict: "clear", skipped: 0, unread: [] });
  });
});

describe("a body's beginning", () => {
  it("is scanned even when the rest is over the limit", () => {
    const { findings } = scanOutbound(post(`${text} ${"x".repeat(200)}`), undefined, { limits: { bodyBytes: 120 } });
    expect(findings.map(({ detector: id }) => id)).toEqual([detector.id, "body-size"]);
  });
});

it("headers that no work is left for are one finding, which names them all", () => {
  const headers = Array.from({ length: 400 }, (_, i): [string, string] => [`x-${i}`, `${text} ${i}`]);
  const request = { method: "GET", url: "https://api.example.com/", headers };
  const options = { limits: { workBytes: 100_000 } };
  const { findings } = scanOutbound(request, undefined, options);
  const unread = findings.filter(({ detector }) => detector === "work-budget");
  expect(unread.length).toBeLessThanOrEqual(2);
  expect(unread.at(-1)!.location.path).toMatch(/^x-\d+$/);
  const approved = findings.map(({ matched }) => matched);
  expect(scanOutbound(request, approved, options).verdict).toBe("clear");
  const changed = {
    ...request,
    headers: headers.map((field, i) => (i === 399 ? [field[0], "other"] : field)) as typeof headers,
  };
  expect(scanOutbound(changed, approved, options).verdict).toBe("hold");
});
