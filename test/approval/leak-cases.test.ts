/**
 * Whatever a request looks like, no six characters in a row of a secret's variable part are in anything that a guard, its queue and
 * its commands write or say. 100,000 cases: npm run test:long.
 */

import { randomBytes } from "node:crypto";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { createGuardWith } from "../../src/approval/index.js";
import { publicPrefix } from "../../src/approval/report/public-prefix.js";
import { catalogue, fileQueue, memoryQueue, scanOutbound } from "../../src/index.js";
import { toReport } from "../../src/operator/report.js";
import type {
  ApprovalQueue,
  Finding,
  GuardEvent,
  OutboundRequest,
  Proposal,
  SafeTokens,
  SupervisorDesk,
} from "../../src/types.js";
import { decoders } from "../../src/views/index.js";
import { run } from "../cli/run-cli.js";
import { type Backend, backends } from "../queues/support/backends.js";
import { freshPath } from "../queues/support/directory.js";
import { RUNS_TIMEOUT, runs } from "../support/runs.js";
import { turn } from "./support/bench.js";
import { givesAway, spellings } from "./support/windows.js";

const CASES = runs(5_000, 100_000);
/** Of the cases, those whose queue is files: everything in its directory is read. */
const ON_DISK = runs(200, 2_000);
/** Of the cases, those whose queue and store of approvals are on a server: everything that it keeps is read. */
const ON_SERVER = runs(50, 2_000);

const detectors = new Map(catalogue.map((detector) => [detector.id, detector]));

const alphabet = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"];
const random = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: length, maxLength: length });

const secret: fc.Arbitrary<string> = fc.oneof(
  random(36).map((text) => `ghp_${text}`),
  random(24).map((text) => `sk_live_${text}`),
  random(81).map((text) => `github_pat_${text.slice(0, 22)}_${text.slice(22)}`),
  random(39).map((text) => `postgres://app:${text}@db.example/x`),
  random(40).map((text) => `password = "${text}"`),
  fc.constantFrom(...catalogue.map(({ examples }) => examples[0])),
);

const json = { "content-type": "application/json" };
const hostOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "-")
    .slice(0, 60);

/** Where a text can stand in a request. */
const places: readonly ((text: string) => OutboundRequest)[] = [
  (text) => ({ method: "POST", url: "https://a.example/", body: text }),
  (text) => ({ method: "POST", url: "https://a.example/", headers: json, body: JSON.stringify({ a: [{ b: text }] }) }),
  (text) => ({ method: "POST", url: "https://a.example/", headers: json, body: JSON.stringify({ [text]: text }) }),
  (text) => ({
    method: "POST",
    url: "https://a.example/",
    headers: { "content-encoding": "gzip" },
    body: gzipSync(text),
  }),
  (text) => ({ method: "GET", url: `https://a.example/x?q=${encodeURIComponent(text)}` }),
  (text) => ({ method: "GET", url: `https://a.example/${encodeURIComponent(text)}/x` }),
  (text) => ({ method: "GET", url: `https://u:${encodeURIComponent(text)}@a.example/` }),
  (text) => ({ method: "GET", url: `https://${hostOf(text)}.example/${text}`, body: text }),
  (text) => ({ method: text, url: text, body: text }),
  (text) => ({ method: "GET", url: "https://a.example/", headers: [["x-note", text]] }),
  (text) => ({ method: "GET", url: "https://a.example/", headers: [[text, text]] }),
  (text) => ({ method: "GET", url: "https://a.example/", headers: { cookie: `a=1; b=${text}; c=2` } }),
  (text) => ({ method: "POST", url: "https://a.example/", body: "x", trailers: { "x-end": text } }),
];

/** What stands in every report whatever the secret: the words of detectors, decoders and reports themselves. */
const fixed = [
  ...catalogue.flatMap(({ id, title, service, literals }) => [`[redacted ${id}, `, `${title}: `, service, ...literals]),
  ...decoders.map(({ name }) => name),
  "a.example db.example authorization: location: lines: ",
]
  .join(" ")
  .toLowerCase();

/** Random or keyed, so that a piece of it can look like a piece of anything: ids, names of temporary files, fingerprints, digests, times. */
const CHANCE =
  /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?:[0-9a-f]{4}:){3}[0-9a-f]{4}|(?:hidden|tmp)-[0-9a-f]{32}|[0-9a-f]{64}|\d{4}-\d\d-\d\dT[\d:.]+Z|\b1\d{12}\b/g;

