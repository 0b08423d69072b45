import fc from "fast-check";
import RE2 from "re2";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../src/catalogue/index.js";
import { gatesOf } from "../../src/scan/shape/gate.js";
import { parseShape } from "../../src/scan/shape/parse.js";
import { holdsRun, planLiterals, RUN_MARGIN } from "../../src/scan/shape/plan.js";
import { alphabetOf, firstBytesOf, groupOf, type Shape, widthOf } from "../../src/scan/shape/syntax.js";
import { chooser, write } from "../../src/testing/sample.js";
import { findRuns, RUN_LENGTH } from "../../src/views/runs.js";

/** Patterns of every kind of syntax, put together at random; RE2 says what they mean. */
const atoms = fc.constantFrom(
  "a",
  "B",
  "7",
  "_",
  "é",
  "\\.",
  "\\$",
  "\\x41",
  "\\x{e9}",
  "\\n",
  "\\t",
  "\\Qa.b\\E",
  ".",
  "\\d",
  "\\D",
  "\\w",
  "\\W",
  "\\s",
  "\\S",
  "\\b",
  "^",
  "$",
  "\\z",
  "\\A",
  "[abc]",
  "[a-f0-9]",
  "[^x]",
  "[^a-z\\d]",
  "[\\w.-]",
  "[]a]",
  "[^]a]",
  "[a-]",
  "[[:alpha:]_]",
  "[[:^digit:]]",
  "[\\-\\]]",
  "[é-ü]",
  "(?:)",
  "(?i:k)",
  "(?-i:s)",
  "(?s:.)",
);
const repeats = fc.constantFrom("", "", "", "*", "+", "?", "{2}", "{1,3}", "{2,}", "{0}", "*?", "+?", "{1,2}?");
const patterns = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc
    .array(
      fc.tuple(
        fc.oneof(
          { depthSize: "small", maxDepth: 2 },
          atoms,
          tie("pattern").map((inner) => `(?:${inner})`),
          tie("pattern").map((inner) => `(${inner})`),
          tie("pattern").map((inner) => `(?i:${inner})`),
          fc.tuple(tie("pattern"), tie("pattern")).map(([one, two]) => `(?:${one}|${two})`),
        ),
        repeats,
      ),
      { minLength: 1, maxLength: 4 },
    )
    .map((parts) =>
      parts.map(([atom, repeat]) => (/^(?:\\[bzA]|[$^]|\(\?:\)|\\Q.*)$/.test(atom) ? atom : atom + repeat)).join(""),
    ),
})).pattern;

const texts = fc.oneof(
  fc.string({ unit: fc.constantFrom(..."aAbBkKsS7_.$x\nécü0"), maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 8 }),
);

function compiles(pattern: string): boolean {
  try {
    new RE2(pattern);
    return true;
  } catch {
    return false;
  }
}

function holdsFor(shape: Shape, match: Buffer): void {
  const width = widthOf(shape);
  const alphabet = alphabetOf(shape);
  expect(match.length).toBeGreaterThanOrEqual(width.min);
  expect(match.length).toBeLessThanOrEqual(width.max);
  expect(match.filter((byte) => alphabet[byte] !== 1)).toHaveLength(0);
  if (match.length > 0) expect(firstBytesOf(shape)[match[0]!]).toBe(1);
}

/** RE2 folds k and s with the Kelvin sign and the long s: no token has them, and the tables leave them out. */
const FOLDS_FAR = /[\u212a\u017f]/;

