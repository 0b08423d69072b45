import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../src/catalogue/index.js";
import { Automaton } from "../../src/scan/prefilter/automaton.js";
import { PairFinder } from "../../src/scan/prefilter/pair-finder.js";

type Search = (found: (string: number, start: number, length: number) => void) => void;

function hitsOf(search: Search): readonly string[] {
  const hits: string[] = [];
  search((string, start, length) => hits.push(`${start} ${string} ${length}`));
  return hits.toSorted();
}

const literals = fc.uniqueArray(
  fc.oneof(
    fc.constantFrom(...catalogue.flatMap((detector) => detector.literals)),
    fc.string({ unit: fc.constantFrom(..."aA1/~"), minLength: 2, maxLength: 5 }),
  ),
  { minLength: 1, maxLength: 40, selector: (text) => text.toLowerCase() },
);

describe("the pair finder", () => {
  it("finds each string wherever the automaton finds it, in any case and at any alignment", () => {
    fc.assert(
      fc.property(
        literals.chain((strings) => {
          const piece = fc.oneof(
            fc.constantFrom(...strings, ...strings.map((text) => text.toUpperCase())),
            fc.string({ unit: fc.constantFrom(..."aA1/~ x"), maxLength: 9 }),
            fc.string({ unit: "binary", maxLength: 9 }),
          );
          const repeated = fc
            .tuple(piece, fc.integer({ min: 1, max: 1500 }))
            .map(([text, times]) => text.repeat(times));
          const parts = fc.array(fc.oneof({ weight: 60, arbitrary: piece }, repeated), { maxLength: 120 });
          return fc.tuple(fc.constant(strings), parts, fc.nat({ max: 3 }));
        }),
        ([strings, parts, offset]) => {
          const bytes = Buffer.from(" ".repeat(offset) + parts.join(""), "utf8").subarray(offset);
          const automaton = new Automaton(strings);
          const finder = new PairFinder(
            strings.map((string) => ({ text: Buffer.from(string.toLowerCase()), cases: undefined })),
            automaton,
          );
          expect(hitsOf((found) => finder.search(bytes, 0, bytes.length, found))).toEqual(
            hitsOf((found) => automaton.search(bytes, 0, bytes.length, found)),
          );
        },
      ),
      { numRuns: 400 },
    );
  });
});
