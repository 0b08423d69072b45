import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Encoder, encoders } from "../../src/testing/encoders.js";
import { decoders, decodersFor } from "../../src/views/index.js";
import { indexText } from "../../src/views/text-index.js";
import { tryDecoder, viewsOf } from "./harness.js";

const NAMES = decoders.map((decoder) => [decoder.name, decoder] as const);

const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"];
const secrets = fc.string({ unit: fc.constantFrom(...letters), minLength: 12, maxLength: 80 });
const surroundings = fc.constantFrom<readonly [string, string]>(
  ["", ""],
  ['{"a":"', '"}'],
  ["text before ", " and after"],
  ["k=", "&z=1"],
  ["(", ")\n"],
);

/** Bytes of work that a view costs beside its bytes, and that it costs to begin to inflate, by decoders that do so behind a head. */
const VIEW_COST = 384;
const START_COST = 28_672;
const INFLATING: ReadonlySet<string> = new Set(["gzip", "deflate", "br", "pdf"]);
const SHORTEST_HEAD = 2;

describe.each(NAMES)("decoder %s", (_name, decoder) => {
  it.each(decoder.examples)("decodes its example $encoded", ({ encoded, contains }) => {
    const texts = tryDecoder(decoder, encoded).pieces.map((piece) => piece.bytes.toString("latin1"));
    expect(texts.filter((text) => text.includes(contains)).length, JSON.stringify(texts)).toBeGreaterThan(0);
  });

  it.each(decoder.quiet)("makes no view of %s", (text) => {
    const { pieces, uninspectable } = tryDecoder(decoder, text);
    expect(pieces.map((piece) => piece.bytes.toString("latin1"))).toEqual([]);
    expect(uninspectable).toEqual([]);
  });

  it("makes views only of inputs that hold one of its tell-tales", () => {
    for (const { encoded } of decoder.examples) {
      const bytes = Buffer.from(encoded, "latin1");
      expect(decodersFor(bytes, indexText(bytes))).toContain(decoder);
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (input) => {
        const bytes = Buffer.from(input);
        if (decodersFor(bytes, indexText(bytes)).includes(decoder)) return;
        expect(tryDecoder(decoder, bytes).pieces).toEqual([]);
      }),
    );
  });

  it("never throws, stays in its budget and maps every byte inside the input, on any bytes", () => {
    const dense = fc.uint8Array({ maxLength: 600 });
    const marked = fc
      .array(
        fc.oneof(
          fc.constantFrom(...decoder.examples.map(({ encoded }) => encoded)),
          fc.string(),
          fc.constantFrom(..."%\\&=+\"'<\0\x1f\x8b\x08x\xc0\x80\xe2\x80\x8b"),
        ),
      )
      .map((parts) => Buffer.from(parts.join(""), "latin1"));
    fc.assert(
      fc.property(fc.oneof(dense, marked), fc.nat({ max: 5000 }), (bytes, work) => {
        const { pieces, budget } = tryDecoder(decoder, bytes, { work });
        const emitted = pieces.reduce((sum, piece) => sum + piece.bytes.length, 0);
        expect(emitted).toBeLessThanOrEqual(work * 4);
        const starts = INFLATING.has(decoder.name) ? bytes.length / SHORTEST_HEAD + 1 : 0;
        const most = bytes.length * 12 + VIEW_COST * (pieces.length + 1) + START_COST * starts;
        expect(work - budget.left).toBeLessThanOrEqual(Math.min(work, most));
        for (const { bytes: out, map } of pieces) {
          for (let i = 0; i < out.length; i++) {
            const { start, end } = map.span(i, i + 1);
            expect(start < end && start >= 0 && end <= bytes.length).toBe(true);
          }
        }
      }),
    );
  });

  it("spends work in proportion to its input", () => {
    for (const { encoded } of decoder.examples) {
      const small = tryDecoder(decoder, encoded.repeat(64), { work: 1e9 });
      const large = tryDecoder(decoder, encoded.repeat(1024), { work: 1e9 });
      expect(1e9 - large.budget.left).toBeLessThanOrEqual((1e9 - small.budget.left) * 17 + encoded.length * 4096);
    }
  });
});

describe.each(encoders.map((encoder) => [encoder.name, encoder] as const))(
  "what is written as %s",
  (_name, encoder) => {
    const decoder = decoders.find(({ name }) => name === encoder.decoder)!;

    it("is decoded, wherever it stands, and its map leads back to it", () => {
      fc.assert(
        fc.property(secrets, surroundings, fc.nat(10_000), (secret, [before, after], seed) => {
          const encoded = encoder.encode(Buffer.from(secret), seed);
          const [head, tail] =
            encoder.decoder === "chunked" || encoder.decoder === "deflate" ? ["", ""] : [before, after];
          const input = Buffer.concat([Buffer.from(head), encoded, Buffer.from(tail)]);
          const pieces = tryDecoder(decoder, input).pieces.filter((piece) => piece.bytes.includes(secret));
          expect(pieces.length).toBeGreaterThan(0);
          const spans = pieces.map(({ bytes, map }) =>
            map.span(bytes.indexOf(secret), bytes.indexOf(secret) + secret.length),
          );
          const start = Buffer.byteLength(head);
          const end = start + encoded.length;
          const inside = spans.some(
            (span) => span.start >= start - 4 && span.end <= end + 4 && span.end - span.start >= secret.length / 2,
          );
          expect(inside, JSON.stringify({ spans, start, end })).toBe(true);
          if (encoder.exact) expect(spans).toContainEqual({ start, end });
        }),
      );
    });

    it("is nothing when it is too short to hold a secret, or words", () => {
      const { uninspectable } = tryDecoder(decoder, encoder.encode(Buffer.from("words"), 1));
      expect(uninspectable).toEqual([]);
    });
  },
);

/** Chains that make no sense: the outer code breaks the inner one up in the middle of a code. */
function isMeaningful(inner: Encoder, outer: Encoder, text: Buffer): boolean {
  // This encoder escapes nothing: a quote in the text would end a piece.
  if (outer.name === "string pieces" && /["'\\]/.test(text.toString("latin1"))) return false;
  if (["string pieces", "comments", "chunked", "quoted-printable soft breaks"].includes(outer.name))
    return /^base(64|64url|32)$/.test(inner.name);
  if (outer.text !== true) return outer.name !== "overlong" || !["gzip", "deflate"].includes(inner.name);
  return !/[^\t\r\n -~\u0080-\u{10ffff}]|\ufffd/u.test(text.toString("utf8"));
}

describe("chains of two", () => {
  it("are decoded in every order", { timeout: 60_000 }, () => {
    const names = fc.constantFrom(...encoders.map(({ name }) => name));
    const byName = (name: string): Encoder => encoders.find((encoder) => encoder.name === name)!;
    fc.assert(
      fc.property(
        secrets,
        surroundings,
        fc.nat(10_000),
        names,
        names,
        (secret, [before, after], seed, innerName, outerName) => {
          const inner = byName(innerName);
          const outer = byName(outerName);
          const encoded = inner.encode(Buffer.from(secret), seed);
          const isWhole = inner.name === "chunked" || inner.name === "deflate";
          const text = isWhole ? encoded : Buffer.concat([Buffer.from(before), encoded, Buffer.from(after)]);
          fc.pre(isMeaningful(inner, outer, text));
          const chains = viewsOf(outer.encode(text, seed)).filter((view) => view.bytes.includes(secret));
          expect(chains.length, `${inner.name} in ${outer.name}`).toBeGreaterThan(0);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
