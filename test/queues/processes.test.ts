import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseAnswer } from "../../src/answer.js";
import { fileQueue } from "../../src/queues/file.js";
import { approve, makeProposal, reject } from "../../src/testing/queue-laws/samples.js";
import { freshPath, readAudit, suffixes } from "./support/directory.js";
import { QueueProcess } from "./support/processes.js";

const never = new AbortController().signal;

test("an answer given in one process reaches the proxy in another", async () => {
  const directory = await freshPath();
  const proxy = await QueueProcess.start(directory);
  const desk = fileQueue(directory);
  const proposal = makeProposal();
  await proxy.call("submit", [proposal]);
  const waiting = proxy.call("answer", [proposal.id]);
  expect(await desk.pending()).toEqual([proposal]);
  expect(await desk.decide(approve(proposal.id))).toBe("recorded");
  expect(await waiting).toEqual(approve(proposal.id));
  await proxy.call("withdraw", [proposal.id, "settled"]);
  expect(await desk.decide(approve(proposal.id))).toBe("gone");
});

test("of two processes that decide at once exactly one records, and its answer is the one that arrives", async () => {
  const directory = await freshPath();
  const proxy = fileQueue(directory);
  const desks = await Promise.all([QueueProcess.start(directory), QueueProcess.start(directory)]);
  const won = [0, 0];
  for (let round = 0; round < 40; round++) {
    const { id } = makeProposal();
    await proxy.submit(makeProposal(id));
    const waiting = proxy.answer(id, never);
    const answers = desks.map((_, index) => approve(id, `desk ${index}`));
    const outcomes = await Promise.all(desks.map((desk, index) => desk.call("decide", [answers[index]])));
    expect([...outcomes].sort()).toEqual(["already-decided", "recorded"]);
    const winner = outcomes.indexOf("recorded");
    won[winner]! += 1;
    expect(await waiting).toEqual(answers[winner]);
    expect((await readAudit(directory)).filter((line) => line.proposal === id)).toEqual([
      expect.objectContaining({ reason: `desk ${winner}` }),
    ]);
    await proxy.withdraw(id, "settled");
  }
  expect(won[0]! + won[1]!).toBe(40);
});

test("after kill -9 of the proxy its proposals are gone, a reader is told, and the next boot removes them", async () => {
  const directory = await freshPath();
  const proxy = await QueueProcess.start(directory);
  const desk = fileQueue(directory);
  const [open, decided] = [makeProposal(), makeProposal()];
  await proxy.call("submit", [open]);
  await proxy.call("submit", [decided]);
  expect(await desk.decide(reject(decided.id))).toBe("recorded");
  expect(await desk.pending()).toEqual([open]);
  const stop = new AbortController();
  const reader = desk.changes(stop.signal)[Symbol.asyncIterator]();
  const step = reader.next();

  await proxy.kill();
  expect(await desk.pending()).toEqual([]);
  expect(await desk.decide(approve(open.id))).toBe("gone");
  expect((await step).done).toBe(false);
  stop.abort();

  const next = fileQueue(directory);
  const proposal = makeProposal();
  await next.submit(proposal);
  expect(await suffixes(directory)).toEqual(["boot", "head", "jsonl", "proposal"]);
  expect(await desk.pending()).toEqual([proposal]);
  expect(await desk.decide(approve(open.id))).toBe("gone");
  expect(await readAudit(directory)).toEqual([expect.objectContaining({ proposal: decided.id, verdict: "reject" })]);
});

test("the files of an old answer do nothing after a restart, under their own name or a new one", async () => {
  const directory = await freshPath();
  const proxy = await QueueProcess.start(directory);
  const desk = fileQueue(directory);
  const old = makeProposal();
  await proxy.call("submit", [old]);
  expect(await desk.decide(approve(old.id))).toBe("recorded");
  const kept = new Map<string, string>();
  for (const kind of ["proposal", "claim", "answer"]) {
    kept.set(kind, await readFile(join(directory, `${old.id}.${kind}`), "utf8"));
  }
  await proxy.kill();

  const next = fileQueue(directory);
  const proposal = makeProposal();
  await next.submit(proposal);
  for (const [kind, text] of kept) await writeFile(join(directory, `${old.id}.${kind}`), text, { mode: 0o600 });
  expect(await next.pending()).toEqual([proposal]);
  expect(await next.decide(approve(old.id))).toBe("gone");

  const waiting = next.answer(proposal.id, never);
  for (const kind of ["claim", "answer"]) {
    await writeFile(join(directory, `${proposal.id}.${kind}`), kept.get(kind)!, { mode: 0o600 });
  }
  const answer = await waiting;
  expect(() => parseAnswer(answer, proposal.id)).toThrow("answer");
});

/** Runs `attempt` with kill points 1, 2, 3, ..., some at once, until one lies behind its end; how many there were. */
async function atEveryPoint(attempt: (operation: number) => Promise<"killed" | "survived">): Promise<number> {
  for (let first = 1; ; first += 6) {
    const outcomes = await Promise.all(Array.from({ length: 6 }, (_, index) => attempt(first + index)));
    if (outcomes.includes("survived")) return first - 1 + outcomes.indexOf("survived");
  }
}

test.each(["before", "after"] as const)(
  "a desk killed right %s any file operation leaves at most one decision, and the audit has it",
  async (moment) => {
    const directory = await freshPath();
    const proxy = fileQueue(directory);
    const points = await atEveryPoint(async (operation) => {
      const { id } = makeProposal();
      await proxy.submit(makeProposal(id));
      const waiting = proxy.answer(id, never);
      const desk = await QueueProcess.start(directory);
      const first = await desk.call("decide", [approve(id, "killed")], { operation, moment });
      const second = await proxy.decide(reject(id));
      const answer = await waiting;
      expect(second).toBe(
        first === "recorded" || "reason" in (answer as object) === false ? "already-decided" : second,
      );
      expect(answer).toEqual(second === "recorded" ? reject(id) : approve(id, "killed"));
      const lines = (await readAudit(directory)).filter((line) => line.proposal === id);
      expect(lines).toEqual([expect.objectContaining({ verdict: (answer as { verdict: string }).verdict })]);
      await proxy.withdraw(id, "settled");
      expect((await readdir(directory)).filter((name) => name.startsWith(id))).toEqual([]);
      await desk.kill();
      return first === "killed" ? "killed" : "survived";
    });
    expect(points).toBeGreaterThan(15);
  },
  120_000,
);

test.each(["before", "after"] as const)(
  "a proxy killed right %s any file operation of submit leaves nothing that the next boot does not remove",
  async (moment) => {
    const points = await atEveryPoint(async (operation) => {
      const directory = await freshPath();
      const proxy = await QueueProcess.start(directory);
      const { id } = makeProposal();
      const outcome = await proxy.call("submit", [makeProposal(id)], { operation, moment });
      await proxy.kill();
      const next = fileQueue(directory);
      expect(await next.pending()).toEqual([]);
      expect(await next.decide(approve(id))).toBe("gone");
      const proposal = makeProposal();
      await next.submit(proposal);
      expect(await next.pending()).toEqual([proposal]);
      expect((await readdir(directory)).filter((name) => name.startsWith(id))).toEqual([]);
      return outcome === "killed" ? "killed" : "survived";
    });
    expect(points).toBeGreaterThan(10);
  },
  120_000,
);
