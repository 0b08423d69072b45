import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../src/catalogue/index.js";
import { compileDetectors } from "../../src/scan/compile/compile.js";
import { WordPlaces } from "../../src/scan/context/word-places.js";
import { CHUNK } from "../../src/views/kernel/layout.js";
import { indexText } from "../../src/views/text-index.js";

const { contextWords, kernel } = compileDetectors(catalogue);

const word = fc.constantFrom(...contextWords.words);
const between = fc.constantFrom("", " ", "-", "_", "=", "x", "Z", "9", "\n", "\\n", '": "', "é", "words of a text ");
const far = fc
  .tuple(fc.integer({ min: -60, max: 60 }), fc.nat({ max: 1 }))
  .map(([off, chunks]) => "any text ".repeat(Math.max(0, Math.floor((chunks * CHUNK + off) / 9))));
const texts = fc
  .array(fc.oneof({ weight: 4, arbitrary: word }, { weight: 4, arbitrary: between }, far), { maxLength: 24 })
  .map((parts) => Buffer.from(parts.join("")));
const asks = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 900 })), {
  minLength: 1,
  maxLength: 6,
});

function found(places: WordPlaces, from: number, to: number): readonly unknown[] {
  const words: unknown[] = [];
  places.search(from, to, (...hit) => words.push(hit));
  return words;
}

describe("context words", () => {
  it("are found where the kernel saw that they may stand, as they are by looking at every byte, in whatever order it is asked", () => {
    let count = 0;
    fc.assert(
      fc.property(texts, asks, (text, spans) => {
        const near = new WordPlaces(contextWords, text, indexText(text, kernel()).wordPlaces);
        const all = new WordPlaces(contextWords, text);
        for (const [share, size] of spans) {
          const from = Math.floor(share * text.length);
          const to = Math.min(text.length, from + size);
          const words = found(all, from, to);
          expect(found(near, from, to)).toEqual(words);
          expect(near.looks).toBe(all.looks);
          count += words.length;
        }
      }),
      { numRuns: 500 },
    );
    expect(count).toBeGreaterThan(500);
  });

  it("are nowhere in a text in which the kernel saw none", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const short = text.subarray(0, 4000);
        const { wordPlaces } = indexText(short, kernel());
        expect(new WordPlaces(contextWords, short, wordPlaces).isEmpty).toBe(
          new WordPlaces(contextWords, short).isEmpty,
        );
      }),
      { numRuns: 500 },
    );
  });
});
