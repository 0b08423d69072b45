import { gzipSync } from "node:zlib";
import RE2 from "re2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { catalogue } from "../../src/catalogue/index.js";
import { textSurface } from "../../src/request/index.js";
import { compileDetectors } from "../../src/scan/compile/compile.js";
import { defaultWork } from "../../src/scan/options.js";
import { readSurface } from "../../src/scan/walk.js";
import { Budget } from "../../src/views/budget.js";
import { detectorOf, sampleOf } from "./support/samples.js";

const token = sampleOf(detectorOf("github-personal-access-token"), 1).value;
const BASE = 8 * 1024;
const MORE = 4;
/** Windows that the end of a short text cuts, and what is spent once whatever the length. */
const SLACK = 1.3;
const ONCE = 20_000;

/** Stands for the engine's own methods, and counts. */
let calls = 0;
const engine = RE2.prototype as unknown as Record<"exec" | "test", (this: RE2, text: Buffer) => unknown>;
const { exec, test } = engine;
beforeAll(() => {
  for (const [name, method] of Object.entries({ exec, test })) {
    engine[name as "exec" | "test"] = function (text) {
      calls++;
      return method.call(this, text);
    };
  }
});
afterAll(() => {
  Object.assign(engine, { exec, test });
});

/** What a scan of a text costs, in bytes of work and calls of the engine. */
function cost(
  text: string,
  bound: number = Number.MAX_SAFE_INTEGER,
): { readonly work: number; readonly calls: number } {
  const budget = new Budget(bound);
  calls = 0;
  const rules = {
    compiled: compileDetectors(catalogue),
    minConfidence: "medium",
    budget,
    known: undefined,
    prefilter: true,
    read: {},
  } as const;
  readSurface(textSurface(Buffer.from(text, "latin1")), rules, 4);
  return { work: bound - budget.left, calls };
}

const to = (length: number, part: string): string => part.repeat(Math.ceil(length / part.length)).slice(0, length);
const upTo = (length: number, make: (index: number) => string): string => {
  const parts: string[] = [];
  for (let size = 0, i = 0; size < length; i++) {
    const part = make(i);
    parts.push(part);
    size += part.length;
  }
  return parts.join("");
};

/** What is in every place what some detector or decoder looks for. */
const REPEATED: readonly string[] = [
  "A",
  "a1",
  "0",
  "%",
  "%25",
  "%41",
  "\\",
  "\\u0041",
  "\\\\u0041",
  '\\"',
  "&#65;",
  "&amp;",
  "=41",
  "=\r\n",
  "+AGE-",
  "\u00c1\u0081",
  "\u00e2\u0080\u008b",
  "\0a",
  "\u001f\u008b\b",
  "://",
  "http://a:b@c/",
  "a:b@",
  '"d"',
  '"d":"',
  '"auth":"',
  '"',
  '",',
  '","',
  "sk-",
  "ghp_",
  "eyJ",
  "eyJhbGciOi.",
  "AKIA",
  "xoxb-",
  "key=",
  "api_key=",
  "api_key=1 ",
  "password=",
  'password: "',
  "Bearer ",
  "authorization: bearer ",
  "basic ",
  "machine ",
  "machine a login b password ",
  "-----BEGIN ",
  "-----",
  "PRIVATE KEY",
  "<!-- -->",
  "<",
  "{",
  "[",
  "[[",
  '{"a":',
  "--b\r\n",
  "41 42 43 ",
  "0x41,",
  "a.b.",
  "a-b-",
  "a_b_",
  "/",
  "//",
  "a,b,",
  "1,",
  "\n",
  "\t\n",
  "aws ",
  "token ",
  "secret_access_key ",
  "datadog ",
  "jdbc:mysql:x;",
  "0.A",
  "1.A",
  "fm2_",
  "PK\u0003\u0004",
  "5\r\nabcde\r\n",
];

const BUILT: readonly (readonly [name: string, make: (length: number) => string])[] = [
  ["tokens", (length) => to(length, `${token} `)],
  ["tokens with nothing between them", (length) => to(length, token)],
  ["tokens in base64", (length) => Buffer.from(to(length * 0.7, `${token} `)).toString("base64")],
  ["tokens in JSON strings", (length) => upTo(length, (i) => `{"k${i}":"${token}"},`)],
  [
    "base64 of base64 of words",
    (length) => Buffer.from(Buffer.from(to(length / 2, "some words ")).toString("base64")).toString("base64"),
  ],
  [
    "a context word before every hex run",
    (length) => upTo(length, (i) => `datadog ${i.toString(16).padStart(32, "0")} `),
  ],
  ["a context word before every run", (length) => upTo(length, (i) => `api_key="${i}aB3dE5gH7jK9mN1pQ3sT5vW7yZ" `)],
  ["one long run with words in it", (length) => to(length, "datadogkeytokensecret0123456789abcdef")],
  ["many small gzips", (length) => to(length, gzipSync("some words and numbers").toString("latin1"))],
  ["a private key without an end", (length) => `-----BEGIN PRIVATE KEY-----${to(length, "MIIEvQIBADANBgkq ")}`],
  ["nested arrays", (length) => "[".repeat(length)],
  ["JSON strings one after the other", (length) => upTo(length, (i) => `"${i}",`)],
];

/**
 * Shapes without a bound whose tokens hold nearly every byte: a call is charged for as far as it could read, though it stops sooner. Then
 * the budget ends the scan, and the end of a budget is a finding.
 */
const CHARGED: typeof BUILT = [
  ["-----BEGIN PRIVATE KEY-----", (length) => to(length, "-----BEGIN PRIVATE KEY-----")],
  ["PuTTY-User-Key-File-2: ", (length) => to(length, "PuTTY-User-Key-File-2: ")],
  [
    "private keys in prose",
    (length) =>
      to(
        length,
        `-----BEGIN PRIVATE KEY-----\n${"MIIEvQIBADANBgkq".repeat(8)}\n-----END PRIVATE KEY-----\nand words, `,
      ),
  ],
];

const TABLE: typeof BUILT = [
  ...REPEATED.map((part) => [JSON.stringify(part), (length: number) => to(length, part)] as const),
  ...BUILT,
];

describe("the cost of a scan grows as its input does, with nothing to bound it", () => {
  it.each(TABLE)("full of %s", (_name, make) => {
    const one = cost(make(BASE));
    const more = cost(make(BASE * MORE));
    expect(more.work).toBeLessThanOrEqual(MORE * SLACK * one.work + ONCE);
    expect(more.calls).toBeLessThanOrEqual(MORE * SLACK * one.calls + 100);
  });

  it.each(CHARGED)("in calls of the engine, and its charge is bounded by the budget: full of %s", (_name, make) => {
    const one = cost(make(BASE));
    const more = cost(make(BASE * MORE));
    expect(more.calls).toBeLessThanOrEqual(MORE * SLACK * one.calls + 100);
    const long = make(BASE * 64);
    const { work } = cost(long, defaultWork(long.length));
    expect(work).toBeLessThanOrEqual(defaultWork(long.length) + long.length);
  });
});
