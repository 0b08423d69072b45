import { describe, expect, test } from "vitest";
import { scanText } from "../../src/index.js";
import { countsBefore, countsBehind, standsAlone } from "../../src/scan/context/word-bounds.js";

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

describe("a word with a blank or a mark behind", () => {
  const counts = (text: string, word: string): boolean =>
    countsBefore(Buffer.from(text), text.indexOf(word) + word.length, text.indexOf("V"));
  test.each([
    ["bugsnag V", "bugsnag "],
    ["{bugsnag} {V", "bugsnag}"],
    ["bugsnag  ->  'V", "bugsnag "],
    ["# bugsnag\nkey=V", "bugsnag\n"],
    ['// bugsnag\nconst apiKey = "V', "bugsnag\n"],
    ["/*\n * bugsnag\n */\nkey: V", "bugsnag\n"],
    ["<!-- bugsnag -->\n<key>V", "bugsnag "],
    ["<bugsnag>V", "bugsnag>"],
    ['bugsnag.NewClient("V', "bugsnag."],
    ["bugsnag login --token V", "bugsnag "],
    ["[bugsnag]\nauth_token = V", "bugsnag]\n"],
    ['"bugsnag": {"key": "V', 'bugsnag": {'],
    ["service: bugsnag\nsecret: V", "bugsnag\n"],
    ["bugsnag event with key=V", "bugsnag "],
    ["bugsnag refused; token: 'V", "bugsnag "],
    ["<td>bugsnag</td>\n<td>V", "bugsnag<"],
    ["**bugsnag**: `V", "bugsnag*"],
    ["| bugsnag|V", "bugsnag|"],
    ["bugsnag;V", "bugsnag;"],
    ['bugsnag["key"] = "V', "bugsnag["],
    ["new bugsnag\\Client('V", "bugsnag\\"],
    ["bugsnag\\n\\nV", "bugsnag\\"],
    ["bugsnag\tproduction\tV", "bugsnag\t"],
    ["bugsnag AND V", "bugsnag "],
    ['from bugsnag import Client\nclient = Client("V', "bugsnag "],
    ["bugsnag {\n  host = 'h.example'\n  key = 'V", "bugsnag "],
  ])("%j: counts right before the value, or the setting that takes it", (text, word) => {
    expect(counts(text, word)).toBe(true);
  });
  test.each([
    ["bugsnag event V", "bugsnag "],
    ["# bugsnag\nbuild=V", "bugsnag\n"],
    ["# bugsnag\ntimeout = 5\nkey=V", "bugsnag\n"],
    ["bugsnag { n = 5 }\nkey=V", "bugsnag "],
    ["bugsnag\\nbuild V", "bugsnag\\"],
    ["bugsnag|build|V", "bugsnag|"],
    ["bugsnag.digest(V", "bugsnag."],
    ["bugsnag event with cache key=V", "bugsnag "],
    ["bugsnag event, primary_key: V", "bugsnag "],
    ["bugsnag event with key V", "bugsnag "],
  ])("%j: another word stands between", (text, word) => {
    expect(counts(text, word)).toBe(false);
  });
  test("another word of the service counts wherever it stands near", () => {
    expect(counts("bugsnag event V", "bugsnag")).toBe(true);
  });
  test.each([
    ['"V", // bugsnag key', true],
    ["V  # the bugsnag key", true],
    ["V bugsnag key", false],
    ['"V", // of bugsnag ', false],
    ["Key=V for bugsnag ", true],
    ["V is our bugsnag key", true],
    ["V of bugsnag ", false],
  ])("%j: counts where it begins the comment behind the value, or what the sentence says of it", (text, expected) => {
    const start = text.indexOf("bugsnag ");
    expect(countsBehind(Buffer.from(text), text.indexOf("V") + 1, start, start + "bugsnag ".length)).toBe(expected);
  });
});

