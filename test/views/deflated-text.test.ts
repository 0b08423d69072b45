import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scanOutbound, scanText } from "../../src/index.js";
import { encoders } from "../../src/testing/encoders.js";
import { base32 } from "../../src/views/decoders/base32.js";
import { base64 } from "../../src/views/decoders/base64.js";
import { deflatedText } from "../../src/views/decoders/deflated-text.js";
import { hex } from "../../src/views/decoders/hex.js";
import { tryDecoder } from "./harness.js";

const TOKEN = `ghp_${"bV9xKq2LmTz8Rw4YpN6cHs1JdF3gAe7Qu5Zi"}`;
const LONG = `${"words of a text that come again and again, and others now and then. ".repeat(6)}${TOKEN}`;
const TEXTS = [TOKEN, `export GITHUB_TOKEN=${TOKEN} && run`, LONG];

const toBase32 = (data: Buffer): string =>
  encoders
    .find(({ name }) => name === "base32")!
    .encode(data, 0)
    .toString();

const CODES: readonly (readonly [name: string, encode: (data: Buffer) => string])[] = [
  ["base64", (data) => data.toString("base64")],
  ["base64url", (data) => data.toString("base64url")],
  ["lines of base64", (data) => data.toString("base64").replace(/.{64}/g, "$&\n")],
  ["hexadecimal", (data) => data.toString("hex")],
  ["hexadecimal in pairs", (data) => data.toString("hex").replace(/..(?!$)/g, "$& ")],
  ["base32", toBase32],
];

const valuesOf = (body: string) => scanText(body).findings.map(({ matched }) => matched);

describe("text that was deflated without a header and encoded is found", () => {
  it.each(CODES)("%s", (_, encode) => {
    for (const text of TEXTS) {
      const code = encode(deflateRawSync(text));
      expect(valuesOf(code)).toContain(TOKEN);
      expect(valuesOf(JSON.stringify({ a: "b", code }))).toContain(TOKEN);
      expect(valuesOf(`state=${encodeURIComponent(code)}&x=1`)).toContain(TOKEN);
    }
  });

  it("on a line of a JSON string", () => {
    const code = deflateRawSync(TOKEN).toString("base64");
    expect(valuesOf(JSON.stringify({ content: `see\n${code}\nand so on` }))).toContain(TOKEN);
  });

  it("in a URL's path", () => {
    const url = `https://kroki.example.com/diagram/svg/${deflateRawSync(LONG).toString("base64url")}`;
    expect(scanOutbound({ method: "GET", url }).findings.map(({ matched }) => matched)).toContain(TOKEN);
  });

  it("as a part of a multipart body, and what is approved passes", () => {
    const head = '--b\r\nContent-Disposition: form-data; name="f"; filename="f.bin"\r\n\r\n';
    for (const text of TEXTS) {
      const body = Buffer.concat([Buffer.from(head), deflateRawSync(text), Buffer.from("\r\n--b--\r\n")]);
      const headers = [["content-type", "multipart/form-data; boundary=b"]] as const;
      const request = { method: "POST", url: "https://api.example.com/", headers, body };
      expect(scanOutbound(request).findings.map(({ matched }) => matched)).toEqual([TOKEN]);
      expect(scanOutbound(request, new Set([TOKEN])).verdict).toBe("clear");
    }
  });
});

describe("random bytes are no deflated text", () => {
  const bytes = (i: number, length: number): Buffer =>
    createHash("shake256", { outputLength: length }).update(`${i}`).digest();
  it.each([12, 18, 32, 64, 300])("%i of them", (length) => {
    for (let i = 0; i < 3000; i++)
      expect(tryDecoder(deflatedText, bytes(i, length), { chain: ["base64"] }).pieces).toEqual([]);
  });
});

describe("the kernel tells deflated text as the decoders do", () => {
  const texts = fc.oneof(fc.string({ unit: "grapheme-ascii" }), fc.lorem(), fc.constantFrom(...TEXTS));
  const levels = fc.constantFrom(1, 6, 9);
  const codes = fc.constantFrom(...CODES.map(([, encode]) => encode));
  it.each([base64, base32, hex])("$name", (decoder) => {
    fc.assert(
      fc.property(texts, levels, codes, fc.nat(3), (text, level, encode, cut) => {
        const data = deflateRawSync(text, { level });
        const code = encode(data.subarray(0, data.length - cut));
        for (const whole of [code, `"\\n${code}\\n"`, `/a/${code}/b`]) {
          const plain = tryDecoder(decoder, whole, { kernel: false }).pieces;
          expect(tryDecoder(decoder, whole).pieces).toEqual(plain);
        }
      }),
      { numRuns: 500 },
    );
  });
});
