/** The guard and its reports over the real scan and catalogue. */

import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { publicPrefix } from "../../src/approval/report/public-prefix.js";
import {
  buildTokenAllowPayload,
  catalogue,
  createGuard,
  createKnownSecrets,
  type Detector,
  type Finding,
  memoryQueue,
  type OutboundRequest,
  scanOutbound,
} from "../../src/index.js";
import { turn } from "./support/bench.js";
import { givesAway, spellings } from "./support/windows.js";

const detectors = new Map(catalogue.map((detector) => [detector.id, detector]));
const json = { "content-type": "application/json" };

type Carrier = readonly [name: string, carry: (text: string) => OutboundRequest];

const carriers: readonly Carrier[] = [
  ["text", (text) => ({ method: "POST", url: "https://a.example/", body: text })],
  [
    "JSON",
    (text) => ({
      method: "POST",
      url: "https://a.example/",
      headers: json,
      body: JSON.stringify({ a: [{ b: text }] }),
    }),
  ],
  [
    "JSON in JSON",
    (text) => ({
      method: "POST",
      url: "https://a.example/",
      headers: json,
      body: JSON.stringify({ a: JSON.stringify({ b: text }) }),
    }),
  ],
  [
    "JSON escapes",
    (text) => ({
      method: "POST",
      url: "https://a.example/",
      headers: json,
      body: `{"a":"${[...text].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`).join("")}"}`,
    }),
  ],
  [
    "base64",
    (text) => ({ method: "POST", url: "https://a.example/", body: `data: ${Buffer.from(text).toString("base64")}` }),
  ],
  [
    "gzip",
    (text) => ({
      method: "POST",
      url: "https://a.example/",
      headers: { "content-encoding": "gzip" },
      body: gzipSync(text),
    }),
  ],
  [
    "a form",
    (text) => ({
      method: "POST",
      url: "https://a.example/",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ a: text }).toString(),
    }),
  ],
  ["the query", (text) => ({ method: "GET", url: `https://a.example/x?q=${encodeURIComponent(text)}` })],
  ["the path", (text) => ({ method: "GET", url: `https://a.example/${encodeURIComponent(text)}/x` })],
  [
    "a header",
    (text) => ({ method: "GET", url: "https://a.example/", headers: [["x-note", encodeURIComponent(text)]] }),
  ],
  [
    "a cookie",
    (text) => ({
      method: "GET",
      url: "https://a.example/",
      headers: [["cookie", `a=1; b=${encodeURIComponent(text)}; c=2`]],
    }),
  ],
];

/** Words of the detectors themselves: they stand in marks, and in a password of an example now and then. */
const fixed = catalogue
  .map(({ id, literals }) => [`[redacted ${id}, `, ...literals].join(" "))
  .join(" ")
  .toLowerCase();

function leaks(outbound: OutboundRequest, finding: Finding, found: readonly Finding[]): string | undefined {
  const { host, method, path, context, location } = buildTokenAllowPayload(outbound, finding);
  const quoted = [host, method, path, context.replace(/ \(inside [^)]*\)$/, ""), location.path];
  for (const { matched, detector, kind } of found) {
    if (kind !== "secret") continue;
    const variable = matched.slice(publicPrefix(matched, detectors.get(detector)).length);
    const leak = givesAway([], quoted, variable, fixed);
    if (leak !== undefined) return `${detector}: ${leak} in ${JSON.stringify(quoted)}`;
  }
  return undefined;
}

/** Every detector in plain text; in the other carriers every sixth, another sixth in each. */
function sampleFor(carrier: Carrier): readonly Detector[] {
  const at = carriers.indexOf(carrier);
  return at === 0 ? catalogue : catalogue.filter((_, index) => (index + at) % 6 === 0);
}

describe.each(carriers.map((carrier) => [carrier[0], carrier] as const))("in %s", (_, carrier) => {
  const [, carry] = carrier;

  it("no report gives away anything of a catalogue example", () => {
    const sample = sampleFor(carrier);
    const found = sample.flatMap((detector) =>
      detector.examples.flatMap((example) => {
        const outbound = carry(example);
        const { findings } = scanOutbound(outbound, undefined, { minConfidence: "low" });
        return findings.map((finding) => leaks(outbound, finding, findings));
      }),
    );
    expect(found.length).toBeGreaterThan(sample.length / 2);
    expect(found.filter((leak) => leak !== undefined)).toEqual([]);
  });
});

