/**
 * kill -9 of either side at random moments, in front of a real upstream: nothing leaves without an approval that the audit has, and
 * nothing that was called recorded is lost. 1,000 times each: npm run test:long.
 */

import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { verifyAudit } from "../../src/queues/file/verify-audit.js";
import { fileQueue } from "../../src/queues/file.js";
import type { Proposal, SupervisorDesk } from "../../src/types.js";
import { startUpstream } from "../adapters/support/upstream.js";
import { freshPath, readAudit } from "../queues/support/directory.js";
import { QueueProcess } from "../queues/support/processes.js";
import { RUNS_TIMEOUT, runs } from "../support/runs.js";
import { newSecret, type ProxyProcess, send, startProxy } from "./support/proxy-process.js";

const KILLS = runs(50, 1_000);

/** Moments after the request was sent, in milliseconds: from before its proposal is written until after its release. */
const moment = (longest: number): number => Math.random() * longest;

async function upstreamOfTest(): Promise<Awaited<ReturnType<typeof startUpstream>>> {
  const upstream = await startUpstream();
  onTestFinished(() => upstream.close());
  return upstream;
}

/** Approves the first proposal that shows, until `stop`; how it ended, and about which proposal. */
async function approveFirst(desk: SupervisorDesk, stop: AbortSignal): Promise<{ id?: string; outcome?: string }> {
  while (!stop.aborted) {
    const [proposal] = await desk.pending();
    if (proposal === undefined) {
      await sleep(1);
      continue;
    }
    const { id } = proposal;
    return { id, outcome: await desk.decide({ id, verdict: "approve", reason: "a kill test" }) };
  }
  return {};
}

/** The proposal that shows; rejects when its request has been answered before. */
async function firstPending(
  desk: SupervisorDesk,
  answered: Promise<number | "broken">,
  proxy: ProxyProcess,
): Promise<Proposal> {
  let early: number | "broken" | undefined;
  void answered.then((status) => {
    early = status;
  });
  for (;;) {
    const [proposal] = await desk.pending();
    if (proposal !== undefined) return proposal;
    if (early !== undefined) throw new Error(`Answered with ${early} before anybody was asked: ${proxy.output()}`);
    await sleep(1);
  }
}

const approvalsIn = async (directory: string): Promise<unknown[]> =>
  (await readAudit(directory)).filter(({ verdict }) => verdict === "approve").map(({ proposal }) => proposal);

test(
  `a proxy killed ${KILLS} times sends nothing that was not approved, and its successor remembers nothing`,
  async () => {
    const upstream = await upstreamOfTest();
    const directory = await freshPath();
    const desk = fileQueue(directory);
    let released = 0;
    let recorded = 0;
    let abandoned = 0;
    let next: Promise<ProxyProcess> = startProxy(directory, upstream.origin);
    for (let round = 0; round < KILLS; round++) {
      const proxy = await next;
      const before = upstream.bytes();
      const supervised = round % 2 === 0;
      const stop = new AbortController();
      const answered = send(proxy.port, `use ${newSecret()} please`);
      const decided = supervised ? approveFirst(desk, stop.signal) : Promise.resolve({});
      await sleep(moment(round % 5 === 0 ? 400 : 100));
      const undecided = supervised ? [] : await desk.pending();
      await proxy.kill();
      next = startProxy(directory, upstream.origin);
      stop.abort();
      const status = await answered;
      const { id, outcome } = (await decided) as { id?: string; outcome?: string };
      const approvals = await approvalsIn(directory);
      if (outcome === "recorded") {
        recorded += 1;
        expect(approvals).toContain(id);
      }
      const sent = upstream.bytes() > before;
      if (status === 200) expect(sent).toBe(true);
      if (sent) {
        released += 1;
        expect(supervised && approvals.includes(id)).toBe(true);
      }
      // What the dead one asked is asked no more, and a late answer does nothing.
      expect(await desk.pending()).toEqual([]);
      if (id !== undefined) {
        expect(["gone", "already-decided"]).toContain(await desk.decide({ id, verdict: "approve", reason: "late" }));
      }
      for (const { id: late } of undecided) {
        expect(await desk.decide({ id: late, verdict: "approve", reason: "late" })).toBe("gone");
        abandoned += 1;
      }
    }
    const { kill } = await next;
    await kill();
    expect((await verifyAudit(directory)).problems).toEqual([]);
    expect(recorded).toBeGreaterThan(0);
    expect(abandoned).toBeGreaterThan(0);
    expect(released).toBeLessThanOrEqual(recorded);
  },
  RUNS_TIMEOUT,
);

test(
  `a supervisor killed ${KILLS} times in the middle of a decision leaves one decision, and what it was is what happens`,
  async () => {
    const upstream = await upstreamOfTest();
    const directory = await freshPath();
    const proxy = await startProxy(directory, upstream.origin);
    const desk = fileQueue(directory);
    let finished = 0;
    let next = QueueProcess.start(directory);
    for (let round = 0; round < KILLS; round++) {
      const supervisor = await next;
      const before = upstream.bytes();
      const answered = send(proxy.port, `use ${newSecret()} please`);
      const { id } = await firstPending(desk, answered, proxy);
      const call = supervisor.call("decide", [{ id, verdict: "approve", reason: "killed" }]);
      await sleep(moment(20));
      await supervisor.kill();
      next = QueueProcess.start(directory);
      const first = await call;
      const second = await desk.decide({ id, verdict: "reject" });
      const status = await answered;
      const lines = (await readAudit(directory)).filter((line) => line.proposal === id);
      const said = `first ${first}, second ${second}; ${proxy.output()}`;
      expect(lines, said).toEqual([expect.objectContaining({ verdict: status === 200 ? "approve" : "reject" })]);
      expect(status).toBe(second === "recorded" ? 403 : 200);
      expect(upstream.bytes() > before).toBe(status === 200);
      if (first === "recorded") {
        finished += 1;
        expect(status).toBe(200);
      }
    }
    await (await next).kill();
    await proxy.kill();
    expect((await verifyAudit(directory)).problems).toEqual([]);
    expect(finished).toBeLessThan(KILLS);
  },
  RUNS_TIMEOUT,
);
