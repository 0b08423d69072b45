import { createHash } from "node:crypto";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createSafeTokens, type Detector, type OutboundRequest, scanOutbound, scanText } from "../../src/index.js";
import { detectorOf, sampleOf } from "./support/samples.js";

const token = sampleOf(detectorOf("github-personal-access-token"), 1).value;
const other = sampleOf(detectorOf("npm-access-token"), 1).value;
const post = (parts: Partial<OutboundRequest>): OutboundRequest => ({
  method: "POST",
  url: "https://api.example.com/",
  ...parts,
});
const hex2 = (byte: number): string => byte.toString(16).padStart(2, "0");

const encodings: readonly (readonly [name: string, encode: (text: string) => string | Buffer])[] = [
  ["as it is", (text) => text],
  ["percent", (text) => [...Buffer.from(text)].map((byte) => `%${hex2(byte)}`).join("")],
  ["percent twice", (text) => encodeURIComponent([...Buffer.from(text)].map((byte) => `%${hex2(byte)}`).join(""))],
  ["JSON escapes", (text) => `"${[...text].map((c) => `\\u00${hex2(c.charCodeAt(0))}`).join("")}"`],
  ["base64", (text) => Buffer.from(text).toString("base64")],
  ["base64url of gzip", (text) => gzipSync(text).toString("base64url")],
  ["hexadecimal", (text) => Buffer.from(text).toString("hex")],
  ["gzip", (text) => gzipSync(text)],
  ["UTF-16", (text) => Buffer.from(text, "utf16le")],
  ["zero-width characters", (text) => [...text].join("\u200b")],
  ["full-width letters", (text) => [...text].map((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join("")],
  ["string pieces", (text) => `"${text.slice(0, 9)}" + "${text.slice(9)}"`],
];

describe.each(encodings)("an approved value written in %s", (_name, encode) => {
  const body = Buffer.concat([Buffer.from(encode(token))]);

  it("is found, and is skipped once it is approved", () => {
    expect(scanOutbound(post({ body })).matched).toBe(token);
    expect(scanOutbound(post({ body }), [token])).toMatchObject({ verdict: "clear", findings: [], matched: undefined });
    expect(scanOutbound(post({ body }), [token]).skipped).toBeGreaterThan(0);
  });

  it("hides no second value beside it", () => {
    const both = Buffer.concat([body, Buffer.from(`\n\n${other}\n`)]);
    const { findings } = scanOutbound(post({ body: both }), [token]);
    expect(findings.map(({ matched }) => matched)).toEqual([other]);
  });

  it("is not skipped for another value, a part of it or one that contains it", () => {
    for (const approved of [
      other,
      token.slice(0, -1),
      `${token}x`,
      token.toUpperCase(),
      Buffer.from(token).toString("base64"),
    ]) {
      expect(scanOutbound(post({ body }), [approved]).matched).toBe(token);
    }
  });
});

describe("safe tokens", () => {
  const text = `${token} ${other}`;
  function* generator(): Generator<string> {
    yield token;
    yield other;
  }

  it.each<[string, Parameters<typeof scanText>[1]]>([
    ["an array", [token, other]],
    ["a set", new Set([token, other])],
    ["a generator", generator()],
    ["a store", createSafeTokens([token, other])],
    [
      "a map's keys",
      new Map([
        [token, 1],
        [other, 2],
      ]).keys(),
    ],
  ])("are %s", (_name, safeTokens) => {
    expect(scanText(text, safeTokens)).toMatchObject({ verdict: "clear", skipped: 2 });
  });

  it("that are a lone string are one value, not its characters", () => {
    expect(scanText(text, token).findings.map(({ matched }) => matched)).toEqual([other]);
    expect(scanText(token, "g")).toMatchObject({ verdict: "hold" });
  });

  it("that are empty, absent or undefined skip nothing", () => {
    for (const none of [undefined, [], "", new Set<string>(), createSafeTokens()]) {
      expect(scanText(text, none)).toMatchObject({ verdict: "hold", skipped: 0 });
    }
  });

  it("skip every occurrence and count each", () => {
    const result = scanOutbound(post({ url: `https://a.example/${token}`, headers: { "x-a": token }, body: text }), [
      token,
    ]);
    expect(result.skipped).toBe(3);
    expect(result.findings.map(({ matched }) => matched)).toEqual([other]);
  });

  it("do not hide a longer match that contains one of them", () => {
    const url = `https://u:${token}%21@example.com/`;
    expect(scanText(url, [token]).matched).toBe(`${token}!`);
  });

  it("of a store with a scope hold for that host alone", () => {
    const store = createSafeTokens();
    store.add(token, { scope: { host: "api.example.com" } });
    expect(scanOutbound(post({ body: token }), store).verdict).toBe("clear");
    expect(scanOutbound(post({ body: token, url: "https://API.example.com:443/x" }), store).verdict).toBe("clear");
    expect(scanOutbound(post({ body: token, url: "https://api.example.com.evil.example/" }), store).verdict).toBe(
      "hold",
    );
    expect(
      scanOutbound(post({ body: token, url: "https://evil.example/?https://api.example.com/" }), store).verdict,
    ).toBe("hold");
    expect(scanText(token, store).verdict).toBe("hold");
  });

  it("of a store are asked and never spent", () => {
    const store = createSafeTokens();
    store.add(token, { uses: 1 });
    for (let i = 0; i < 3; i++) expect(scanText(token, store).verdict).toBe("clear");
    store.spend(token);
    expect(scanText(token, store).verdict).toBe("hold");
  });

  it("that answer anything but true approve nothing", () => {
    const lax = { ...createSafeTokens(), has: () => "yes" as unknown as boolean };
    expect(scanText(token, lax).verdict).toBe("hold");
  });
});

describe("the two kinds of finding", () => {
  const body = Buffer.from("not gzip");
  const request = post({ headers: { "content-encoding": "gzip" }, body });
  const digest = `sha256:${createHash("sha256").update(body).digest("hex")}`;
  /** A detector whose values read like digests. */
  const digests: Detector = {
    id: "digests",
    service: "s",
    title: "Digest",
    literals: ["sha256:"],
    shape: "sha256:[0-9a-f]{64}",
    examples: [digest],
    counterExamples: ["sha256:"],
  };

  it("share no entry of a store", () => {
    const options = { detectors: [digests] };
    const store = createSafeTokens();
    const secret = post({ body: `value ${digest}` });
    expect(scanOutbound(request, store, options).findings.map(({ kind, matched }) => [kind, matched])).toEqual([
      ["uninspectable", digest],
    ]);
    expect(scanOutbound(secret, store, options).findings.map(({ kind, matched }) => [kind, matched])).toEqual([
      ["secret", digest],
    ]);
    store.add(digest);
    expect(scanOutbound(request, store, options).verdict).toBe("clear");
    expect(scanOutbound(secret, store, options).verdict).toBe("hold");
  });

  it("are told apart by the text alone in a plain iterable", () => {
    expect(scanOutbound(request, [digest]).verdict).toBe("clear");
    expect(scanOutbound(post({ body: `value ${digest}` }), [digest], { detectors: [digests] }).verdict).toBe("clear");
  });

  it("are both skipped in one request", () => {
    const both = post({
      url: `https://a.example/?k=${token}`,
      headers: { "content-encoding": "br" },
      body: brotliCompressSync("x").subarray(1),
    });
    const values = scanOutbound(both).findings.map(({ matched }) => matched);
    expect(values).toHaveLength(2);
    expect(scanOutbound(both, values)).toMatchObject({ verdict: "clear", skipped: 2 });
  });
});
