import { describe, expect, test } from "vitest";
import { scanText } from "../../src/index.js";

const asked = (text: string, minConfidence: "low" | "medium"): readonly string[] =>
  scanText(text, undefined, { minConfidence }).findings.map(({ matched }) => matched);

/** Marks, and how many characters of the body follow. */
const MARKS: readonly (readonly [mark: string, length: number])[] = [
  ["ghp_", 36],
  ["dapi", 32],
  ["hf_", 34],
  ["npm_", 36],
  ["sk_live_", 24],
  ["xkeysib-", 81],
];

const repeat = (text: string, length: number): string => text.repeat(length).slice(0, length);
const bodyOf = (mark: string, text: string, length: number): string =>
  mark === "xkeysib-" ? `${repeat(text, 64)}-${repeat(text, 16)}` : repeat(text, length);

describe.each(MARKS)("a token with the mark %s", (mark, length) => {
  test.each(["a", "deadbeef", "0123456789abcdef"])("is asked about, though its body only repeats %s", (text) => {
    const token = mark + bodyOf(mark, text, length);
    expect(asked(`key = "${token}"`, "medium")).toEqual([token]);
  });

  test("is none where its body is the letter that stands for any", () => {
    expect(asked(`see "${mark}${bodyOf(mark, "x", length)}"`, "low")).toEqual([]);
  });
});
