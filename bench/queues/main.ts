/**
 * How many holds, proxies and decisions a second each queue carries, with real servers of its own. Asserts that every proposal was
 * decided once and every answer arrived; prints two tables, the ones of docs/scale.md.
 *
 * npm run bench:queues [-- --directory DIR]     the file queue is made in DIR (default: the system's temporary directory)
 */

import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once, setMaxListeners } from "node:events";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { ApprovalQueue, SupervisorDesk } from "../../src/types.js";
import { open, type Place, places } from "./places.js";
import { proposal, runProxy, since, stamp } from "./proxy.js";

const HELD = 800;
const PROXIES = [1, 4, 8];
/** Decisions that a desk has under way at once. */
const AT_ONCE = 16;
const ONE_BY_ONE = 60;
/** Rounds before them, for connections and compiled code. */
const WARM_UP = 10;

const ms = (value: number): string => value.toFixed(1);
const rate = (count: number, milliseconds: number): string => String(Math.round((count / milliseconds) * 1_000));
const quantile = (values: readonly number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(part * values.length))]!;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function decideAll(desk: SupervisorDesk, ids: readonly string[]): Promise<void> {
  const left = [...ids];
  const decider = async (): Promise<void> => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) {
      assert.equal(await desk.decide({ id, verdict: "approve", reason: stamp() }), "recorded");
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, decider));
}

/** HELD proposals of `count` proxies: submitted at once, then all decided by one desk. */
async function crowd(desk: SupervisorDesk, { at }: Place, count: number): Promise<Record<string, string | number>> {
  const self = fileURLToPath(import.meta.url);
  const proxies = Array.from({ length: count }, () => fork(self, ["--proxy", at, String(HELD / count)]));
  const heard = (proxy: ChildProcess): Promise<unknown> => once(proxy, "message").then(([message]) => message);
  await Promise.all(proxies.map(heard));
  const submitting = await timed(async () => {
    const submitted = proxies.map(heard);
    for (const proxy of proxies) proxy.send("go");
    await Promise.all(submitted);
  });
  const answered = proxies.map(heard);
  const pending = await desk.pending();
  assert.equal(pending.length, HELD);
  const listing = await timed(() => desk.pending());
  const ids = pending.map(({ id }) => id);
  const deciding = await timed(() => decideAll(desk, ids));
  const delays = (await Promise.all(answered)).flat() as number[];
  assert.equal(delays.length, HELD);
  await Promise.all(proxies.map((proxy) => (proxy.exitCode === null ? once(proxy, "exit") : undefined)));
  return {
    proxies: count,
    "holds/s": rate(HELD, submitting),
    "list them all, ms": ms(listing),
    "decisions/s": rate(HELD, deciding),
    "decided to released p50, ms": ms(quantile(delays, 0.5)),
    "p99, ms": ms(quantile(delays, 0.99)),
  };
}

/** One after the other, as people decide. */
async function single(queue: ApprovalQueue, desk: SupervisorDesk): Promise<Record<string, string>> {
  const never = new AbortController().signal;
  setMaxListeners(0, never);
  const [submits, delays]: [number[], number[]] = [[], []];
  for (let round = 0; round < WARM_UP + ONE_BY_ONE; round++) {
    const one = proposal();
    submits.push(await timed(() => queue.submit(one)));
    const answer = queue.answer(one.id, never).then(since);
    assert.equal(await desk.decide({ id: one.id, verdict: "approve", reason: stamp() }), "recorded");
    delays.push(await answer);
    await queue.withdraw(one.id, "settled");
  }
  for (const times of [submits, delays]) times.splice(0, WARM_UP);
  return {
    "propose p50, ms": ms(quantile(submits, 0.5)),
    "propose p99, ms": ms(quantile(submits, 0.99)),
    "decide to released p50, ms": ms(quantile(delays, 0.5)),
    "decide to released p99, ms": ms(quantile(delays, 0.99)),
  };
}

function table(rows: readonly Record<string, string | number>[]): string {
  const heads = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => `| ${heads.map((head) => row[head]).join(" | ")} |`);
  return [`| ${heads.join(" | ")} |`, `|${heads.map(() => "---").join("|")}|`, ...lines].join("\n");
}

async function main(): Promise<void> {
  const given = process.argv.indexOf("--directory");
  const root = given < 0 ? undefined : process.argv[given + 1];
  const [crowds, singles]: Record<string, string | number>[][] = [[], []];
  for (const start of places) {
    const place = await start(root);
    const [queue, desk] = [open(place.at), open(place.at)];
    try {
      singles!.push({ queue: place.name, ...(await single(queue, desk)) });
      for (const count of PROXIES) crowds!.push({ queue: place.name, ...(await crowd(desk, place, count)) });
    } finally {
      for (const one of [queue, desk]) await (one as { close?: () => Promise<void> }).close?.();
      await place.stop();
    }
  }
  console.log(`Node ${process.version}, ${availableParallelism()} cores; servers, proxies and desk on one machine.\n`);
  console.log(`One after the other, ${ONE_BY_ONE} times:\n\n${table(singles!)}\n`);
  console.log(`${HELD} held at once, then all decided by one desk, ${AT_ONCE} at a time:\n\n${table(crowds!)}`);
}

const [mode, at = "", count = ""] = process.argv.slice(2);
await (mode === "--proxy" ? runProxy(at, Number(count)) : main());
