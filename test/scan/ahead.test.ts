import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Ahead, standsAhead } from "../../src/scan/shape/ahead.js";

/** Bytes that are looked at: FARTHEST of ahead.ts. */
const FARTHEST = 256;

const setOf = (characters: string): Uint8Array => {
  const set = new Uint8Array(256);
  for (const byte of Buffer.from(characters)) set[byte] = 1;
  return set;
};

/** The same by the law alone: nothing is remembered. */
function standsAheadPlainly({ through, to }: Ahead, bytes: Buffer, from: number): boolean {
  const seen = bytes.subarray(from, from + FARTHEST);
  const end = seen.findIndex((byte) => to[byte] === 1 || through[byte] === 0);
  return end < 0 ? from + FARTHEST < bytes.length : to[seen[end]!] === 1;
}

describe("what must stand ahead of a mark", () => {
  const aheads: readonly Ahead[] = [
    { through: setOf("ab"), to: setOf(".") },
    { through: setOf("abc."), to: setOf("=") },
  ];
  const texts = fc
    .array(fc.tuple(fc.constantFrom("a", "b", "c", ".", "=", '"'), fc.constantFrom(1, 2, 30, 33, 250, 300, 700)))
    .map((runs) => Buffer.from(runs.map(([character, times]) => character.repeat(times)).join("")));

  it("is the same wherever it was looked for before", () => {
    fc.assert(
      fc.property(texts, fc.array(fc.tuple(fc.nat(), fc.constantFrom(...aheads))), (bytes, looks) => {
        for (const [place, ahead] of looks) {
          const from = bytes.length === 0 ? 0 : place % bytes.length;
          expect(standsAhead(ahead, bytes, from)).toBe(standsAheadPlainly(ahead, bytes, from));
        }
        for (let from = 0; from < bytes.length; from += 7)
          for (const ahead of aheads)
            expect(standsAhead(ahead, bytes, from)).toBe(standsAheadPlainly(ahead, bytes, from));
      }),
      { numRuns: 400 },
    );
  });
});