/** What a server keeps besides: ids of 16 random bytes in base64url, and the seal of a grant. */
const CHANCE_ON_SERVER = /(?<![\w-])[\w-]{21}[AQgw](?![\w-])|[\w-]{43}(?=\.\{)/g;

interface Stand {
  readonly queue: ApprovalQueue & SupervisorDesk;
  readonly safeTokens?: SafeTokens;
  /** All that it has written down since `anew`, as text. */
  readonly written: () => Promise<readonly string[]>;
  /** A case begins: what an earlier one was allowed to show, such as its secret's public prefix, may be in this one's variable part. */
  readonly anew: () => Promise<void>;
}

async function onDisk(): Promise<Stand> {
  const path = await freshPath();
  const written = async (): Promise<readonly string[]> => {
    const names = await readdir(path);
    const files = await Promise.all(names.map((name) => readFile(join(path, name), "utf8").catch(() => "")));
    const commands = [["pending"], ["pending", "--json"], ["approved"], ["audit", "verify"]];
    const prints = await Promise.all(commands.map((argv) => run([...argv, "--queue", path])));
    const texts = [...names, ...files, ...prints.flatMap(({ stdout, stderr }) => [stdout, stderr])];
    return texts.map((text) => text.replaceAll(path, "#")); // its name is random, and the commands say it
  };
  const anew = async (): Promise<void> => {
    for (const name of ["audit.jsonl", "audit.head"]) await rm(join(path, name), { force: true });
  };
  return { queue: fileQueue(path), written, anew };
}

const inMemory = async (): Promise<Stand> => {
  const queue = memoryQueue();
  return { queue, written: async () => [JSON.stringify(await queue.pending())], anew: async () => {} };
};

async function onServer(backend: Backend): Promise<Stand> {
  const place = await backend.place();
  const queue = place.open();
  const safeTokens = place.tokens({ key: randomBytes(32).toString("base64") });
  onTestFinished(async () => {
    await Promise.all([queue.close(), safeTokens.close()]);
  });
  await queue.pending(); // makes the schema
  const written = async (): Promise<readonly string[]> => {
    await safeTokens.settled();
    const contents = (await place.contents()).replaceAll(place.scope, "#").replace(CHANCE_ON_SERVER, "#");
    return [contents, JSON.stringify(await queue.pending())];
  };
  return { queue, safeTokens, written, anew: () => place.forgetDecisions() };
}

const EVERYTHING = { minConfidence: "low" } as const;

/** The scan, of which `tell` hears first what a report is masked by: a scan takes most of a case's time, so none is made twice. */
function watched(tell: (findings: readonly Finding[]) => void): typeof scanOutbound {
  return (outbound, safeTokens, options) => {
    const result = scanOutbound(outbound, safeTokens, options);
    if (options?.minConfidence === EVERYTHING.minConfidence) tell(result.findings);
    return result;
  };
}

/** One request through a guard, and all that was written and said about it. */
interface Passage {
  readonly texts: readonly string[];
  /** What its reports quote of it. */
  readonly quoted: readonly string[];
  /** What it holds, whatever the confidence. */
  readonly secrets: readonly Finding[];
}

/** Sends requests through one guard, one after the other. */
function passages(stand: Stand): (outbound: OutboundRequest, approves: boolean) => Promise<Passage> {
  const events: GuardEvent[] = [];
  let reported: readonly Finding[] | undefined;
  const guard = createGuardWith(
    {
      scan: watched((findings) => {
        reported ??= findings;
      }),
      detectors: catalogue,
    },
    {
      queue: stand.queue,
      ...(stand.safeTokens && { safeTokens: stand.safeTokens }),
      timeoutSeconds: 600,
      limits: { denyAgainSeconds: 0 },
      onEvent: (event) => events.push(event),
    },
  );
  onTestFinished(() => guard.close());
  return async (outbound, approves) => {
    reported = undefined;
    events.length = 0;
    await stand.anew();
    const verdict = guard.check(outbound);
    let proposals: readonly Proposal[] = await stand.queue.pending();
    const isOver = async (): Promise<boolean> => (await Promise.race([verdict, turn()])) !== undefined;
    while (proposals.length === 0 && !(await isOver())) proposals = await stand.queue.pending();
    const texts = [
      ...(await stand.written()),
      inspect(proposals, { depth: 9 }),
      inspect(proposals.map(toReport), { depth: 9 }),
    ];
    for (const { id } of proposals) {
      await stand.queue.decide(approves ? { id, verdict: "approve", reason: "a case" } : { id, verdict: "reject" });
    }
    for (let rest = await stand.queue.pending(); !(await isOver()); rest = await stand.queue.pending()) {
      for (const { id } of rest) await stand.queue.decide({ id, verdict: "reject" });
    }
    const { result, ...said } = await verdict;
    // A location's path is data for programs, and names headers and keys as they are; the report's is masked.
    const findings = result?.findings.map((finding) => ({ ...finding, location: { ...finding.location, path: "" } }));
    const options = { depth: 9, showHidden: true, getters: true };
    texts.push(inspect(said, options), inspect(findings, options), inspect(guard, options), JSON.stringify(events));
    texts.push(JSON.stringify(guard.safeTokens.list()), ...(await stand.written()));
    for (const { fingerprint } of guard.safeTokens.list()) guard.safeTokens.revoke(fingerprint);
    const quoted = proposals.flatMap(({ payload: { host, method, path, context, location } }) => [
      host,
      method,
      path,
      context.replace(/ \(inside [^)]*\)$/, ""),
      location.path,
    ]);
    // What was reported was scanned for everything that must not be shown; what was not, is scanned for it here.
    const all = reported ?? scanOutbound(outbound, undefined, EVERYTHING).findings;
    const secrets = all.filter(({ kind }) => kind === "secret");
    return { texts: texts.map((text) => text.replace(CHANCE, "#")), quoted, secrets };
  };
}

