import zlib from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inflateAt } from "../../src/views/compression.js";
import { inflateFew, inflatePart } from "../../src/views/decoders/inflate.js";

const LIMIT = 2048;

/** Data of all kinds of block, some of them with bytes changed, cut off or behind them. */
const deflated = fc
  .record({
    text: fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.array(fc.constantFrom(97, 98, 99, 100), { maxLength: 300 })),
    level: fc.constantFrom(0, 1, 9),
    strategy: fc.integer({ min: 0, max: 4 }),
    rest: fc.uint8Array({ maxLength: 6 }),
    changes: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }),
    cut: fc.nat(8),
  })
  .map(({ text, level, strategy, rest, changes, cut }) => {
    const data = Buffer.concat([zlib.deflateRawSync(Buffer.from(text), { level, strategy }), rest]);
    for (const [at, byte] of changes) data[at % data.length] = byte;
    return data.subarray(0, data.length - Math.min(cut, data.length));
  });

describe("a few compressed data", () => {
  it("are whole where zlib takes them, with the same bytes and end, and else what they give before they break off", () => {
    fc.assert(
      fc.property(deflated, (data) => {
        const few = inflateFew(data, 0, LIMIT);
        if (few === undefined) return;
        const { whole, ...inflated } = few;
        const expected = whole ? inflateAt(data, 0, LIMIT) : inflatePart(data, 0, LIMIT);
        expect(inflated).toEqual(expected);
        expect(inflateAt(data, 0, LIMIT) !== undefined).toBe(whole);
      }),
      { numRuns: 5000 },
    );
  });
});
