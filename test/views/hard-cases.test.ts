import zlib from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scanText } from "../../src/index.js";
import { decompress } from "../../src/views/compression.js";
import type { Decoder } from "../../src/views/decoder.js";
import { base32 } from "../../src/views/decoders/base32.js";
import { base64 } from "../../src/views/decoders/base64.js";
import { deflate, gzip } from "../../src/views/decoders/compressed.js";
import { hex } from "../../src/views/decoders/hex.js";
import { inflatePart } from "../../src/views/decoders/inflate.js";
import { jsonString } from "../../src/views/decoders/json-string.js";
import { percent } from "../../src/views/decoders/percent.js";
import { zip } from "../../src/views/decoders/zip.js";
import { decoders } from "../../src/views/index.js";
import { SourceMap } from "../../src/views/source-map.js";
import { detectorOf, sampleOf } from "../scan/support/samples.js";
import { tryDecoder } from "./harness.js";

const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"];
const secrets = fc.string({ unit: fc.constantFrom(...letters), minLength: 12, maxLength: 40 });
const noise = fc.oneof(
  fc.uint8Array({ maxLength: 30 }),
  fc.uint8Array({ minLength: 1200, maxLength: 1500, size: "max" }),
);

function finds(decoder: Decoder, input: Buffer, secret: string): boolean {
  return tryDecoder(decoder, input).pieces.some(({ bytes }) => bytes.includes(secret));
}

describe("a code is found among other bytes, from any character on", () => {
  const bases: readonly [string, Decoder, (bytes: Buffer) => string, string][] = [
    ["base64", base64, (bytes) => bytes.toString("base64"), "AAAAAAA/BBB+CC"],
    ["base64url", base64, (bytes) => bytes.toString("base64url"), "a-b_c/d"],
    ["hex", hex, (bytes) => bytes.toString("hex"), "0f0"],
  ];
  it.each(bases)("%s", (_name, decoder, encode, junk) => {
    fc.assert(
      fc.property(secrets, noise, noise, fc.nat(junk.length), (secret, before, after, length) => {
        const encoded = encode(Buffer.concat([before, Buffer.from(secret), after]));
        expect(finds(decoder, Buffer.from(junk.slice(0, length) + encoded), secret)).toBe(true);
      }),
    );
  });

  it("base32", () => {
    for (let length = 0; length < 9; length++) {
      const input = Buffer.from(`${"ABCDEFGH".slice(0, length)}M5UHAX3BMJRWIZLGM5UGS2TLNQ`);
      expect(finds(base32, input, "ghp_abcdefghijkl")).toBe(true);
      expect(finds(base32, Buffer.from(input.toString().toLowerCase()), "ghp_abcdefghijkl")).toBe(true);
    }
    expect(finds(base32, Buffer.from("xy m5UHAX3bmJRWIZLGM5UGS2TLNQ"), "ghp_abcdefghijkl")).toBe(true);
  });

  it("base64 in lines of any length from 16, whatever breaks them", () => {
    const separators = ["\n", "\r\n", "\\n", "\\r\\n", "\\\\n", "\n\t", "  \n  "];
    fc.assert(
      fc.property(
        secrets,
        fc.integer({ min: 16, max: 80 }),
        fc.constantFrom(...separators),
        (secret, width, separator) => {
          const encoded = Buffer.from(`some words, ${secret}, and more words`).toString("base64");
          const lines = encoded.match(new RegExp(`.{1,${width}}`, "g"))!;
          expect(finds(base64, Buffer.from(`"${lines.join(separator)}"`), secret)).toBe(true);
        },
      ),
    );
  });
});

describe("what is not text makes next to no view", () => {
  it.each<[string, Decoder, (bytes: Buffer) => string]>([
    ["base64", base64, (bytes) => bytes.toString("base64")],
    ["hex", hex, (bytes) => (bytes.toString("hex").match(/.{64}/g) ?? []).join(" ")],
    ["base32", base32, (bytes) => bytes.toString("base64")],
  ])("%s of random bytes", (_name, decoder, encode) => {
    let state = 1;
    const bytes = Buffer.from(
      Array.from({ length: 200_000 }, () => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return state >>> 24;
      }),
    );
    const { pieces } = tryDecoder(decoder, encode(bytes));
    expect(pieces.reduce((sum, piece) => sum + piece.bytes.length, 0)).toBeLessThan(2000);
  });

  it.each([
    "550e8400-e29b-41d4-a716-446655440000",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "2024-11-24T00:47:12.000Z",
  ])("%s", (id) => {
    for (const decoder of decoders) expect(tryDecoder(decoder, `{"id":"${id}","ok":true}`).pieces).toEqual([]);
  });
});

describe("a code decodes only its neighbourhood", () => {
  it.each<[string, Decoder, string]>([
    ["percent", percent, "%41"],
    ["json-string", jsonString, "\\u0041"],
  ])("%s", (_name, decoder, code) => {
    const input = `${"word ".repeat(20_000)}${code}bcdefgh${" word".repeat(20_000)}`;
    const { pieces } = tryDecoder(decoder, input);
    expect(pieces.length).toBe(1);
    expect(pieces[0]!.bytes.length).toBeLessThan(1000);
    expect(pieces[0]!.bytes.includes("Abcdefgh")).toBe(true);
  });

  it("but round a structural mark, the whole string", () => {
    const key = `-----BEGIN KEY-----\\n${"QUJD\\n".repeat(300)}-----END KEY-----`;
    const { pieces } = tryDecoder(jsonString, `{"a":"b","key":"${key}","c":"d"}`);
    expect(pieces.map(({ bytes }) => bytes.toString())).toEqual([key.replaceAll("\\n", "\n")]);
  });
});

