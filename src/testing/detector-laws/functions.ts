import assert from "node:assert/strict";
import type fastCheck from "fast-check";
import { parseShape, scanOneText, widthOf } from "../../scan/index.js";
import type { Detector } from "../../types.js";
import { findRuns } from "../../views/runs.js";
import { aloneOf, type Bench, type Laws, valuesIn } from "./bench.js";

/** Laws of the functions that a detector may bring, and of what it costs. */
export const functionLaws: Laws = {
  "its proof throws for no text, and says the same each time"({ detector, fc, parameters, samples }) {
    const { verify } = detector;
    if (verify === undefined) return;
    fc.assert(
      fc.property(anyText(fc, samples), (text) => {
        const said = verify(text);
        if (typeof said !== "boolean" || verify(text) !== said)
          assert.fail("verify must say true or false, always the same");
      }),
      parameters,
    );
  },

  "its proof tells a token from one with a character changed"({ detector }) {
    const { verify } = detector;
    if (verify === undefined) return;
    const proved = detector.examples.flatMap((example) => valuesIn(detector, example)).filter(verify);
    assert.notEqual(proved.length, 0, "verify holds for no example");
    const changed = proved.flatMap((value) =>
      [...value].map((char, at) => value.slice(0, at) + next(char) + value.slice(at + 1)),
    );
    if (changed.every(verify)) assert.fail("verify still holds for its examples, whichever character is changed");
  },

  "it locates values for any bytes, within them and in order, and never throws"({ detector, fc, parameters, samples }) {
    if (detector.locate === undefined) return;
    fc.assert(
      fc.property(
        anyBytes(fc, samples),
        fc.nat(20),
        fc.constantFrom("", "password", "x-api-key"),
        (bytes, margin, name) => {
          // A text of a request is mostly a part of a larger buffer.
          const text = Buffer.alloc(bytes.length + margin, "x")
            .fill(bytes, margin)
            .subarray(margin);
          assert.deepEqual(locatedIn(detector, text, name), locatedIn(detector, Buffer.from(bytes), name));
        },
      ),
      parameters,
    );
  },

  "its cost is linear in the bytes"({ detector, fc, parameters, samples }) {
    if (isBounded(detector)) return;
    const { seed } = parameters;
    const [sample] = fc.sample(samples, seed === undefined ? 1 : { numRuns: 1, seed });
    const beginnings = [...beginningsOf(sample!.text), detector.literals[0] ?? "", detector.context?.words[0] ?? ""];
    const unfinished = [...new Set(beginnings)].filter(
      (text) => text !== "" && valuesIn(detector, text.repeat(3)).length === 0,
    );
    const assertLinear = detector.locate === undefined ? assertLinearWork : assertLinearTime;
    for (const text of unfinished) assertLinear(detector, text);
  },
};

function next(char: string): string {
  return char === "a" ? "b" : "a";
}

type Samples = Bench["samples"];

function anyText(fc: typeof fastCheck, samples: Samples): fastCheck.Arbitrary<string> {
  const cut = fc.tuple(samples, fc.nat()).map(([{ value }, at]) => value.slice(at % (value.length + 1)));
  const bytes = fc.uint8Array({ maxLength: 80 }).map((all) => Buffer.from(all));
  return fc.oneof(
    bytes.map((all) => all.toString("utf8")),
    bytes.map((all) => all.toString("utf16le")),
    samples.map(({ value }) => value),
    cut,
  );
}

function anyBytes(fc: typeof fastCheck, samples: Samples): fastCheck.Arbitrary<Uint8Array> {
  const whole = samples.map(({ text }) => Buffer.from(text, "utf8"));
  const cut = fc.tuple(whole, fc.nat(), fc.nat()).map(([text, from, to]) => {
    const start = from % (text.length + 1);
    return text.subarray(start, start + (to % (text.length + 1)));
  });
  return fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    whole,
    cut,
    fc.tuple(cut, whole).map((both) => Buffer.concat(both)),
  );
}

