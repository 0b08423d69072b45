/** The operator's own values: found exactly, in every view, whatever they look like. */

import { inspect } from "node:util";
import v8 from "node:v8";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../../../src/errors.js";
import {
  buildTokenAllowPayload,
  catalogue,
  createKnownSecrets,
  createSafeTokens,
  createScan,
  scanOutbound,
  scanText,
} from "../../../src/index.js";
import { type Encoder, encoders } from "../../../src/testing/encoders.js";
import type { KnownSecrets, ScanOptions } from "../../../src/types.js";

const NONE: ScanOptions["detectors"] = [];

function known(...values: readonly string[]): KnownSecrets {
  return createKnownSecrets(values.map((value, i) => ({ name: `SECRET_${i}`, value })));
}

/** The values that are found, by the known secrets alone. */
function foundIn(text: string | Uint8Array, knownSecrets: KnownSecrets): readonly string[] {
  const { findings } = scanText(text, undefined, { knownSecrets, detectors: NONE! });
  return findings.filter(({ kind }) => kind === "secret").map(({ matched }) => matched);
}

const isLongEnough = (value: string): boolean => Buffer.byteLength(value) >= 8;

/** Anything: words, blanks, quotes, line breaks, controls, letters of every script, emoji; never a half of a character. */
const anyValue = fc
  .oneof(
    { weight: 3, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
    { weight: 3, arbitrary: fc.string({ unit: "grapheme", maxLength: 40 }) },
    { weight: 2, arbitrary: fc.string({ unit: fc.constantFrom(..."\"'\\&<>%+=/\n\r\t `{}é€密aZ0"), maxLength: 40 }) },
    { weight: 2, arbitrary: fc.lorem({ maxCount: 6 }) },
    { weight: 2, arbitrary: fc.string({ unit: fc.constantFrom(..."abcXYZ019_-"), minLength: 8, maxLength: 12 }) },
    { weight: 1, arbitrary: fc.base64String({ minLength: 8, maxLength: 3000 }) },
  )
  .filter(isLongEnough);

const surroundings = fc.constantFrom<readonly [string, string]>(
  ["", ""],
  ['{"a":"', '"}'],
  ["some words before it, ", " and some after"],
  ["key=", "&other=1"],
  // Long enough for the kernel and for what only long texts are spared.
  [`{"text":"${"some words of a long text, ".repeat(40)}","a":"`, `","b":"${"and more of it, ".repeat(40)}"}`],
);

describe("a value that is known", () => {
  it("is found in any text, as it stands", () => {
    fc.assert(
      fc.property(anyValue, surroundings, (value, [before, after]) => {
        expect(foundIn(before + value + after, known(value))).toContain(value);
      }),
    );
  });

  it("is not found where a byte of it is another", () => {
    fc.assert(
      fc.property(anyValue, fc.nat(), fc.integer({ min: 1, max: 255 }), (value, place, change) => {
        const bytes = Buffer.from(value);
        bytes[place % bytes.length]! ^= change;
        fc.pre(!bytes.includes(value));
        const { findings } = scanText(bytes, undefined, { knownSecrets: known(value), detectors: NONE! });
        for (const { location } of findings) expect(location.decoded).not.toEqual([]);
      }),
    );
  });

  it("is found in every part of a request", () => {
    const value = "correct horse";
    const options = { knownSecrets: known(value, "shortkey") };
    const url = "https://example.com/";
    const places = [
      { method: "GET", url: `${url}?q=correct%20horse` },
      { method: "GET", url: `${url}?q=correct+horse` },
      { method: "shortkey", url },
      { method: "GET", url, headers: [["x-note", value]] as const },
      { method: "GET", url, headers: [["shortkey", "1"]] as const },
      { method: "GET", url, headers: { cookie: "a=1; shortkey=2" } },
      { method: "POST", url, body: JSON.stringify({ note: value }) },
      { method: "POST", url, body: "x", trailers: [["x-note", value]] as const },
    ];
    for (const request of places) {
      const { findings } = scanOutbound(request, undefined, options);
      expect(findings.map(({ detector, confidence }) => [detector, confidence])).toEqual([
        ["known-secret", "verified"],
      ]);
      expect(findings[0]!.reason).toContain('"SECRET_');
    }
  });
});

describe.each(encoders.map((encoder) => [encoder.name, encoder] as const))("a known value as %s", (_, encoder) => {
  it("is found, whatever it looks like", () => {
    fc.assert(
      fc.property(anyValue, surroundings, fc.nat(10_000), (value, [before, after], seed) => {
        fc.pre(canWrite(encoder, value));
        const isWhole = encoder.decoder === "chunked" || encoder.decoder === "deflate";
        const encoded = encoder.encode(Buffer.from(value), seed);
        const text = isWhole ? encoded : Buffer.concat([Buffer.from(before), encoded, Buffer.from(after)]);
        expect(foundIn(text, known(value))).toContain(value);
      }),
      { numRuns: 200 },
    );
  });
});

const isAscii = (value: string): boolean => /^[\0-\x7f]*$/.test(value);
const isPrintable = (value: string): boolean => /^[ -~]*$/.test(value);

/** In a row, so that a mixture of coded and plain characters leaves something to be told by. */
const hasPlainPart = (value: string): boolean => /[A-Za-z0-9_.-]{12}/.test(value);

/** What an encoder cannot write, or a reader cannot read back; and the two folds, which make another text of what is not ASCII. */
function canWrite({ name }: Encoder, value: string): boolean {
  switch (name) {
    case "string pieces":
      return isPrintable(value) && !/["'`\\ ]/.test(value) && value.length >= 8;
    case "comments":
      return isPrintable(value) && !/[<>\]"'`, -]/.test(value);
    case "quoted-printable soft breaks":
      return isPrintable(value) && !value.includes("=") && (value.length < 12 || !value.includes(" "));
    case "\\u, some":
    case "html entity, hex, some":
      return isPrintable(value) || (hasPlainPart(value) && !value.includes("\0"));
    case "zero-width":
      return isPrintable(value) && !/[ "'`,()[\]{}*?!^|]/.test(value) && value.length >= 8;
    case "full-width":
    case "overlong":
      return isAscii(value) && isPrintable(value);
    case "utf-7":
      return isPrintable(value);
    case "quoted-printable":
      return isAscii(value) && !/[\0-\x20\x7f]/.test(value);
    case "utf-16le":
    case "utf-16be":
      return value.length >= 4;
    case "html entity":
      return !value.includes("\0");
    default:
      return true;
  }
}

describe("codes as programs write them", () => {
  const writers: readonly (readonly [name: string, write: (value: string) => string])[] = [
    ["JSON", (value) => JSON.stringify({ value })],
    ["JSON in JSON", (value) => JSON.stringify({ value: JSON.stringify({ value }) })],
    ["JSON in JSON in JSON", (value) => JSON.stringify([JSON.stringify([JSON.stringify({ value })])])],
    [
      "JSON in ASCII",
      (value) =>
        JSON.stringify({ value }).replace(
          /[\u007f-\uffff]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
        ),
    ],
    ["a query", (value) => `https://example.com/?q=${encodeURIComponent(value)}&a=1`],
    ["a form", (value) => new URLSearchParams({ a: "1", value, b: "2" }).toString()],
    [
      "markup",
      (value) =>
        `<a>${value.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]!)}</a>`,
    ],
    ["a query in JSON", (value) => JSON.stringify({ url: `https://example.com/?q=${encodeURIComponent(value)}` })],
    ["base64 of JSON", (value) => Buffer.from(JSON.stringify({ some: "text", value })).toString("base64")],
  ];

  it.each(writers)("are undone for a known value: %s", (_, write) => {
    fc.assert(
      fc.property(anyValue, (value) => {
        fc.pre(!/\p{Surrogate}/u.test(value));
        expect(foundIn(write(value), known(value))).toContain(value);
      }),
      { numRuns: 300 },
    );
  });

  it("base64 of bytes of any kind holds a known value at every offset", () => {
    fc.assert(
      fc.property(anyValue, fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 }), (value, head, tail) => {
        const whole = Buffer.concat([head, Buffer.from(value), tail]);
        fc.pre(whole.length >= 12);
        expect(foundIn(`x ${whole.toString("base64")} y`, known(value))).toContain(value);
        expect(foundIn(`x ${whole.toString("base64url")} y`, known(value))).toContain(value);
      }),
    );
  });
});

describe("findings of known secrets", () => {
  const token = `ghp_${"A1b2C3d4E5f6".repeat(3)}`;

  it("come before any other of the same value, and name the name alone", () => {
    const { findings } = scanText(`token: ${token}`, undefined, { knownSecrets: known(token) });
    expect(findings.map(({ detector }) => detector)).toEqual(["known-secret"]);
    expect(findings[0]!.reason).toBe('Known secret "SECRET_0": this is the very value that was given under that name');
  });

  it("are skipped when their value is safe, in any code, and no other is", () => {
    const options = { knownSecrets: known('pass"word one', "pass word two"), detectors: NONE! };
    const body = JSON.stringify({ one: 'pass"word one', two: "pass word two" });
    for (const safe of [['pass"word one'], createSafeTokens(['pass"word one'])]) {
      const result = scanText(body, safe, options);
      expect(result.skipped).toBe(1);
      expect(result.findings.map(({ matched }) => matched)).toEqual(["pass word two"]);
    }
  });

  it("are those of the whole when the body arrives in pieces", () => {
    const options = { knownSecrets: known('two "words"\nand more') };
    const body = Buffer.from(JSON.stringify({ text: 'x two "words"\nand more y' }));
    const head = { method: "POST", url: "https://example.com/" };
    const whole = scanOutbound({ ...head, body }, undefined, options);
    expect(whole.findings).toHaveLength(1);
    fc.assert(
      fc.property(fc.array(fc.nat(body.length)), (cuts) => {
        const scan = createScan(head, undefined, options);
        let from = 0;
        for (const cut of [...cuts.sort((a, b) => a - b), body.length]) {
          scan.push(body.subarray(from, cut));
          from = cut;
        }
        expect(scan.finish()).toEqual(whole);
      }),
    );
  });

  it("are masked in a report, and others in its text too", () => {
    const options = { knownSecrets: known("correct horse battery", "staple 12345") };
    const request = {
      method: "POST",
      url: "https://example.com/staple%2012345",
      body: "a correct horse battery and staple 12345",
    };
    const { findings } = scanOutbound(request, undefined, options);
    expect(findings).toHaveLength(3);
    const payload = buildTokenAllowPayload(request, findings[1]!, options);
    for (const part of ["correct", "horse", "staple", "12345"]) expect(JSON.stringify(payload)).not.toContain(part);
  });
});

describe("createKnownSecrets", () => {
  it("refuses what is too short, and names its name only", () => {
    for (const value of ["", "seven77", "ééé"]) {
      const make = () => createKnownSecrets([{ name: "DB_PASSWORD", value }]);
      expect(make).toThrow(ConfigurationError);
      expect(make).toThrow(/"DB_PASSWORD" is shorter than 8 bytes/);
      if (value !== "") expect(make).not.toThrow(value);
    }
  });

  it("refuses a name that cannot be shown, and shows nothing of it", () => {
    for (const name of ["", "a\nb", "\u202eabc", "x".repeat(129), "my-hunter22-key", 7 as never]) {
      const make = () => createKnownSecrets([{ name, value: "hunter22" }]);
      expect(make).toThrow(/^Known secret number 1 needs a name/);
    }
  });

  it("counts a value once", () => {
    expect(known("some value", "some value", "another value").size).toBe(2);
    expect(createKnownSecrets([]).size).toBe(0);
    expect(scanText("a text", undefined, { knownSecrets: createKnownSecrets([]) }).verdict).toBe("clear");
  });

  it("gives nothing of the values to any print or copy", () => {
    const secret = known("correct horse battery");
    const prints = [
      inspect(secret, { showHidden: true, getters: true, depth: 9 }),
      JSON.stringify(secret),
      String(secret),
      JSON.stringify(structuredClone(secret)),
      v8.serialize(secret).toString("latin1"),
      JSON.stringify(Object.getOwnPropertyDescriptors(secret)),
    ];
    for (const print of prints) expect(print).not.toContain("horse");
    expect(Object.isFrozen(secret)).toBe(true);
  });

  it("made elsewhere is refused: what is believed to be looked for must be", () => {
    for (const fake of [{ size: 1 }, 7, null, structuredClone(known("some value"))]) {
      expect(() => scanText("", undefined, { knownSecrets: fake as never })).toThrow(ConfigurationError);
    }
  });

  it("changes nothing of what the catalogue finds in its examples", () => {
    const options = { knownSecrets: known("a value that is nowhere") };
    for (const { examples } of catalogue.slice(0, 120)) {
      expect(scanText(examples[0], undefined, options)).toEqual(scanText(examples[0]));
    }
  });
});
