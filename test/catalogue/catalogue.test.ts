import fc from "fast-check";
import RE2 from "re2";
import { describe, expect, test } from "vitest";
import { catalogue } from "../../src/catalogue/index.js";
import { locateIn } from "../../src/testing/locate.js";
import type { Detector } from "../../src/types.js";

interface Found {
  readonly whole: string;
  readonly value: string;
  readonly at: number;
}

/** What a detector's shape finds in a text; the boundaries and the nearness of context words are the scanner's. */
function matches(detector: Detector, text: string): readonly Found[] {
  if (detector.locate) return located(detector, text);
  return [...text.matchAll(new RE2(detector.shape, "g"))].map((match) => {
    const value = match.groups?.token ?? match[0];
    return { whole: match[0], value, at: match.index + match[0].indexOf(value) };
  });
}

/** What a detector finds that says itself where its values stand. */
function located(detector: Detector, text: string): readonly Found[] {
  const bytes = Buffer.from(text, "utf8");
  return locateIn(detector, text)
    .filter(([, , told]) => told?.confidence !== "low")
    .map(([start, end]) => ({ whole: text, value: bytes.toString("utf8", start, end), at: start }));
}

function entropyBits(value: string): number {
  const counts = new Map<string, number>();
  for (const char of value) counts.set(char, (counts.get(char) ?? 0) + 1);
  return [...counts.values()].reduce(
    (bits, count) => bits - (count / value.length) * Math.log2(count / value.length),
    0,
  );
}

function hasLiteral(detector: Detector, text: string): boolean {
  return detector.literals.some((literal) => text.toLowerCase().includes(literal.toLowerCase()));
}

/** Whether a word stands somewhere in the text, or right before the value where it must (see `directly` of setting-words.ts). */
function hasContext(detector: Detector, text: string, { at }: Found): boolean {
  const before = text.slice(0, at).toLowerCase();
  const own = before.replace(/[^0-9a-z]*$/, "");
  return (
    detector.context?.words.some((each) => {
      const word = each.toLowerCase();
      if (!/[ \t\n,}(]$/.test(word)) return text.toLowerCase().includes(word);
      return own.endsWith(word.slice(0, -1)) && before.startsWith(word, own.length - word.length + 1);
    }) ?? true
  );
}

/** A match of context words alone must fill its run: no letter or digit stands before or after it. */
function fillsRun(text: string, { at, value }: Found): boolean {
  return !/[0-9A-Za-z]/.test(text.charAt(at - 1)) && !/[0-9A-Za-z]/.test(text.charAt(at + value.length));
}

/** Whether most of it is the letter that stands for any. */
function isFilledIn(value: string): boolean {
  return value.replace(/x/gi, "").length * 2 <= value.length;
}

/** What is left of the matches by the rules that need no scanner: a context word, a whole run, enough entropy, no run of "x". */
function findings(detector: Detector, text: string): readonly Found[] {
  return matches(detector, text).filter(
    (found) =>
      hasContext(detector, text, found) &&
      (detector.literals.length > 0 || detector.locate !== undefined || fillsRun(text, found)) &&
      entropyBits(found.value) >= (detector.minEntropyBits ?? 0) &&
      !isFilledIn(found.value),
  );
}

describe("the catalogue", () => {
  test("has unique ids of lower-case words joined by hyphens", () => {
    const ids = catalogue.map((detector) => detector.id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids.filter((id) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  test("covers at least sixty formats", () => {
    expect(catalogue.length).toBeGreaterThanOrEqual(60);
  });

  test("has no text that is an example twice", () => {
    const texts = catalogue.flatMap((detector) => detector.examples.map((example) => `${detector.id} ${example}`));
    expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
    for (const { examples, counterExamples } of catalogue) {
      expect(examples.filter((example) => counterExamples.includes(example))).toEqual([]);
    }
  });
});

describe.each(catalogue.map((detector) => [detector.id, detector] as const))("%s", (_id, detector) => {
  test("has a shape that RE2 compiles, and a mark, context words, or a way of its own to be found", () => {
    expect(() => new RE2(detector.shape)).not.toThrow();
    expect(detector.literals.length > 0 || detector.context !== undefined || detector.locate !== undefined).toBe(true);
    expect(detector.literals.filter((literal) => literal === "")).toEqual([]);
  });

  test.each(detector.examples)("finds a value, with a literal in the match, in: %s", (example) => {
    const found = findings(detector, example);
    expect(found).not.toEqual([]);
    if (detector.literals.length > 0) expect(found.filter(({ whole }) => !hasLiteral(detector, whole))).toEqual([]);
  });

  test.each(detector.counterExamples)("finds nothing in: %s", (counterExample) => {
    expect(findings(detector, counterExample)).toEqual([]);
  });

  if (detector.verify) {
    const verify = detector.verify;

    test("proves an example, and not every text with one character changed", () => {
      const values = detector.examples.flatMap((example) => findings(detector, example).map(({ value }) => value));
      const proven = values.filter(verify);
      expect(proven).not.toEqual([]);
      const changed = proven.flatMap((value) =>
        [...value].map((char, at) => replaceAt(value, at, char === "a" ? "b" : "a")),
      );
      expect(changed.some((value) => !verify(value))).toBe(true);
    });

    test("never throws while proving", () => {
      fc.assert(
        fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[0-9A-Za-z_.=-]{0,80}$/)), (text) => {
          expect(typeof verify(text)).toBe("boolean");
        }),
      );
    });
  }
});

function replaceAt(text: string, at: number, char: string): string {
  return text.slice(0, at) + char + text.slice(at + 1);
}
