import assert from "node:assert/strict";
import { alphabetOf, compilePattern, parseShape } from "../../scan/index.js";
import type { Detector } from "../../types.js";
import { carriers, takes } from "../carriers.js";
import { type TokenSample, tokenIn } from "../sample.js";
import { type Bench, type Laws, valuesIn, valuesInRequest } from "./bench.js";
import { notFound } from "./tokens.js";

const SURROUNDINGS: readonly Beside[] = [
  ["note: ", " and more"],
  ["(", ")"],
  ["[", "]"],
  ['"', '"'],
  ["'", "'"],
  ["\n", "\n"],
  ["<p>", "</p>"],
  ["", ", and so on"],
];

/** Of the places that could not be part of a token, a shape that demands something before it must take at least this part. */
const LEAST_TAKEN = 1 / 3;

/**
 * Laws of where a detector finds its token. Not for one that locates its values itself: where they count is what it decides (a host name
 * in a URL that is the whole text, a password that ends its line).
 */
export const placeLaws: Laws = {
  "a token is found within any text"(bench) {
    const { detector, fc, parameters, samples } = bench;
    if (detector.locate !== undefined) return;
    assertNotAnchored(bench, SURROUNDINGS);
    fc.assert(
      fc.property(samples, fc.constantFrom(...SURROUNDINGS), (sample, beside) => {
        if (goesOnInto(detector, beside) || !takesBeside(detector, sample, beside)) return;
        const whole = beside[0] + sample.text + beside[1];
        const plain = [sample.value, ...valuesIn(detector, sample.text)];
        const found = valuesIn(detector, whole);
        if (!found.some((value) => plain.includes(value))) assert.fail(notFound(sample.value, whole, found));
      }),
      parameters,
    );
  },

  "a token is found in every part of a request"(bench) {
    const { detector, fc, parameters, samples } = bench;
    if (detector.locate !== undefined) return;
    assertNotAnchored(
      bench,
      carriers.map(({ beside }) => beside),
    );
    fc.assert(
      fc.property(samples, fc.constantFrom(...carriers), (sample, carrier) => {
        const bytes = Buffer.from(sample.text, "utf8");
        if (!takes(carrier, bytes) || goesOnInto(detector, carrier.beside)) return;
        if (!takesBeside(detector, sample, carrier.beside)) return;
        const plain = [sample.value, ...valuesIn(detector, sample.text)];
        const found = valuesInRequest(detector, carrier.carry(bytes));
        if (!found.some((value) => plain.includes(value))) {
          assert.fail(`${notFound(sample.value, sample.text, found)}, as ${carrier.name}`);
        }
      }),
      parameters,
    );
  },
};

type Beside = readonly [before: string, after: string];

/** @throws AssertionError where the shape matches a token by itself, and hardly anywhere behind other text. */
function assertNotAnchored({ detector, fc, parameters, samples }: Bench, places: readonly Beside[]): void {
  const { seed } = parameters;
  const [sample] = fc.sample(samples, seed === undefined ? 1 : { numRuns: 1, seed });
  const outside = places.filter((beside) => beside[0] !== "" && !goesOnInto(detector, beside));
  const taken = outside.filter((beside) => takesBeside(detector, sample!, beside));
  if (taken.length >= outside.length * LEAST_TAKEN) return;
  const seen = seed === undefined ? "" : ` (seed: ${seed})`;
  assert.fail(
    `the shape matches ${JSON.stringify(sample!.text)} by itself, and not behind other text: leave out its anchors${seen}`,
  );
}

interface ShapeFacts {
  readonly pattern: ReturnType<typeof compilePattern>;
  /** 1 for each byte that can stand in a match. */
  readonly alphabet: Uint8Array;
}

const facts = new WeakMap<Detector, ShapeFacts>();

function factsOf(detector: Detector): ShapeFacts {
  let known = facts.get(detector);
  if (known === undefined) {
    const shape = parseShape(detector.shape);
    const alphabet = shape === undefined ? new Uint8Array(256).fill(1) : alphabetOf(shape);
    known = { pattern: compilePattern(detector.shape), alphabet };
    facts.set(detector, known);
  }
  return known;
}

/** Whether the shape itself matches the token there: it may demand what stands before it. */
function takesBeside(detector: Detector, { text, value }: TokenSample, [before, after]: Beside): boolean {
  const found = factsOf(detector).pattern.exec(before + text + after);
  return found !== null && tokenIn(found) === value;
}

/** Whether what stands beside a token could be part of it: then the shape alone says where it ends. */
function goesOnInto(detector: Detector, [before, after]: Beside): boolean {
  const { alphabet } = factsOf(detector);
  return Buffer.from(before.slice(-1) + after.slice(0, 1), "latin1").some((byte) => alphabet[byte] === 1);
}
