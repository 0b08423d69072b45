import { describe, expect, test } from "vitest";
import { catalogue } from "../../src/catalogue/index.js";
import { detectorLaws } from "../../src/testing/detector-laws.js";
import type { Detector } from "../../src/types.js";

/** Laws that a detector of the catalogue cannot keep, and why. */
const EXCEPTIONS: Readonly<Record<string, readonly [law: RegExp, why: string]>> = {
  "private-key": [
    /cost/,
    "a key has no longest length, and its armour holds every character: the scan's budget bounds it",
  ],
  "ssh2-private-key": [/cost/, "as private-key"],
  "putty-private-key": [/approved|cost/, "a key that is cut off before its MAC ends where no key could go on"],
  "percent-disguise": [
    /encoding|part of/,
    "its values are encodings, so that one more can be deeper than a scan reads",
  ],
};

/** What the law would judge by the processor's time: test/scan/locate-cost.test.ts counts it instead. */
function isTimed(law: string, { locate }: Detector): boolean {
  return law === "its cost is linear in the bytes" && locate !== undefined;
}

const RUNS = 2;
const DEFINED = "it can be defined: its pattern compiles, its examples are found, its counterexamples are not";

async function brokenBy(detector: Detector, runs: number): Promise<ReadonlyMap<string, string>> {
  const broken = new Map<string, string>();
  for (const law of detectorLaws(detector, { runs })) {
    await law.run().catch((error: Error) => broken.set(law.name, String(error.cause ?? error)));
  }
  return broken;
}

describe("the catalogue", () => {
  // test/catalogue/engine.test.ts defines each of them.
  const names = detectorLaws(catalogue[0]!).flatMap(({ name }) => (name === DEFINED ? [] : [name]));

  test.each(names)("%s", { timeout: 120_000 }, async (name) => {
    const broken: string[] = [];
    for (const detector of catalogue) {
      if (EXCEPTIONS[detector.id]?.[0].test(name) === true || isTimed(name, detector)) continue;
      const law = detectorLaws(detector, { runs: RUNS }).find((one) => one.name === name)!;
      await law.run().catch((error: Error) => broken.push(`${detector.id}: ${error.cause ?? error}`));
    }
    expect(broken).toEqual([]);
  });
});

const BODY = "0123456789abcdef0123456789abcdef";
const GOOD: Detector = {
  id: "acme-api-key",
  service: "acme",
  title: "Acme API key",
  literals: ["acme_"],
  shape: "acme_[0-9a-f]{32}",
  examples: [`key: acme_${BODY}`],
  counterExamples: ["acme_0123"],
};

/** A detector that reads the buffer that its bytes are a part of. */
function* locateInWholeBuffer(bytes: Uint8Array): Generator<[number, number]> {
  const at = Buffer.from(bytes.buffer).indexOf("acme_");
  if (at >= 0 && at + 37 <= bytes.length) yield [at, at + 37];
}

/** For each mark, a look at all that follows. */
function* locateSlowly(bytes: Uint8Array): Generator<[number, number]> {
  for (let at = 0; at < bytes.length; at++) {
    let sum = 0;
    for (let next = at; next < bytes.length; next++) sum += bytes[next]!;
    if (sum === -1) yield [at, at + 37];
  }
}

/** Detectors that each break a law. */
const BROKEN: readonly (readonly [what: string, detector: Detector, law: RegExp])[] = [
  ["has an example that is not found", { ...GOOD, examples: ["acme_0123"] }, /^it can be defined/],
  ["has a counterexample that is found", { ...GOOD, counterExamples: [`acme_${BODY}`] }, /^it can be defined/],
  [
    "has no literal for half of its shape",
    { ...GOOD, shape: "(?:acme|test)_[0-9a-f]{32}" },
    /holds one of its literals/,
  ],
  [
    "has words that stand nowhere near",
    { ...GOOD, literals: [], shape: "[0-9a-f]{32}", context: { words: ["acme"], within: 0 } },
    /token of its shape is found/,
  ],
  ["is anchored", { ...GOOD, shape: "^(?P<token>acme_[0-9a-f]{32})" }, /within any text/],
  ["is found at the start of a line alone", { ...GOOD, shape: "(?m)^acme_[0-9a-f]{32}" }, /in every part of a request/],
  ["is too short to be read in base64", { ...GOOD, literals: ["k:"], shape: "k:[0-9]{4}" }, /in every encoding/],
  ["takes the next token too", { ...GOOD, shape: "acme_[0-9a-z_\\s]{32,}" }, /approved value/],
  [
    "has a proof that throws",
    {
      ...GOOD,
      verify: (token) =>
        token
          .slice(5)
          .split("")
          .every((char) => BigInt(`0x${char}`) >= 0n),
    },
    /proof throws/,
  ],
  ["has a proof that changes its mind", { ...GOOD, verify: () => Math.random() < 0.5 }, /proof throws/],
  ["has a proof that proves nothing", { ...GOOD, verify: () => true }, /proof tells/],
  ["reads more than its bytes", { ...GOOD, locate: locateInWholeBuffer }, /locates values/],
  ["locates what is not there", { ...GOOD, locate: (bytes) => [[0, bytes.length + 1]] }, /locates values/],
  ["looks at everything for each byte", { ...GOOD, literals: [], locate: locateSlowly }, /cost is linear/],
  ["has no end", { ...GOOD, shape: "acme_[0-9a-z_]*;" }, /cost is linear/],
  [
    "finds identifiers",
    { ...GOOD, literals: ["-"], shape: "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}" },
    /ordinary text/,
  ],
];

describe("a detector's laws", () => {
  test("hold for a good one", async () => {
    expect(await brokenBy(GOOD, 100)).toEqual(new Map());
  });

  test.each(BROKEN)("catch one that %s", async (_what, detector, law) => {
    const broken = await brokenBy(detector, 100);
    expect([...broken.keys()].filter((name) => law.test(name))).not.toEqual([]);
  });

  test("can each fail", () => {
    const names = detectorLaws(GOOD).map(({ name }) => name);
    expect(names.filter((name) => !BROKEN.some(([, , law]) => law.test(name)))).toEqual([]);
  });

  test("say the seed that repeats a failure", async () => {
    const greedy = { ...GOOD, shape: "acme_[0-9a-z_\\s]{32,}" };
    const law = detectorLaws(greedy, { seed: 7 }).find(({ name }) => name.startsWith("an approved value"))!;
    const messages = await Promise.all([law.run(), law.run()].map((run) => run.catch((error: Error) => error.message)));
    expect(messages[0]).toContain("seed: 7");
    expect(messages[1]).toBe(messages[0]);
  });
});