describe("a shape, as it was parsed", () => {
  it("bounds every match of RE2: its bytes, how many they are, and the first", () => {
    fc.assert(
      fc.property(patterns, texts, fc.nat(), (pattern, text, seed) => {
        fc.pre(compiles(pattern));
        const shape = parseShape(pattern);
        expect(shape, pattern).toBeDefined();
        const made = write(shape!, chooser(seed));
        for (const each of [text, made, `${text}${made}${text}`]) {
          if (FOLDS_FAR.test(each)) continue;
          const match = new RE2(pattern).exec(Buffer.from(each)) as unknown as readonly [Buffer] | null;
          if (match !== null) holdsFor(shape!, match[0]);
        }
      }),
      { numRuns: 3000 },
    );
  }, 120_000);

  it.each([
    "(",
    ")",
    "a)",
    "[a",
    "*a",
    "a**+\\",
    "(?<=a)b",
    "(?!a)",
    "\\1",
    "\\p{Greek}",
    "[[:nope:]]",
    "[b-a]",
    "a\\",
    "\\C",
    "(?P=n)",
    "\\x{zz}",
    "(?x)a",
  ])("that is none, or that only RE2 reads, is anything: %s", (pattern) => {
    expect(parseShape(pattern)).toBeUndefined();
  });

  it("never throws, whatever the pattern", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: fc.constantFrom(..."()[]{}\\|*+?^$.a1,:<>P-i") })),
        (pattern) => {
          expect(() => parseShape(pattern)).not.toThrow();
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe.each(catalogue.map((detector) => [detector.id, detector] as const))("%s", (_id, detector) => {
  const shape = parseShape(detector.shape);
  const plan = planLiterals(shape, detector.literals);
  const gates = gatesOf(shape, detector.literals);
  const pattern = new RE2(`^(?:${detector.shape})`, "d");

  it("has a shape whose tables, width, group, literals and gates hold for its matches", () => {
    expect(shape).toBeDefined();
    expect(/\(\?P?<token>/.test(detector.shape)).toBe(groupOf(shape!, "token") !== undefined);
    for (let seed = 0; seed < 25; seed++) {
      const match = pattern.exec(Buffer.from(write(shape!, chooser(seed)))) as unknown as readonly [Buffer] | null;
      if (match === null) continue;
      const [bytes] = match;
      holdsFor(shape!, bytes);
      if (detector.literals.length === 0 || detector.locate !== undefined) {
        if (detector.locate === undefined && holdsRun(shape!)) expect(findRuns(bytes).length).toBeGreaterThan(0);
        continue;
      }
      const places = literalPlaces(bytes, detector.literals);
      expect(places.length, `no literal in ${bytes}`).toBeGreaterThan(0);
      expect(Math.min(...places.map(({ start }) => start))).toBeLessThanOrEqual(plan.before);
      if (gates !== undefined) expect(places.some(({ start }) => passes(gates, bytes, start))).toBe(true);
      if (plan.nearRun) expect(places.some(({ start, end }) => isNearRun(bytes, start, end))).toBe(true);
    }
  });
});

interface Place {
  readonly start: number;
  readonly end: number;
}

function literalPlaces(bytes: Buffer, literals: readonly string[]): readonly Place[] {
  const text = bytes.toString("latin1").toLowerCase();
  return literals.flatMap((literal) => {
    const folded = Buffer.from(literal.toLowerCase()).toString("latin1");
    const places: Place[] = [];
    for (let at = text.indexOf(folded); at >= 0; at = text.indexOf(folded, at + 1))
      places.push({ start: at, end: at + folded.length });
    return places;
  });
}

function passes(gates: NonNullable<ReturnType<typeof gatesOf>>, bytes: Buffer, at: number): boolean {
  return gates.some(
    ({ before, after }) =>
      after.every((set, i) => set[bytes[at + i] ?? -1] === 1) &&
      before.every((set, i) => set[bytes[at - 1 - i] ?? -1] === 1),
  );
}

function isNearRun(bytes: Buffer, start: number, end: number): boolean {
  const runs = findRuns(bytes);
  for (let i = 0; i < runs.length; i += 2) {
    if (runs[i + 1]! - runs[i]! < RUN_LENGTH) throw new Error("a run that is too short");
    if (runs[i]! - RUN_MARGIN <= start && end <= runs[i + 1]! + RUN_MARGIN) return true;
  }
  return false;
}
