/** Faults in front of a real upstream: whatever goes wrong while nothing is approved, not one byte arrives there. */

import { once } from "node:events";
import { link, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { proposalDigest } from "../../src/answer-signature.js";
import { fileQueue } from "../../src/queues/file.js";
import { memoryQueue } from "../../src/queues/memory.js";
import { makeProposal } from "../../src/testing/queue-laws/samples.js";
import type { ApprovalQueue, Proposal, SupervisorDesk } from "../../src/types.js";
import { startUpstream } from "../adapters/support/upstream.js";
import { token } from "../approval/support/scanner.js";
import { freshPath } from "../queues/support/directory.js";
import { frontOf } from "./support/front.js";
import { newSecret, send, startProxy } from "./support/proxy-process.js";

/** The file operations from now on, by number; those from `from` to `to` fail with `code`. */
const faults = vi.hoisted(() => ({ count: 0, from: 0, to: 0, code: "" }));

vi.mock("node:fs/promises", async (original) => {
  const fs = await original<Record<string, unknown>>();
  type Operation = (...args: unknown[]) => Promise<unknown>;
  const faulty =
    (operation: Operation): Operation =>
    async (...args) => {
      faults.count += 1;
      if (faults.count >= faults.from && faults.count <= faults.to) {
        throw Object.assign(new Error(faults.code), { code: faults.code });
      }
      return operation(...args);
    };
  const faultyHandle = (handle: object): object =>
    new Proxy(handle, {
      get(target, name) {
        const member = Reflect.get(target, name, target) as unknown;
        return typeof member === "function" && name !== "close" ? faulty(member.bind(target) as Operation) : member;
      },
    });
  const wrap = (name: string, member: unknown): unknown => {
    if (typeof member !== "function" || name === "mkdtemp" || name === "rm") return member;
    const operation = faulty(member as Operation);
    return name === "open"
      ? async (...args: unknown[]) => faultyHandle((await operation(...args)) as object)
      : operation;
  };
  return Object.fromEntries(Object.entries(fs).map(([name, member]) => [name, wrap(name, member)])) as object;
});

const failAt = (from: number, to: number, code: string): void =>
  void Object.assign(faults, { count: 0, from, to, code });

afterEach(() => {
  failAt(0, 0, "");
  vi.useRealTimers();
});

const never = <Value>(): Promise<Value> => new Promise(() => {});
const refuses = async (): Promise<never> => {
  throw new Error("reset");
};
const secret = (seed: number | string): string => `use ${token(seed)}`;

describe("a queue that", () => {
  const proposals: Proposal[] = [];
  const approve = (id: string): unknown => ({ id, verdict: "approve", reason: "late" });
  const keep = async (proposal: Proposal): Promise<void> => void proposals.push(proposal);
  const queues: readonly [string, ApprovalQueue, string][] = [
    ["hangs when it takes a proposal", { submit: never, answer: never, withdraw: never }, "timeout"],
    ["hangs when it is asked", { submit: keep, answer: never, withdraw: never }, "timeout"],
    ["resets when it takes a proposal", { submit: refuses, answer: refuses, withdraw: refuses }, "queue-failed"],
    ["resets when it is asked", { submit: keep, answer: refuses, withdraw: refuses }, "queue-failed"],
    [
      "answers when the time is up",
      { submit: keep, answer: (id) => sleep(400).then(() => approve(id)), withdraw: refuses },
      "timeout",
    ],
    [
      "answers once for another",
      { submit: keep, answer: async () => approve(proposals[0]?.id ?? ""), withdraw: refuses },
      "malformed-answer",
    ],
    [
      "answers with two answers",
      { submit: keep, answer: async (id) => [approve(id), approve(id)], withdraw: refuses },
      "malformed-answer",
    ],
    ["answers nothing", { submit: keep, answer: async () => undefined, withdraw: refuses }, "malformed-answer"],
  ];
  test.each(queues)("%s lets nothing out", async (_, queue, because) => {
    const { port, upstream, causes } = await frontOf(queue, { timeoutSeconds: 0.2 });
    proposals.push({ id: "one-before" } as Proposal);
    expect(await send(port, secret(1))).toBe(403);
    await sleep(300);
    expect(causes).toEqual([because]);
    expect(upstream.bytes()).toBe(0);
  });

  test("answers 10,000 times with what is no answer lets nothing out", async () => {
    const id = "(the id)";
    const near = fc.record(
      {
        id: fc.oneof({ weight: 3, arbitrary: fc.constant(id) }, fc.string()),
        verdict: fc.constantFrom("approve", "Approve", "approved", "modify", "", true, 1, null, ["approve"]),
        reason: fc.oneof(fc.constantFrom("", " ", "\u200b", "\u2800", 5, null, "x".repeat(1_001)), fc.string()),
        operator: fc.oneof(fc.string(), fc.constantFrom(5, null, "x".repeat(300))),
        force: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    const shapes = fc.sample(fc.oneof(near, fc.anything(), fc.json()), 12_000);
    const isApproval = (value: unknown): boolean => {
      const { id: own, verdict, reason, operator, ...rest } = Object(value) as Record<string, unknown>;
      const wellFormed = own === id && verdict === "approve" && typeof reason === "string" && !("force" in rest);
      return wellFormed && reason !== "" && (operator === undefined || typeof operator === "string");
    };
    const garbage = shapes.filter((shape) => !isApproval(shape)).slice(0, 10_000);
    expect(garbage).toHaveLength(10_000);
    let given = 0;
    const answer = async (own: string): Promise<unknown> => {
      const shape = garbage[given++];
      const isOurs = typeof shape === "object" && shape !== null && (shape as { id?: unknown }).id === id;
      return isOurs ? { ...shape, id: own } : shape;
    };
    const queue: ApprovalQueue = { submit: async () => {}, answer, withdraw: async () => {} };
    const { guard, upstream, port } = await frontOf(queue, { limits: { denyAgainSeconds: 0 } });
    expect(await send(port, secret("first"))).toBe(403);
    const url = `${upstream.origin}/`;
    for (let round = 1; round < 10_000; round++) {
      const { action } = await guard.check({ method: "POST", url, body: secret(round) });
      expect(action).toBe("deny");
    }
    expect(given).toBe(10_000);
    expect([upstream.bytes(), guard.safeTokens.size]).toEqual([0, 0]);
  }, 120_000);
});

describe.each(["ENOSPC", "EIO", "EACCES", "EMFILE"])("a file queue whose", (code) => {
  test(`nth operation fails with ${code}, for every n, lets nothing out that was not approved`, async () => {
    const queue = fileQueue(await freshPath());
    const { port, upstream, causes } = await frontOf(queue, { timeoutSeconds: 1.5, limits: { denyAgainSeconds: 0 } });
    let reached = true;
    for (let operation = 1; reached && operation < 200; operation++) {
      failAt(operation, operation, code);
      const answered = send(port, secret(`${code} ${operation}`));
      // Rejected as soon as it shows: so every operation from the proposal to the denial is among those that fail.
      const deciding = (async () => {
        while (!(await Promise.race([answered.then(() => true), sleep(2).then(() => false)]))) {
          const pending = await queue.pending().catch(() => []);
          for (const { id } of pending) await queue.decide({ id, verdict: "reject" }).catch(() => {});
        }
      })();
      expect(await answered).toBe(403);
      await deciding;
      reached = faults.count >= operation;
      failAt(0, 0, "");
    }
    expect(causes.length).toBeGreaterThan(30);
    expect(upstream.bytes()).toBe(0);
  }, 180_000);

  test(`every operation fails with ${code} lets nothing out, and holds again once it is mended`, async () => {
    const queue = fileQueue(await freshPath());
    const { port, upstream, causes } = await frontOf(queue, { timeoutSeconds: 20 });
    failAt(1, Number.POSITIVE_INFINITY, code);
    expect(await send(port, secret(1))).toBe(403);
    expect(causes).toEqual(["queue-failed"]);
    failAt(0, 0, "");
    const answered = send(port, secret(2));
    let [proposal] = await queue.pending();
    for (; proposal === undefined; [proposal] = await queue.pending()) await sleep(2);
    expect(upstream.bytes()).toBe(0);
    await queue.decide({ id: proposal.id, verdict: "approve", reason: "mended" });
    expect(await answered).toBe(200);
    expect(upstream.received).toHaveLength(1);
  });
});

/** What a desk writes when it approves a proposal of the proxy that runs as `boot`. */
async function decisionTemplate(): Promise<(proposal: Proposal, boot: string) => string> {
  const path = await freshPath();
  const queue = fileQueue(path);
  const proposal = makeProposal();
  await queue.submit(proposal);
  await queue.decide({ id: proposal.id, verdict: "approve", reason: "cut short" });
  const text = await readFile(join(path, `${proposal.id}.claim`), "utf8");
  const { boot } = JSON.parse(text) as { boot: string };
  const digest = proposalDigest(proposal);
  return (own, ownBoot) =>
    text.replaceAll(proposal.id, own.id).replaceAll(digest, proposalDigest(own)).replaceAll(boot, ownBoot);
}

test("an approval in files that are cut short at any byte lets nothing out; the whole of it does", async () => {
  const path = await freshPath();
  const queue = fileQueue(path);
  const { port, upstream } = await frontOf(queue);
  const decision = await decisionTemplate();
  for (let at = 0, length = 1; at <= length; at++) {
    const answered = send(port, secret(`cut ${at}`));
    let [proposal] = await queue.pending();
    for (; proposal === undefined; [proposal] = await queue.pending()) await sleep(0);
    const { id } = proposal;
    const { boot } = JSON.parse(await readFile(join(path, `${id}.proposal`), "utf8")) as { boot: string };
    const whole = Buffer.from(decision(proposal, boot));
    length = whole.length;
    await writeFile(join(path, "planted"), whole.subarray(0, at), { mode: 0o600 });
    await rename(join(path, "planted"), join(path, `${id}.claim`));
    await link(join(path, `${id}.claim`), join(path, `${id}.answer`)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error; // the proxy has seen a claim that nobody will finish, and did this itself
    });
    expect(await answered).toBe(at < length ? 403 : 200);
    expect(upstream.received).toHaveLength(at < length ? 0 : 1);
  }
}, 120_000);

describe("a wall clock that is set", () => {
  test.each([
    ["a day on", 86_400_000],
    ["a day back", -86_400_000],
    ["to the epoch", -Date.now()],
  ])("%s neither ends a hold nor lengthens it, and lets nothing out", async (_, by) => {
    const { port, upstream, causes } = await frontOf(memoryQueue(), { timeoutSeconds: 0.5 });
    const started = performance.now();
    const answered = send(port, secret(by));
    await sleep(100);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + by });
    expect(causes).toEqual([]);
    expect(await answered).toBe(403);
    expect(causes).toEqual(["timeout"]);
    expect(performance.now() - started).toBeGreaterThan(490);
    expect(upstream.bytes()).toBe(0);
  });
});

