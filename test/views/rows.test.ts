import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SEED_WORDS } from "../../src/catalogue/numbers/seed-words.js";
import { createKernel } from "../../src/views/kernel/kernel.js";
import { CHUNK } from "../../src/views/kernel/layout.js";
import { Reading } from "../../src/views/text-index.js";

const words = SEED_WORDS.flatMap((line) => line.split(" "));
const kernel = createKernel({ strings: [], context: undefined, rowWords: words })!;

const gap = fc.constantFrom(" ", "\n", "  ", ", ", '","', "\t", " 12. ", " - ", "\r\n 11) ");
const inCase = fc.tuple(fc.constantFrom(...words), fc.boolean()).map(([word, up]) => (up ? word.toUpperCase() : word));
const row = fc
  .array(fc.tuple(inCase, gap), { minLength: 12, maxLength: 24 })
  .map((parts) => parts.flat().slice(0, -1).join(""));
const prose = fc
  .array(
    fc.constantFrom(
      "the ",
      "a ",
      "quick",
      " zoo ",
      "abandon ",
      "elsewhere ",
      "; ",
      "\0",
      "............ ",
      "ünder ",
      "x",
    ),
    {
      maxLength: 40,
    },
  )
  .map((parts) => parts.join(""));
/** What stands before a row, so that it may begin or end at the edge of a chunk. */
const ahead = fc.oneof(
  fc.constant(""),
  fc
    .tuple(fc.constantFrom(".", "a ", "zoo "), fc.integer({ min: -300, max: 30 }), fc.integer({ min: 1, max: 2 }))
    .map(([text, off, chunks]) => text.repeat(Math.floor((chunks * CHUNK + off) / text.length))),
);

describe("rows of words", () => {
  it("are found wherever they stand, whatever stands round them", () => {
    fc.assert(
      fc.property(ahead, prose, row, prose, (far, before, phrase, behind) => {
        const start = Buffer.byteLength(`${far}${before} `);
        const text = Buffer.from(`${far}${before} ${phrase} ${behind}`);
        kernel.load(text);
        const { rows } = new Reading(kernel, text.length);
        if (rows === undefined) return;
        const spans = rows.flatMap((from, i) => (i % 2 === 0 ? [[from, rows[i + 1]!] as const] : []));
        expect(covers(spans, start, start + phrase.length)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it("are not seen in prose of which half the words are in the lists", () => {
    const text = Buffer.from("about elsewhere ability quickest above fox absent dogs ".repeat(400));
    kernel.load(text);
    const inside = new Reading(kernel, text.length).rows!.filter((place) => place > 100 && place < text.length - 100);
    expect(inside).toEqual([]);
  });
});

/** Whether spans, which may overlap, hold every byte of `[start, end)`. */
function covers(spans: readonly (readonly [number, number])[], start: number, end: number): boolean {
  let at = start;
  for (const [from, to] of [...spans].sort(([one], [other]) => one - other)) if (from <= at && to > at) at = to;
  return at >= end;
}
