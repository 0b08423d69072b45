import { describe, expect, test } from "vitest";
import { scanText } from "../../src/index.js";
import { countsAt, standsAlone } from "../../src/scan/word-bounds.js";

describe("a context word counts where it stands as a word", () => {
  const at = (text: string, word: string): boolean => {
    const start = text.toLowerCase().indexOf(word);
    return standsAlone(Buffer.from(text), start, start + word.length);
  };
  test.each([
    ["keen_key", "keen"],
    ["KEEN=", "keen"],
    ["myKeen.key", "keen"],
    ["kKeenKey", "keen"],
    ["keenToken", "keen"],
    ["keen2", "keen"],
    ["2keen", "keen"],
    ["mykeenapikey", "keen"],
    ["prodkeentoken", "keen"],
    ["keens", "keen"],
    ['"a\\nkeen', "keen"],
    ["-Dkeen.key", "keen"],
    ["s3Mg=x", "mg="],
    ["s3Mg= x", "mg="],
    ['s3Mg="x"', "mg="],
    ['s3Mg=="x"', "mg="],
    ['s3Mg=>"x"', "mg="],
    ['"s3Mg=\\"x\\""', "mg="],
  ])("%s", (text, word) => {
    expect(at(text, word)).toBe(true);
  });
  test.each([
    ["wireless_key", "less"],
    ["Wireless", "less"],
    ["covh", "ovh"],
    ["keenly", "keen"],
    ["KEENLY", "keen"],
    ["oceanic", "ocean"],
    ["OTg2Mg==", "mg="],
    ["OTg2Mg==\nx", "mg="],
    ["OTg2Mg=\\nx", "mg="],
    ['"OTg2Mg==", "x"', "mg="],
    ['"OTg2Mg=\\" x', "mg="],
    ["a=OTg2Mg=&b=x", "mg="],
  ])("not in %s: another word, or padding of base64", (text, word) => {
    expect(at(text, word)).toBe(false);
  });
});

test("a word with a blank behind counts right before the value alone", () => {
  const counts = (text: string, word: string): boolean =>
    countsAt(Buffer.from(text), text.indexOf(word) + word.length, text.indexOf("V"));
  expect(counts("bugsnag V", "bugsnag ")).toBe(true);
  expect(counts("{bugsnag} {V", "bugsnag}")).toBe(true);
  expect(counts("bugsnag  ->  'V", "bugsnag ")).toBe(true);
  expect(counts("bugsnag event V", "bugsnag ")).toBe(false);
  expect(counts("bugsnag event V", "bugsnag")).toBe(true);
});

test("a UUID right behind the name of a service whose keys are UUIDs is asked about, and one further on is not", () => {
  const uuid = `3f2ab8c4-1de0-4735-${"b6c0-d4a1f8e3925c"}`;
  const detectors = (text: string): readonly string[] => scanText(text).findings.map(({ detector }) => detector);
  for (const text of [`bugsnag ${uuid}`, `bugsnag\n${uuid}\n`, `bugsnag,${uuid}`, `GLOBAL {bugsnag} {${uuid}} for all`])
    expect(detectors(text), text).toEqual(["bugsnag-api-key"]);
  for (const text of [`bugsnag event ${uuid}`, `${uuid} bugsnag `, `bugsnags ${uuid}`])
    expect(detectors(text), text).toEqual([]);
});
