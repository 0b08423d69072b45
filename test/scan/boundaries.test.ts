import { describe, expect, it } from "vitest";
import { type Detector, scanText } from "../../src/index.js";
import { detectorOf, sampleOf } from "./support/samples.js";

const value = (id: string, seed = 1): string => sampleOf(detectorOf(id), seed).value;
const ghp = value("github-personal-access-token");
const npm = value("npm-access-token");
const bitbucket = value("bitbucket-app-password");
const stripe = `sk_live_${"a1B2c3D4e5F6g7H8i9J0k1L2"}`;

const found = (text: string | Uint8Array, safeTokens?: Iterable<string>): readonly string[] =>
  scanText(text, safeTokens).findings.map(({ matched }) => matched);
const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");

describe("a token with a mark begins where no word goes on", () => {
  it.each<[string, string, string]>([
    ["at the start of a text", "", " x"],
    ["at the end of a text", "x ", ""],
    ["alone", "", ""],
    ["between quotes", '"', '"'],
    ["behind an equals sign", "key=", "&b=1"],
    ["behind a colon", "key:", ","],
    ["behind a slash", "a/", "/b"],
    ["behind a dot", "a.", ".b"],
    ["behind an underscore", "my_", ""],
    ["behind a hyphen", "my-", ""],
    ["behind NULs", "\0\0", "\0"],
    ["behind a letter beyond ASCII", "é", " é"],
    ["behind an emoji", "😀", "😀"],
    ["behind a zero-width space", "a\u200b", "\u200b b"],
    ["behind \\n as JSON writes it", '{"a":"x\\n', '\\n"}'],
    ["behind \\t, \\r, \\b and \\f", "\\t\\r\\b\\f", "\\t"],
    ["behind \\u000a", '{"a":"x\\u000a', '"}'],
    ["in brackets", "[(<{", "}>)]"],
    ["behind a line of base64", `${"QUJD".repeat(20)}\n`, ""],
  ])("%s", (_where, before, after) => {
    for (const token of [ghp, npm, bitbucket, stripe]) expect(found(`${before}${token}${after}`)).toEqual([token]);
  });

  it.each<[string, string, string]>([
    ["a mark that no word has, behind a short word", "xghp", ghp],
    ["a mark that no word has, behind a long word", "averylongwordindeed", npm],
    ["a mark that no word has, behind digits", "0123", ghp],
  ])("%s", (_what, word, token) => {
    expect(found(`${word}${token}`)).toEqual([token]);
  });

  it.each<[string, string]>([
    ["a plain mark behind a letter", `x${bitbucket}`],
    ["a plain mark behind a digit", `1${bitbucket}`],
    ["a mark in the middle of a blob", `${"a1B2".repeat(12)}${ghp}`],
  ])("not so: %s", (_what, text) => {
    expect(found(text)).toEqual([]);
  });
});

describe("a token ends where its shape does", () => {
  it.each(["x", "0", "_", "-", "é", "\0", "/", "==", "ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ"])(
    "whatever follows a shape of a fixed length: %j",
    (after) => {
      expect(found(`${ghp}${after}`)).toEqual([ghp]);
      expect(found(`k=${bitbucket}${after}`).filter((matched) => matched !== bitbucket)).toEqual([]);
    },
  );

  const open: Detector = {
    id: "open",
    service: "s",
    title: "Open",
    literals: ["opn_"],
    shape: "opn_[0-9a-z]{8,}(?:\\.[0-9a-z]{4,})?",
    examples: ["opn_abcdefgh"],
    counterExamples: ["opn_"],
  };
  const openly = (text: string): readonly string[] =>
    scanText(text, undefined, { detectors: [open] }).findings.map(({ matched }) => matched);

  it.each([1, 100, 500, 504, 508, 511, 512, 513, 600, 2040, 2048, 5000, 70_000])(
    "as far as its shape goes, over %i bytes and an optional end",
    (length) => {
      const token = `opn_${"a1b2".repeat(Math.ceil(length / 4) + 2)}`;
      expect(openly(`x ${token} y`)).toEqual([token]);
      expect(openly(`x ${token}.abc y`)).toEqual([token]);
      const end = "z9".repeat(length + 1);
      expect(openly(`x ${token}.${end} y`)).toEqual([`${token}.${end}`]);
    },
  );
});

