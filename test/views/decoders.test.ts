import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decoders } from "../../src/views/index.js";
import { tryDecoder } from "./harness.js";

describe.each(decoders.map((decoder) => [decoder.name, decoder] as const))("decoder %s", (_name, decoder) => {
  it.each(decoder.examples)("decodes its example $encoded", ({ encoded, contains }) => {
    const { pieces } = tryDecoder(decoder, encoded);
    const texts = pieces.map((piece) => piece.bytes.toString("latin1"));
    expect(texts.filter((text) => text.includes(contains)).length, JSON.stringify(texts)).toBeGreaterThan(0);
  });

  it.each(decoder.quiet)("makes no view of %s", (text) => {
    const { pieces, uninspectable } = tryDecoder(decoder, text);
    expect(pieces.map((piece) => piece.bytes.toString("latin1"))).toEqual([]);
    expect(uninspectable).toEqual([]);
  });

  it("gives, for each example, a source span that decodes to the same by itself", () => {
    for (const { encoded, contains } of decoder.examples) {
      const { pieces } = tryDecoder(decoder, encoded);
      for (const piece of pieces) {
        const at = piece.bytes.toString("latin1").indexOf(contains);
        if (at < 0) continue;
        const span = piece.map.span(at, at + contains.length);
        expect(span.start).toBeGreaterThanOrEqual(0);
        expect(span.end).toBeLessThanOrEqual(encoded.length);
        expect(span.end).toBeGreaterThan(span.start);
        const again = tryDecoder(decoder, encoded.slice(span.start, span.end));
        if (span.end - span.start >= 16 && again.pieces.length > 0)
          expect(
            again.pieces.some((other) => other.bytes.toString("latin1").includes(contains)),
            encoded,
          ).toBe(true);
      }
    }
  });

  it("never throws, stays in its budget and maps every byte inside the input, on any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.nat({ max: 5000 }), (bytes, work) => {
        const { pieces, budget } = tryDecoder(decoder, bytes, { work });
        const emitted = pieces.reduce((sum, piece) => sum + piece.bytes.length, 0);
        expect(emitted).toBeLessThanOrEqual(work);
        expect(work - budget.left).toBeLessThanOrEqual(bytes.length * 8);
        for (const { bytes: out, map } of pieces) {
          for (let i = 0; i < out.length; i++) {
            const { start, end } = map.span(i, i + 1);
            expect(start < end && start >= 0 && end <= bytes.length).toBe(true);
          }
        }
      }),
    );
  });
});