describe("a guard with the whole catalogue", () => {
  it("passes every example once what it reported is approved, with one approval for each value", async () => {
    const queue = memoryQueue();
    const guard = createGuard({ queue, timeoutSeconds: 600 });
    for (const carrier of carriers) {
      for (const detector of sampleFor(carrier)) {
        const outbound = carrier[1](detector.examples[0]);
        const values = new Set(scanOutbound(outbound, guard.safeTokens).findings.map(({ matched }) => matched));
        const verdict = guard.check(outbound);
        let pending = await queue.pending();
        for (let left = 100; pending.length < values.size && left > 0; left--) {
          await turn();
          pending = await queue.pending();
        }
        expect(pending.length, detector.id).toBe(values.size);
        for (const { id } of pending) await queue.decide({ id, verdict: "approve", reason: "example" });
        expect(await verdict, detector.id).toMatchObject({ action: "forward" });
        expect(await guard.check(outbound)).toMatchObject({ action: "forward" });
      }
    }
    await guard.close();
  });

  it("asks about as much of one request as the limit of findings, whatever could not be inspected in it, and denies more at once", async () => {
    const nested = (text: string): string => {
      let value = text;
      for (let depth = 0; depth < 5; depth++) value = Buffer.from(value).toString("base64");
      return value;
    };
    const sent = (count: number): OutboundRequest => ({
      method: "POST",
      url: "https://a.example/",
      headers: Array.from({ length: count }, (_, index) => [`x-${index}`, nested(`some words ${index}`)] as const),
      body: "plain words ".repeat(100_000),
    });
    const limits = { viewDepth: 1 };
    const { findings } = scanOutbound(sent(65), undefined, { limits });
    expect(new Set(findings.map(({ kind }) => kind))).toEqual(new Set(["uninspectable"]));
    expect(new Set(findings.map(({ matched }) => matched)).size).toBe(65);
    const queue = memoryQueue();
    const guard = createGuard({ queue, timeoutSeconds: 600, limits });
    const asked = guard.check(sent(64));
    while ((await queue.pending()).length < 64) await turn();
    expect(await guard.check(sent(65))).toMatchObject({ action: "deny", because: "uninspectable" });
    expect(await queue.pending()).toHaveLength(64);
    // What is approved counts no more: one more surface than before is one more report.
    for (const { id } of await queue.pending()) await queue.decide({ id, verdict: "approve", reason: "a test" });
    expect(await asked).toMatchObject({ because: "approved" });
    const more = guard.check(sent(65));
    while ((await queue.pending()).length === 0) await turn();
    expect(await queue.pending()).toHaveLength(1);
    await guard.close();
    expect(await more).toMatchObject({ because: "closed" });
  });
});

describe("a report over the real scan", () => {
  const alphabet = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"];
  const random = (length: number): fc.Arbitrary<string> =>
    fc.string({ unit: fc.constantFrom(...alphabet), minLength: length, maxLength: length });
  const secret = fc.oneof(
    random(36).map((text) => `ghp_${text}`),
    random(24).map((text) => `sk_live_${text}`),
    random(82).map((text) => `github_pat_${text.slice(0, 22)}_${text.slice(22, 81)}`),
    random(39).map((text) => `postgres://app:${text}@db.example/x`),
  );

  it("gives nothing away of a value in any carrier, beside itself in any spelling", () => {
    fc.assert(
      fc.property(
        secret,
        fc.constantFrom(...carriers),
        fc.constantFrom(...spellings),
        fc.constantFrom(...spellings),
        fc.constantFrom("", " ", '","', "&x=", "\n", "é"),
        (value, [, carry], [, write], [, beside], gap) => {
          const outbound = carry(`${beside(value)}${gap}${value}${gap || " "}${write(value)}`);
          const { findings } = scanOutbound(outbound);
          fc.pre(findings.length > 0); // too regular to be random
          expect(leaks(outbound, findings[0] as Finding, findings)).toBeUndefined();
        },
      ),
      { numRuns: Number(process.env.OUTBOUND_DLP_LEAKS ?? 500) },
    );
  });
});

it("a known secret that reads like the digest of a body is approved by itself, and that body is not", async () => {
  const body = gzipSync("nothing in it").subarray(0, -4);
  const unread = { method: "POST", url: "https://a.example/", headers: { "content-encoding": "gzip" }, body };
  const digest = scanOutbound(unread).findings[0]?.matched ?? "";
  expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  const knownSecrets = createKnownSecrets([{ name: "a digest", value: digest }]);
  const queue = memoryQueue();
  const guard = createGuard({ queue, knownSecrets });
  const verdict = guard.check({ method: "POST", url: "https://a.example/", body: digest });
  while ((await queue.pending()).length === 0) await turn();
  await queue.decide({ id: (await queue.pending())[0]?.id ?? "", verdict: "approve", reason: "test" });
  expect(await verdict).toMatchObject({ because: "approved" });
  const held = guard.check(unread);
  for (let turns = 0; turns < 5; turns++) await turn();
  expect(await queue.pending()).toHaveLength(1);
  await guard.close();
  expect(await held).toMatchObject({ because: "closed" });
});
