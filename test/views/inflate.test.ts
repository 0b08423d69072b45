import zlib from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scanOutbound } from "../../src/index.js";
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

describe("zlib data that break off", () => {
  const card = "4111111111111111";
  const scan = (text: string) => {
    const data = zlib.deflateSync(text);
    const body = Buffer.concat([data.subarray(0, -8), Buffer.alloc(8, 0xff)]);
    return scanOutbound({ method: "POST", url: "https://api.example.com/", body }).findings.map(
      ({ matched }) => matched,
    );
  };

  it("are read as far as they go", () => {
    expect(scan(`pay with ${card} before the end of the month, and not a day later, or else it is not taken`)).toEqual([
      card,
    ]);
  });

  it("are noise where they give no more than a few different bytes", () => {
    expect(scan(`^^^1111^^^444^${"1^4".repeat(30)}^${card}^${"4^1".repeat(30)}`)).toEqual([]);
  });
});