/** What a detector locates, checked. */
function locatedIn({ literals, locate }: Detector, text: Buffer, name: string): readonly unknown[] {
  const marks: number[] = [];
  const lower = text.toString("latin1").toLowerCase();
  for (const literal of literals) {
    const mark = Buffer.from(literal.toLowerCase(), "utf8").toString("latin1");
    for (let at = lower.indexOf(mark); at >= 0; at = lower.indexOf(mark, at + 1)) marks.push(at);
  }
  marks.sort((a, b) => a - b);
  const found = [...(locate?.(text, findRuns(text), { marks, name }) ?? [])];
  let last = 0;
  for (const [start, end] of found) {
    const isPlace = Number.isInteger(start) && Number.isInteger(end) && start < end && end <= text.length;
    if (!isPlace || start < last) assert.fail(`locate gives ${start} to ${end} in ${text.length} bytes, after ${last}`);
    last = start;
  }
  return found;
}

/** Then no place of a text is looked at more often than the shape is long. */
function isBounded({ locate, shape }: Detector): boolean {
  const parsed = locate === undefined ? parseShape(shape) : undefined;
  return parsed !== undefined && widthOf(parsed).max < Infinity;
}

/** Beginnings of a token's text, which make a matcher start over and over. */
function beginningsOf(text: string): readonly string[] {
  return [text.slice(0, Math.ceil(text.length / 2)), text.slice(0, -1)];
}

const KIB = 1024;
const SHORT = 4 * KIB;
const STEP = 8;
/** Bytes of work for each byte of a text that is tried first, as the scan's budget counts it, and the most. */
const LEAST_WORK = 16;
const MOST_WORK = 2 ** 14;

/** @throws AssertionError where a text of one beginning, eight times as long, needs more than twice the work for each byte. */
function assertLinearWork(detector: Detector, beginning: string): void {
  const text = Buffer.alloc(SHORT * STEP, beginning, "utf8");
  let work = LEAST_WORK;
  while (work < MOST_WORK && endsBudget(detector, text.subarray(0, SHORT), work)) work *= 2;
  if (!endsBudget(detector, text, work * 2)) return;
  assert.fail(
    `the work for each byte grows with the text where ${JSON.stringify(beginning)} is repeated: bound the shape`,
  );
}

/** Whether a scan ends a budget of so many bytes of work for each byte of the text. */
function endsBudget(detector: Detector, text: Uint8Array, work: number): boolean {
  return scan(detector, text, text.length * work);
}

/** The longest text, in bytes, that a function of the detector's own is tried on. */
const LONGEST = 128 * KIB;
/** What takes less, in milliseconds of processor time, says nothing about how it grows. */
const TELLING = 50;
/** Eight times the bytes cost eight times as much where the cost is linear, and 64 times where it is their square. */
const MOST_GROWTH = 24;

function assertLinearTime(detector: Detector, beginning: string): void {
  for (let size = 8 * KIB; size <= LONGEST; size *= 2) {
    const text = Buffer.alloc(size, beginning, "utf8");
    const whole = timeOf(detector, text) < TELLING ? 0 : leastTime(detector, text);
    if (whole < TELLING) continue; // the first time can be long for other reasons
    const growth = whole / Math.max(leastTime(detector, text.subarray(0, size / STEP)), 0.1);
    if (growth <= MOST_GROWTH) return;
    assert.fail(
      `${STEP} times the bytes cost ${Math.round(growth)} times as much: ${JSON.stringify(beginning)} repeated`,
    );
  }
}

function leastTime(detector: Detector, text: Uint8Array): number {
  return Math.min(...[1, 2, 3].map(() => timeOf(detector, text)));
}

/** Milliseconds of processor time that one scan takes. */
function timeOf(detector: Detector, text: Uint8Array): number {
  const before = process.cpuUsage();
  scan(detector, text, Number.MAX_SAFE_INTEGER);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Whether a scan ends its budget. */
function scan(detector: Detector, text: Uint8Array, workBytes: number): boolean {
  const options = { minConfidence: "low", limits: { workBytes } } as const;
  const { findings } = scanOneText(text, { detectors: aloneOf(detector), safeTokens: undefined, options });
  return findings.some(({ detector: what }) => what === "work-budget");
}