/** Requests whose texts hold no other letters than those of every report: their secrets are digits behind a mark. */
const CONTROLS: readonly OutboundRequest[] = [
  { method: "POST", url: "https://a.example/", body: `${"ghp"}_${"0123456789".repeat(4).slice(0, 36)}` },
  {
    method: "GET",
    url: "https://a.example/",
    headers: { "x-note": `${"ghp"}_${"9876543210".repeat(4).slice(0, 36)}` },
  },
];

/** The surroundings of a window where it was shown, and what the reports quote. */
function whereIs(window: string, texts: readonly string[], quoted: readonly string[]): string {
  const around = texts.flatMap((text) => {
    const at = text.toLowerCase().indexOf(window);
    return at < 0 ? [] : [text.slice(Math.max(0, at - 60), at + 60)];
  });
  return JSON.stringify({ around: around.slice(0, 3), quoted });
}

/** Sends every case through one guard, and gives what leaked; `count`: cases in which something was found. */
async function leaksOf(
  stand: Stand,
  cases: number,
): Promise<{ readonly leaks: readonly string[]; readonly count: number }> {
  const pass = passages(stand);
  const controls: string[] = [];
  for (const request of CONTROLS) {
    for (const approves of [true, false]) controls.push(...(await pass(request, approves)).texts);
  }
  const always = [fixed, ...controls].join(" ").toLowerCase();
  const leaks: string[] = [];
  let count = 0;
  const one = fc.asyncProperty(
    secret,
    fc.constantFrom(...spellings),
    fc.constantFrom(...spellings),
    fc.constantFrom(...places),
    fc.constantFrom("", " ", '","', "&x=", "\n", "é"),
    fc.boolean(),
    async (value, [, write], [, beside], place, gap, approves) => {
      const outbound = place(`${write(value)}${gap || " "}${value}${gap}${beside(value)}`);
      const { texts, quoted, secrets } = await pass(outbound, approves);
      if (secrets.length > 0) count += 1;
      for (const { matched, detector } of secrets) {
        const variable = matched.slice(publicPrefix(matched, detectors.get(detector)).length);
        const leak = givesAway(texts, quoted, variable, always);
        if (leak !== undefined)
          leaks.push(`${detector} ${places.indexOf(place)}: ${leak} in ${whereIs(leak, texts, quoted)}`);
      }
    },
  );
  await fc.assert(one, { numRuns: cases });
  return { leaks, count };
}

test(
  `${CASES} secrets in any spelling and place leave nothing of themselves in proposals, reports, verdicts, events and lists`,
  async () => {
    const { leaks, count } = await leaksOf(await inMemory(), CASES);
    expect(leaks.slice(0, 20)).toEqual([]);
    expect(count).toBeGreaterThan(CASES * 0.9);
  },
  RUNS_TIMEOUT,
);

test(
  `${ON_DISK} of them leave nothing in any file of a queue's directory, and in nothing that its commands print`,
  async () => {
    const { leaks, count } = await leaksOf(await onDisk(), ON_DISK);
    expect(leaks.slice(0, 20)).toEqual([]);
    expect(count).toBeGreaterThan(ON_DISK * 0.9);
  },
  RUNS_TIMEOUT,
);

test.each(backends.filter(({ isPresent }) => isPresent))(
  `${ON_SERVER} of them leave nothing in what a server keeps of a queue and of shared approvals: $name`,
  async ({ start }) => {
    const backend = await start();
    try {
      const { leaks, count } = await leaksOf(await onServer(backend), ON_SERVER);
      expect(leaks.slice(0, 20)).toEqual([]);
      expect(count).toBeGreaterThan(ON_SERVER * 0.9);
    } finally {
      await backend.stop();
    }
  },
  RUNS_TIMEOUT,
);
