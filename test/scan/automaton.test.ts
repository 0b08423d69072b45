import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../src/catalogue/index.js";
import { Automaton } from "../../src/scan/prefilter/automaton.js";

const words = catalogue.flatMap(({ literals, context }) => [...literals, ...(context?.words ?? [])]);
const short = fc.string({ unit: fc.constantFrom(..."abA1/\0\x7f"), minLength: 1, maxLength: 5 });
const strings = fc.array(fc.oneof(fc.constantFrom(...words), short, fc.constantFrom("ä", "Ölä", "a\u{1f511}")), {
  maxLength: 40,
});

/** Start, string and length of every occurrence, by the platform's own search of each string alone. */
function occurrences(own: readonly string[], bytes: Buffer, from: number, to: number): readonly string[] {
  const text = lowerAscii(bytes.subarray(from, to));
  return own
    .flatMap((string, index) => {
      const wanted = lowerAscii(Buffer.from(string.toLowerCase(), "utf8"));
      const found: string[] = [];
      for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1))
        found.push(`${from + at} ${index} ${wanted.length}`);
      return found;
    })
    .toSorted();
}

function lowerAscii(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString("latin1")
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

const cases = strings.chain((own) => {
  const whole = own.length === 0 ? short : fc.constantFrom(...own);
  const begun = whole.map((text) => text.slice(0, -1));
  const part = fc.oneof(
    whole,
    whole.map((text) => text.toUpperCase()),
    begun,
    short,
    fc.string({ unit: "binary", maxLength: 5 }),
  );
  return fc.tuple(fc.constant(own), fc.array(part, { maxLength: 40 }), fc.nat(), fc.nat());
});

describe("the automaton", () => {
  it("finds every occurrence of every string, one that is given twice as both, and each text after other texts as the first", () => {
    fc.assert(
      fc.property(cases, ([own, parts, one, other]) => {
        const automaton = new Automaton(own);
        const bytes = Buffer.from(parts.join(""), "utf8");
        const [from, to] = [one % (bytes.length + 1), other % (bytes.length + 1)].sort((a, b) => a - b);
        const spans = [
          [0, bytes.length],
          [from!, to!],
          [0, bytes.length],
        ] as const;
        for (const [low, high] of spans) {
          const found: string[] = [];
          automaton.search(bytes, low, high, (string, start, length) => found.push(`${start} ${string} ${length}`));
          expect(found.toSorted()).toEqual(occurrences(own, bytes, low, high));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("reports in the order of ends, and what ends at one place from the longest on", () => {
    const automaton = new Automaton(["c", "bc", "abc", "abcde", "cd"]);
    const found: number[][] = [];
    automaton.search(Buffer.from("xABCDE"), 0, 6, (string, start, length) => found.push([string, start, length]));
    expect(found).toEqual([
      [2, 1, 3],
      [1, 2, 2],
      [0, 3, 1],
      [4, 3, 2],
      [3, 1, 5],
    ]);
  });
});