describe("a client that leaves", () => {
  const isPending = async (queue: SupervisorDesk): Promise<void> => {
    while ((await queue.pending()).length === 0) await sleep(1);
  };
  test.each<[string, (queue: SupervisorDesk) => Promise<unknown>]>([
    ["at once", async () => {}],
    ["while its proposal is written", () => sleep(3)],
    ["while it waits", isPending],
  ])("%s ends its hold, and a later approval lets nothing out", async (when, moment) => {
    const queue = fileQueue(await freshPath());
    const { port, upstream, guard } = await frontOf(queue);
    const gone = new AbortController();
    const answered = send(port, secret(when), gone.signal);
    await moment(queue);
    const pending = await queue.pending();
    gone.abort();
    expect(await answered).toBe("broken");
    await sleep(50);
    expect(await queue.pending()).toEqual([]);
    for (const { id } of pending) expect(await queue.decide({ id, verdict: "approve", reason: "late" })).toBe("gone");
    expect([upstream.bytes(), guard.safeTokens.size]).toEqual([0, 0]);
  });

  test("when it is approved at the same moment gets no answer, and only it was sent", async () => {
    const queue = memoryQueue();
    const { port, upstream } = await frontOf(queue);
    for (let round = 0; round < 50; round++) {
      const gone = new AbortController();
      const answered = send(port, secret(`race ${round}`), gone.signal);
      let [proposal] = await queue.pending();
      for (; proposal === undefined; [proposal] = await queue.pending()) await sleep(0);
      const before = upstream.received.length;
      if (round % 2 === 0) gone.abort();
      const outcome = await queue.decide({ id: proposal.id, verdict: "approve", reason: "a race" });
      gone.abort();
      await answered;
      await sleep(2);
      if (outcome !== "recorded") expect(upstream.received.length).toBe(before);
    }
  });
});