test("a UUID right behind the name of a service whose keys are UUIDs is asked about, and one further on is not", () => {
  const uuid = `3f2ab8c4-1de0-4735-${"b6c0-d4a1f8e3925c"}`;
  const detectors = (text: string): readonly string[] => scanText(text).findings.map(({ detector }) => detector);
  for (const text of [
    `bugsnag ${uuid}`,
    `bugsnag\n${uuid}\n`,
    `bugsnag,${uuid}`,
    `GLOBAL {bugsnag} {${uuid}} for all`,
    `# bugsnag\nkey = ${uuid}\n`,
    `new Bugsnag("${uuid}")`,
    `new Bugsnag\\Client('${uuid}')`,
    `BugsnagClient client("${uuid}");`,
    `<td>Bugsnag</td><td>${uuid}</td>`,
    JSON.stringify({ text: `the token for bugsnag\n\n${uuid}\n` }),
  ])
    expect(detectors(text), text).toEqual(["bugsnag-api-key"]);
  for (const text of [`bugsnag event ${uuid}`, `${uuid} bugsnag `, `bugsnags ${uuid}`])
    expect(detectors(text), text).toEqual([]);
});

test("a text's end is the end of a line: a service named there in a comment tells the key before it", () => {
  const uuid = `3f2ab8c4-1de0-4735-${"b6c0-d4a1f8e3925c"}`;
  const found = (text: string): readonly string[] => scanText(text).findings.map(({ matched }) => matched);
  for (const far of ["", "1 of it\n".repeat(60), "1 of it\n".repeat(5000)]) {
    expect(found(`${far}key: "${uuid}" // bugsnag`)).toEqual([uuid]);
    expect(found(`${far}key: "q7Wx4Kp9Zt${"2LmVb8RcYd3N"}" # apollo`)).toEqual([`q7Wx4Kp9Zt${"2LmVb8RcYd3N"}`]);
    expect(found(`${far}event: "${uuid}" // bugsnags`)).toEqual([]);
    expect(found(`${far}${uuid} bugsnag`)).toEqual([]);
  }
});

describe("the address of a service's host", () => {
  test.each([
    ["https://api.bugsnag.com/me?page=2&key=V", true],
    ['url = "https://api.bugsnag.com/v1"\nparams = {"api_key": "V', true],
    ["GET https://api.bugsnag.com/v1\nAuthorization: Bearer V", true],
    ["https://api.bugsnag.com/me?project=V", false],
    ["https://api.bugsnag.com/tokens/V", false],
    ['"https://api.bugsnag.com/v1", "V', false],
  ])("%j: counts before a value that is handed over as a credential", (text, expected) => {
    const end = text.indexOf("bugsnag.com/") + "bugsnag.com/".length;
    expect(countsBefore(Buffer.from(text), end, text.indexOf("V"))).toBe(expected);
  });
  test.each([
    [`curl -H "X-Auth: V" https://api.bugsnag.com/v1`, true],
    [`curl -u 'V:' \\\n  --url "https://bugsnag.com/v1`, true],
    ["V https://api.bugsnag.com/v1", false],
    ['<a id="V" href="https://api.bugsnag.com/v1', false],
  ])("%j: counts behind the literal that a command sends there", (text, expected) => {
    const start = text.indexOf("bugsnag.com/");
    const end = start + "bugsnag.com/".length;
    expect(countsBehind(Buffer.from(text), text.indexOf("V") + 1, start, end)).toBe(expected);
  });
  test("tells a key that looks like an id where it is handed to the host, and none elsewhere", () => {
    const uuid = `3f2ab8c4-1de0-4735-${"b6c0-d4a1f8e3925c"}`;
    expect(
      scanText(`https://api.bugsnag.com/errors?page=2&key=${uuid}`).findings.map(({ matched }) => matched),
    ).toEqual([uuid]);
    expect(scanText(`https://api.bugsnag.com/errors?project=${uuid}`).findings).toEqual([]);
  });
});

test("a name that a log gives its service stands right before the key that a line with its level gives", () => {
  const uuid = `3f2ab8c4-1de0-4735-${"b6c0-d4a1f8e3925c"}`;
  const found = (text: string): readonly string[] => scanText(text).findings.map(({ matched }) => matched);
  expect(found(`[INFO] Connecting to bugsnag\n[DEBUG] Using key=${uuid}\n`)).toEqual([uuid]);
  expect(found(`[INFO] Connecting to bugsnag\n[DEBUG] Closing event=${uuid}\n`)).toEqual([]);
});
