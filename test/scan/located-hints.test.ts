/** What the one pass over a text tells to detectors that locate their values themselves changes nothing of what they find. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../src/index.js";
import { compileDetectors } from "../../src/scan/compile/compile.js";
import { chooser, sampler } from "../../src/testing/sample.js";
import { CHUNK } from "../../src/views/kernel/layout.js";
import { indexText } from "../../src/views/text-index.js";

const told = ["wallet-seed-phrase", "payment-card-number", "iban"].map(
  (id) => catalogue.find((detector) => detector.id === id)!,
);
const kernel = compileDetectors(catalogue).kernel()!;
const PARTS = [
  "abandon ability able about above absent absorb abstract absurd abuse access accident ",
  "legal winner thank year wave sausage worth useful legal winner thank yellow",
  "zoo, zoo, zoo, zoo, zoo, zoo, zoo, zoo, zoo, zoo, zoo, wrong",
  "4111 1111 1111 1111",
  "3782-822463-10005",
  "5500000000000004",
  "GB82 WEST 1234 5698 7654 32",
  "NO9386011117947",
  "a of it ",
  "international ",
  "1234 5678 ",
  "\n",
  " - ",
  "word ",
];
const filler = fc
  .tuple(fc.constantFrom("x", " ", "word ", "1", "ab, "), fc.integer({ min: -250, max: 250 }), fc.nat({ max: 1 }))
  .map(([text, off, chunks]) => text.repeat(Math.max(0, Math.floor((chunks * CHUNK + off) / text.length))));
const examples = fc
  .tuple(fc.constantFrom(...told), fc.nat())
  .map(([detector, seed]) => sampler(detector)(chooser(seed)).text);
const texts = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...PARTS) }, filler, examples), { maxLength: 20 })
  .map((parts) => Buffer.from(parts.join(""), "latin1"));

describe.each(told.map((detector) => [detector.id, detector] as const))("%s", (_, { locate }) => {
  it("is found with the hints as without, whatever stands round it", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { runs, rows, digitGroups } = indexText(text, kernel);
        const hints = { marks: [], name: "", rows, digitGroups };
        const spans = (found: Iterable<readonly unknown[]>) => [...found].map(([start, end]) => [start, end]);
        expect(spans(locate!(text, runs, hints))).toEqual(spans(locate!(text, runs, { marks: [], name: "" })));
      }),
      { numRuns: 400 },
    );
  });
});
