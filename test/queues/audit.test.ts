import { readFile, rm, writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fileQueue } from "../../src/queues/file.js";
import { approve, makeProposal, reject } from "../../src/testing/queue-laws/samples.js";
import type { Proposal } from "../../src/types.js";
import { freshPath, readAudit } from "./support/directory.js";

const never = new AbortController().signal;

test("a line says who, when, what, why and about which value's fingerprint, and no more", async () => {
  const directory = await freshPath();
  const queue = fileQueue(directory);
  const { id } = makeProposal();
  await queue.submit(makeProposal(id));
  const before = new Date().toISOString();
  await queue.decide({ ...approve(id), operator: "Ada" });
  const [line, ...more] = await readAudit(directory);
  expect(more).toEqual([]);
  expect(line).toEqual({
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    operator: "Ada",
    proposal: id,
    verdict: "approve",
    reason: "the key of the test project",
    tool: "egress-token-allow",
    detector: "example-token",
    host: "api.example",
    fingerprint: "0123456789abcdef",
    after: { bytes: 0, sha256: "0".repeat(64) },
    decision: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect(String(line!.at) >= before).toBe(true);
});

describe("the operator is the system's user where the answer names nobody:", () => {
  test.each([[undefined], [""], [" \u200b"]])("%j", async (operator) => {
    const directory = await freshPath();
    const queue = fileQueue(directory);
    const { id } = makeProposal();
    await queue.submit(makeProposal(id));
    await queue.decide({ ...reject(id), ...(operator !== undefined && { operator }) });
    expect(await readAudit(directory)).toEqual([expect.objectContaining({ operator: userInfo().username })]);
  });
});

test("the line is there before the proxy has the answer", async () => {
  const directory = await freshPath();
  const queue = fileQueue(directory);
  for (let round = 0; round < 20; round++) {
    const { id } = makeProposal();
    await queue.submit(makeProposal(id));
    const audited = queue.answer(id, never).then(() => readAudit(directory));
    await queue.decide(approve(id));
    expect((await audited).filter((line) => line.proposal === id)).toHaveLength(1);
  }
});

test("only what is recorded has a line: not a second answer, a malformed one, or one to what is gone", async () => {
  const directory = await freshPath();
  const queue = fileQueue(directory);
  const [decided, withdrawn] = [makeProposal(), makeProposal()];
  await queue.submit(decided);
  await queue.submit(withdrawn);
  await queue.withdraw(withdrawn.id, "expired");
  await Promise.all([approve(decided.id), reject(decided.id), approve(decided.id)].map((one) => queue.decide(one)));
  expect(await queue.decide(approve(withdrawn.id))).toBe("gone");
  await expect(queue.decide({ id: decided.id, verdict: "approve", reason: "" })).rejects.toThrow("reason");
  expect(await readAudit(directory)).toHaveLength(1);
});

test("lines outlive their proposals and boots", async () => {
  const directory = await freshPath();
  for (let boot = 0; boot < 3; boot++) {
    const queue = fileQueue(directory);
    const { id } = makeProposal();
    await queue.submit(makeProposal(id));
    await queue.decide(approve(id, `boot ${boot}`));
    await queue.withdraw(id, "settled");
  }
  expect((await readAudit(directory)).map((line) => line.reason)).toEqual(["boot 0", "boot 1", "boot 2"]);
});

test("a reason of any characters is one line that reads back as it was", async () => {
  const directory = await freshPath();
  const queue = fileQueue(directory);
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary", maxLength: 300 }), async (text) => {
      const { id } = makeProposal();
      await queue.submit(makeProposal(id));
      await queue.decide(approve(id, `.${text}`));
      const lines = await readAudit(directory);
      expect(lines.at(-1)).toMatchObject({ proposal: id, reason: `.${text}` });
      await queue.withdraw(id, "settled");
    }),
    { numRuns: 50 },
  );
});

test("a proposal of another tool has a line with what it has, cut to a bound", async () => {
  const directory = await freshPath();
  const queue = fileQueue(directory);
  const payload = { host: "h".repeat(10_000), detector: 5 } as unknown as Proposal["payload"];
  const proposal = { ...makeProposal(), tool: "other-tool", payload };
  await queue.submit(proposal);
  await queue.decide(approve(proposal.id));
  expect(await readAudit(directory)).toEqual([
    expect.objectContaining({ tool: "other-tool", host: "h".repeat(512), detector: "", fingerprint: "" }),
  ]);
});

test("a line that a crash cut short spoils no other", async () => {
  const directory = await freshPath();
  const queue = fileQueue(directory);
  const [first, second] = [makeProposal(), makeProposal()];
  await queue.submit(first);
  await queue.submit(second);
  await queue.decide(approve(first.id));
  const audit = join(directory, "audit.jsonl");
  const whole = await readFile(audit, "utf8");
  await writeFile(audit, whole + whole.slice(0, 40));
  await queue.decide(reject(second.id));
  const lines = (await readFile(audit, "utf8")).split("\n");
  expect(lines).toEqual([whole.trimEnd(), whole.slice(0, 40), expect.stringContaining(second.id), ""]);
});

describe("the proxy finishes what a desk that died after its claim had begun, with one line, where", () => {
  const cases: Record<string, (whole: string) => string> = {
    "the line is missing": () => "",
    "the line is cut short": (whole) => whole.slice(0, -20),
    "the line lacks its end alone": (whole) => whole.slice(0, -1),
    "the line is there": (whole) => whole,
    "the line is there, before many others": (whole) =>
      whole + `${JSON.stringify({ note: "x".repeat(990) })}\n`.repeat(300),
    "the line is there, after many others": (whole) =>
      `${JSON.stringify({ note: "x".repeat(990) })}\n`.repeat(131) + whole,
  };
  for (const [name, left] of Object.entries(cases)) {
    test(name, async () => {
      const directory = await freshPath();
      const queue = fileQueue(directory);
      const { id } = makeProposal();
      await queue.submit(makeProposal(id));
      await queue.decide(approve(id));
      const [claim, answer, audit] = [`${id}.claim`, `${id}.answer`, "audit.jsonl"].map((file) =>
        join(directory, file),
      );
      const record = JSON.parse(await readFile(claim!, "utf8")) as { process: object };
      const whole = await readFile(audit!, "utf8");
      const dead = { ...record, process: { ...record.process, start: "another process of this id" } };
      await rm(answer!);
      await writeFile(claim!, `${JSON.stringify(dead)}\n`);
      await writeFile(audit!, left(whole));

      expect(await queue.answer(id, never)).toEqual(approve(id));
      const lines = (await readFile(audit!, "utf8")).split("\n");
      const decision = /"decision":.*$/.exec(whole.trimEnd())![0];
      expect(lines.filter((line) => line.endsWith(decision))).toHaveLength(1);
    });
  }
});