describe("compressed data", () => {
  const text = "ghp_abcdefghijklmnopqrstuvwxyz ".repeat(40);

  it("cut short or broken are read as far as they go", () => {
    const whole = zlib.gzipSync(Buffer.from(text + Buffer.alloc(300, "xyz").toString()));
    const { pieces } = tryDecoder(gzip, whole.subarray(0, whole.length - 12));
    expect(pieces[0]!.bytes.toString().startsWith(text.slice(0, 100))).toBe(true);
    const flipped = Buffer.from(whole);
    flipped[flipped.length - 6]! ^= 1;
    expect(tryDecoder(gzip, flipped).pieces[0]!.bytes.toString()).toContain(text);
  });

  it("in several members are one text", () => {
    const members = Buffer.concat([zlib.gzipSync("ghp_abcdef"), zlib.gzipSync("ghijklmnop")]);
    const { pieces } = tryDecoder(gzip, Buffer.concat([Buffer.from("x"), members, Buffer.from("rest")]));
    expect(pieces.map(({ bytes }) => bytes.toString())).toEqual(["ghp_abcdefghijklmnop"]);
    expect(pieces[0]!.map.span(0, 20)).toEqual({ start: 1, end: 1 + members.length });
  });

  it.each<[string, Decoder, Buffer]>([
    ["gzip", gzip, zlib.gzipSync(Buffer.alloc(50_000_000))],
    ["deflate", deflate, zlib.deflateSync(Buffer.alloc(50_000_000))],
  ])("that expand too far are said to be so, in bounded memory: %s", (_name, decoder, bomb) => {
    const before = process.memoryUsage().arrayBuffers;
    const { pieces, uninspectable, budget } = tryDecoder(decoder, bomb);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024);
    expect([pieces.length, uninspectable, budget.exhausted]).toEqual([0, ["compressed-data"], true]);
  });

  it("in a ZIP archive are each of its entries; what is encrypted is said to be so", () => {
    const data = zlib.deflateRawSync("ghp_abcdefghijklmnop and more");
    const entry = (flags: number, method: number): Buffer => {
      const header = Buffer.alloc(30);
      header.write("PK\x03\x04", "latin1");
      header.writeUInt16LE(20, 4);
      header.writeUInt16LE(flags, 6);
      header.writeUInt16LE(method, 8);
      header.writeUInt32LE(data.length, 18);
      header.writeUInt16LE(1, 26);
      return Buffer.concat([header, Buffer.from("n"), data]);
    };
    expect(tryDecoder(zip, Buffer.concat([entry(0, 8), entry(8, 8)])).pieces.length).toBe(2);
    expect(tryDecoder(zip, entry(1, 8)).uninspectable).toEqual(["archive"]);
    expect(tryDecoder(zip, entry(0, 12)).uninspectable).toEqual(["archive"]);
  });

  it("give what zlib gives, by our own inflater too", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("abc", "the quick ", "\0\xff", "x".repeat(300))),
        fc.nat(9),
        (words, level) => {
          const plain = Buffer.from(words.join(""), "latin1");
          const raw = zlib.deflateRawSync(plain, { level });
          expect(inflatePart(raw, 0, 1e6).bytes.equals(plain)).toBe(true);
          expect(decompress("deflate", raw, 1e6)).toEqual({ bytes: plain });
        },
      ),
    );
  });

  it("of any bytes never throw in our own inflater", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(500), (bytes, limit) => {
        expect(inflatePart(bytes, 0, limit).bytes.length).toBeLessThanOrEqual(limit);
      }),
    );
  });
});

describe("a source map", () => {
  it("leads each byte back to its unit, however the units are written", () => {
    const unit = fc.record({
      skip: fc.nat(3),
      out: fc.integer({ min: 1, max: 5 }),
      source: fc.integer({ min: 1, max: 8 }),
    });
    fc.assert(
      fc.property(fc.array(unit, { minLength: 1, maxLength: 40 }), (units) => {
        const map = new SourceMap();
        const expected: { start: number; end: number }[] = [];
        let out = 0;
        let source = 0;
        for (const { skip, out: unitOut, source: unitSource } of units) {
          source += skip;
          map.add(out, source, unitOut, unitSource, source + unitSource);
          // The first byte of a base64 group needs two of its characters, the second three; of a base32 group, of which the last may be
          // shorter, 2, 4, 5, 7 and 8.
          const isOfBase32 = [0, 2, 4, 5, 7, 8][unitOut] === unitSource;
          const needs = (i: number): number =>
            unitOut === 3 && unitSource === 4 ? i + 2 : isOfBase32 ? [2, 4, 5, 7, 8][i]! : unitSource;
          for (let i = 0; i < unitOut; i++) expected.push({ start: source, end: source + needs(i) });
          out += unitOut;
          source += unitSource;
        }
        expect(expected.map((_, i) => map.span(i, i + 1))).toEqual(expected);
        expect(map.span(0, out)).toEqual({ start: expected[0]!.start, end: expected.at(-1)!.end });
      }),
    );
  });
});

describe("base64 before words on the next line", () => {
  const token = sampleOf(detectorOf("jwt"), 2).value;
  const encoded = Buffer.from(token).toString("base64url");

  it.each([" and more words", "\nand more words", "\r\n  so it goes.", "\nor: see below", "\n", "\nx=1"])(
    "%j",
    (after) => {
      const { findings } = scanText(`see: ${encoded}${after}`);
      expect(findings.map(({ matched }) => matched)).toEqual([token]);
    },
  );

  it("is still read on when words follow its last line", () => {
    const lines = encoded.match(/.{1,20}/g)!.join("\n");
    expect(scanText(`${lines} and words`).findings.map(({ matched }) => matched)).toEqual([token]);
  });
});
