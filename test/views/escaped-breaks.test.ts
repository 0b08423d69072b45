/** A value on a line of its own, in a JSON string: before it stands the letter of an escape, which is none of the value's. */
import { describe, expect, it } from "vitest";
import { catalogue, scanText } from "../../src/index.js";

const BREAKS: readonly (readonly [name: string, text: string])[] = [
  ["a line feed", "\n"],
  ["a carriage return and a line feed", "\r\n"],
  ["a tab", "\t"],
];

function missedBehind(lead: string, id: string, value: string): string | undefined {
  const text = `see:${lead}${value}\nbye`;
  const plain = scanText(text).findings.filter(({ detector }) => detector === id);
  const escaped = scanText(JSON.stringify({ content: text })).findings.map(({ matched }) => matched);
  return plain.every(({ matched }) => escaped.includes(matched)) ? undefined : id;
}

describe("each detector finds its value behind an escaped break as behind the break itself", () => {
  it.each(BREAKS)("%s", (_name, lead) => {
    const missed = catalogue.flatMap(({ id, examples }) =>
      examples.flatMap((example) => {
        const found = scanText(example).findings.find(({ detector }) => detector === id);
        return [example, ...(found === undefined ? [] : [found.matched])].map((value) => missedBehind(lead, id, value));
      }),
    );
    expect([...new Set(missed)].filter((id) => id !== undefined)).toEqual([]);
  });
});

describe("a seed phrase with a word on each line", () => {
  const phrase = [...new Array<string>(11).fill("abandon"), "about"];
  it.each([
    ["bare", phrase.join("\n")],
    ["numbered", phrase.map((word, i) => `${i + 1}. ${word}`).join("\n")],
    ["with carriage returns", phrase.join("\r\n")],
  ])("%s, is found in a JSON string as it is written", (_name, text) => {
    const body = JSON.stringify({ content: `my words:\n${text}\nkeep them` });
    const [finding] = scanText(body).findings;
    expect(finding?.matched).toBe(text.replace(/^1\. /, ""));
    expect(finding?.location.decoded).toEqual(["json-string"]);
    expect(scanText(body, [finding!.matched]).verdict).toBe("clear");
  });
});