describe("a proxy", () => {
  test("whose engine is missing lets nothing out, clean requests neither", async () => {
    const upstream = await startUpstream();
    const proxy = await startProxy(await freshPath(), upstream.origin, "no-engine");
    for (const body of ["", "nothing in it", newSecret()]) expect(await send(proxy.port, body)).toBe(403);
    expect(upstream.bytes()).toBe(0);
    await proxy.kill();
    await upstream.close();
  });

  test("that has no memory for a body lets nothing out, and goes on", async () => {
    const upstream = await startUpstream();
    const proxy = await startProxy(await freshPath(), upstream.origin, "no-memory");
    for (const text of ["x", newSecret()]) {
      expect(await send(proxy.port, Buffer.alloc(1_000_000, `${text} `))).toBe(403);
    }
    expect(upstream.bytes()).toBe(0);
    expect(await send(proxy.port, "small and clean")).toBe(200);
    await proxy.kill();
    await upstream.close();
  });

  test("that holds a secret and crashes says nothing of it, in its title, its output or its files", async () => {
    const upstream = await startUpstream();
    const path = await freshPath();
    const proxy = await startProxy(path, upstream.origin);
    const value = newSecret();
    const answered = send(proxy.port, `use ${value} please`);
    const desk = fileQueue(path);
    while ((await desk.pending()).length === 0) await sleep(5);
    const process = `/proc/${proxy.child.pid}`;
    const titles = await Promise.all(
      ["cmdline", "comm", "environ"].map((name) => readFile(`${process}/${name}`, "utf8").catch(() => "")),
    );
    const ended = once(proxy.child, "close");
    proxy.child.send("crash");
    expect(await answered).toBe("broken");
    await ended;
    const files = await Promise.all((await readdir(path)).map((name) => readFile(join(path, name), "utf8")));
    expect(proxy.output()).toContain("Node.js");
    const shown = [...titles, ...files, proxy.output()].join("\n");
    for (let at = 4; at + 6 <= value.length; at++) expect(shown).not.toContain(value.slice(at, at + 6));
    expect(upstream.bytes()).toBe(0);
    await upstream.close();
  });
});