describe("neighbours", () => {
  const pairs: readonly (readonly [string, string, string])[] = [
    ["of one format", ghp, value("github-personal-access-token", 2)],
    ["of two formats", ghp, npm],
    ["a plain mark behind a token", ghp, bitbucket],
    ["a token behind one with a plain mark", bitbucket, ghp],
  ];

  it.each(pairs)("are both found with nothing between them: %s", (_which, one, two) => {
    expect(found(`${one}${two}`)).toEqual([one, two]);
  });

  it.each(pairs)("are found when the other is approved: %s", (_which, one, two) => {
    for (const gap of ["", " ", ",", "\\n", "&b=", "\0"]) {
      expect(found(`${one}${gap}${two}`, [one])).toEqual([two]);
      expect(found(`${one}${gap}${two}`, [two])).toEqual([one]);
      expect(found(`${one}${gap}${two}`, [one, two])).toEqual([]);
    }
  });

  it("are found behind the shorter of two tokens that begin alike", () => {
    const short = `sgp_${"661C2fBB04EC1b2783d2"}fae392cbEC7aBcEC2eB8`;
    const long = `${short}${"A".repeat(24)}`;
    const next = `${"A".repeat(24)}H4s${"q7Wx4Kp9Zt2LmVb8RcYd3N".repeat(3).slice(0, 54)}`;
    expect(found(`${short}${next}`)).toEqual([long, next]);
  });

  it("of the same value are both reported and both skipped", () => {
    expect(found(`${ghp} ${ghp}`)).toEqual([ghp, ghp]);
    expect(scanText(`${ghp} ${ghp}`, [ghp])).toMatchObject({ verdict: "clear", skipped: 2 });
  });

  it("stay found inside a longer match that contains an approved value", () => {
    const url = `postgres://app:${ghp}%21@db.example/x`;
    expect(found(url, [ghp])).toEqual([`${ghp}!`]);
  });
});

describe("bytes that are no UTF-8", () => {
  it.each<[string, Buffer]>([
    ["before", Buffer.concat([Buffer.of(0xff, 0xc3), latin1(ghp)])],
    ["after", Buffer.concat([latin1(ghp), Buffer.of(0xe2, 0x80)])],
    ["round", Buffer.concat([Buffer.of(0x80), latin1(ghp), Buffer.of(0x80)])],
    ["in a row", Buffer.concat([Buffer.alloc(600, 0xfe), latin1(` ${ghp} `), Buffer.alloc(600, 0xfd)])],
  ])("%s a token hide nothing", (_where, bytes) => {
    const { findings } = scanText(bytes);
    expect(findings.map(({ matched }) => matched)).toEqual([ghp]);
    const { start, end } = findings[0]!.location;
    expect(bytes.toString("latin1", start, end)).toBe(ghp);
  });

  it("offsets count bytes, not characters", () => {
    const text = `😀é ${ghp}`;
    expect(scanText(text).findings[0]!.location).toMatchObject({ start: 7, end: 7 + ghp.length });
  });
});

describe("a token with no mark of its own", () => {
  const hex = "3f9a0c7e15b84d62a9e0f1c2d3b4a596";
  const detectors: readonly Detector[] = [
    {
      id: "near",
      service: "s",
      title: "Near",
      literals: [],
      shape: "[0-9a-f]{32}",
      context: { words: ["datadog"], within: 40 },
      examples: [`datadog ${hex}`],
      counterExamples: [hex],
    },
  ];
  const foundNear = (text: string): readonly string[] =>
    scanText(text, undefined, { detectors }).findings.map(({ matched }) => matched);

  it.each<[string, string]>([
    ["in an assignment", `DATADOG_API_KEY=${hex}`],
    ["in JSON", `{"datadog_api_key":"${hex}"}`],
    ["as a word of a sentence", `the datadog key is ${hex}.`],
    ["behind \\n as JSON writes it", `"datadog key:\\n${hex}\\n"`],
    ["between NULs", `datadog\0${hex}\0`],
    ["at the end of a text", `datadog ${hex}`],
    ["before its word", `${hex} # datadog`],
    ["in quotes", `datadog: '${hex}'`],
    ["behind two hyphens", `datadog --key-${hex}`],
  ])("is found near its word: %s", (_where, text) => {
    expect(foundNear(text)).toEqual([hex]);
  });

  it.each<[string, string]>([
    ["with no word near", `the key is ${hex}`],
    ["with its word too far away", `datadog ${"-".repeat(400)} ${hex}`],
    ["inside a longer run", `datadog ${hex}0`],
    ["behind a letter", `datadog g${hex}`],
    ["inside a blob", `datadog ${"0a".repeat(80)}${hex}`],
  ])("is not found %s", (_where, text) => {
    expect(foundNear(text)).toEqual([]);
  });
});
