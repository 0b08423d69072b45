/** The audit as a hash chain: what was removed, changed or put in is found, and what crashes and races leave is not called that. */

import { appendFileSync } from "node:fs";
import { appendFile, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createAnswerKeys, signAnswer } from "../../src/answer-signature.js";
import { appendAudit } from "../../src/queues/file/audit.js";
import { extend, NOTHING } from "../../src/queues/file/chain.js";
import { auditLine } from "../../src/queues/file/envelopes.js";
import { verifyAudit } from "../../src/queues/file/verify-audit.js";
import { fileQueue } from "../../src/queues/file.js";
import { approve, makeProposal, reject } from "../../src/testing/queue-laws/samples.js";
import { freshPath } from "./support/directory.js";
import { QueueProcess } from "./support/processes.js";

interface Kept {
  readonly directory: string;
  readonly file: string;
  readonly lines: readonly string[];
}

/** An audit of `count` decisions. */
async function audited(count: number): Promise<Kept> {
  const directory = await freshPath();
  const queue = fileQueue(directory);
  for (let index = 0; index < count; index++) {
    const { id } = makeProposal();
    await queue.submit(makeProposal(id));
    await queue.decide(index % 3 === 0 ? reject(id) : approve(id, `reason ${index} é`));
    await queue.withdraw(id, "settled");
  }
  const file = join(directory, "audit.jsonl");
  return { directory, file, lines: (await readFile(file, "utf8")).split("\n").slice(0, -1) };
}

const write = ({ file }: Kept, lines: readonly string[]): Promise<void> =>
  writeFile(file, lines.map((line) => `${line}\n`).join(""));
const problems = async ({ directory }: Kept): Promise<readonly string[]> => (await verifyAudit(directory)).problems;

test("an audit as the desks wrote it has no problem, nor has none at all", async () => {
  const kept = await audited(7);
  expect(await verifyAudit(kept.directory)).toMatchObject({ lines: 7, decisions: 7, cutShort: 0, problems: [] });
  expect(await verifyAudit(await freshPath())).toMatchObject({ lines: 0, problems: [] });
});

test("each line that is removed is found, the first and the last too, and so is each run of lines", async () => {
  const kept = await audited(6);
  for (let from = 0; from < 6; from++) {
    for (let to = from + 1; to <= 6; to++) {
      await write(kept, [...kept.lines.slice(0, from), ...kept.lines.slice(to)]);
      expect((await problems(kept)).length, `${from} to ${to}`).toBeGreaterThan(0);
    }
  }
  await rm(kept.file);
  expect((await problems(kept)).length).toBeGreaterThan(0);
  await write(kept, kept.lines);
  expect(await problems(kept)).toEqual([]);
});

test("a change of any one byte is found, and so are lines in another order and lines put in between", async () => {
  const kept = await audited(5);
  const whole = kept.lines.map((line) => `${line}\n`).join("");
  const bytes = Buffer.from(whole);
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const changed = Buffer.from(bytes);
      changed[at]! ^= change;
      await writeFile(kept.file, changed);
      expect((await problems(kept)).length).toBeGreaterThan(0);
    }),
    { numRuns: 1_000 },
  );
  const [one, two, ...rest] = kept.lines;
  for (const lines of [
    [two!, one!, ...rest],
    [one!, one!, two!, ...rest],
    [one!, "", two!, ...rest],
    [one!, '{"at":"put in"}', two!, ...rest],
    [...kept.lines, '{"at":"put at the end"}'],
  ]) {
    await write(kept, lines);
    expect((await problems(kept)).length).toBeGreaterThan(0);
  }
});

test("a line that is copied to the end is found, also once more lines follow it", async () => {
  const kept = await audited(5);
  for (const [at, copied] of kept.lines.entries()) {
    await write(kept, [...kept.lines, copied]);
    expect(await problems(kept), `line ${at + 1}`).toContain("Line 6 repeats a decision that a line before it has.");
  }
  const queue = fileQueue(kept.directory);
  const { id } = makeProposal();
  await queue.submit(makeProposal(id));
  expect(await queue.decide(approve(id))).toBe("recorded");
  expect(await problems(kept)).toContain("Line 6 repeats a decision that a line before it has.");
});

test("what is appended after a tampering does not heal it, whether or not audit.head is removed too", async () => {
  for (const alsoHead of [false, true]) {
    const kept = await audited(4);
    await write(kept, kept.lines.slice(0, 3));
    if (alsoHead) await rm(join(kept.directory, "audit.head"));
    const queue = fileQueue(kept.directory);
    const { id } = makeProposal();
    await queue.submit(makeProposal(id));
    expect(await queue.decide(approve(id))).toBe("recorded");
    expect((await problems(kept)).length).toBeGreaterThan(0);
  }
});

test("a line that is changed, removed or moved is found by the lines after it alone, though audit.head was made to fit", async () => {
  const kept = await audited(5);
  const swapped = (at: number): string[] =>
    kept.lines.map((line, index) => kept.lines[index === at ? at + 1 : index === at + 1 ? at : index] ?? line);
  const changed = (at: number): string[] =>
    kept.lines.map((line, index) => (index === at ? line.replace('"operator":', '"operator" :') : line));
  for (let at = 0; at < 4; at++) {
    for (const lines of [
      kept.lines.toSpliced(at, 1),
      changed(at),
      swapped(at),
      kept.lines.toSpliced(at, 0, kept.lines[at]!),
    ]) {
      await write(kept, lines);
      const head = lines.map((line) => Buffer.from(line)).reduce(extend, NOTHING);
      await writeFile(join(kept.directory, "audit.head"), `${JSON.stringify(head)}\n`, { mode: 0o600 });
      expect((await problems(kept)).join(), `line ${at + 1}`).toMatch(
        /does not fit those before it|repeats a decision/,
      );
    }
  }
});

test("a whole audit written anew is found by whoever noted a head before", async () => {
  const kept = await audited(3);
  const { head } = await verifyAudit(kept.directory);
  await rm(kept.file);
  await rm(join(kept.directory, "audit.head"));
  const queue = fileQueue(kept.directory);
  const { id } = makeProposal();
  await queue.submit(makeProposal(id));
  await queue.decide(approve(id));
  expect((await verifyAudit(kept.directory)).problems).toEqual([]);
  expect((await verifyAudit(kept.directory, { noted: head })).problems).toHaveLength(1);
});

test("a line that a crash cut short at any byte is no tampering, and no line after it is lost", async () => {
  const kept = await audited(2);
  const [, last = ""] = kept.lines;
  for (let at = 1; at < Buffer.byteLength(last); at += 7) {
    await write(kept, kept.lines);
    await appendFile(kept.file, Buffer.from(last).subarray(0, at));
    const queue = fileQueue(kept.directory);
    const { id } = makeProposal();
    await queue.submit(makeProposal(id));
    expect(await queue.decide(approve(id))).toBe("recorded");
    expect(await verifyAudit(kept.directory)).toMatchObject({ lines: 4, decisions: 3, cutShort: 1, problems: [] });
    await queue.withdraw(id, "settled");
    await rm(join(kept.directory, "audit.head"));
    await writeFile(join(kept.directory, "audit.head"), `{"bytes":0,"sha256":"${"0".repeat(64)}"}\n`, {
      mode: 0o600,
    });
  }
});

test("a line of another desk that is seen by half is waited for, not closed and not taken for the end", async () => {
  for (const part of [0.01, 0.5, 0.99]) {
    const kept = await audited(2);
    const [first = "", last = ""] = kept.lines;
    const whole = Buffer.from(`${last}\n`);
    const seen = Math.ceil(whole.length * part);
    await write(kept, [first]);
    await appendFile(kept.file, whole.subarray(0, seen));
    const asked = makeProposal();
    const appending = appendAudit(kept.directory, auditLine(asked.id, asked, approve(asked.id), "someone"));
    const verifying = verifyAudit(kept.directory);
    setTimeout(() => appendFileSync(kept.file, whole.subarray(seen)), 10);
    expect(await verifying).toMatchObject({ cutShort: 0, problems: [] });
    await appending;
    expect(await verifyAudit(kept.directory)).toMatchObject({ lines: 3, decisions: 3, cutShort: 0, problems: [] });
  }
});

test("three desks in processes of their own that append at once leave one chain", async () => {
  const directory = await freshPath();
  const proxy = fileQueue(directory);
  const desks = await Promise.all([1, 2, 3].map(() => QueueProcess.start(directory)));
  const ids = Array.from({ length: 60 }, () => makeProposal().id);
  for (const id of ids) await proxy.submit(makeProposal(id));
  await Promise.all(
    desks.map(async (desk, index) => {
      for (const [at, id] of ids.entries()) if (at % 3 === index) await desk.call("decide", [approve(id)]);
    }),
  );
  expect(await verifyAudit(directory)).toMatchObject({ lines: 60, decisions: 60, problems: [] });
});

test("with answer keys a line without a valid signature is found; those that were signed have it", async () => {
  const directory = await freshPath();
  const { privateKey, publicKey } = createAnswerKeys();
  const queue = fileQueue(directory);
  const [one, two, three] = [makeProposal(), makeProposal(), makeProposal()];
  for (const proposal of [one, two, three]) await queue.submit(proposal);
  await queue.decide(signAnswer({ ...approve(one.id), operator: "Ada" }, one, privateKey));
  await queue.decide(signAnswer({ id: two.id, verdict: "reject" }, two, privateKey));
  const answerKeys = [publicKey];
  expect((await verifyAudit(directory, { answerKeys })).problems).toEqual([]);
  await queue.decide(approve(three.id));
  expect((await verifyAudit(directory, { answerKeys })).problems).toEqual([
    expect.stringMatching(/^Line 3 has no sig/),
  ]);
  const strangers = [createAnswerKeys().publicKey];
  expect((await verifyAudit(directory, { answerKeys: strangers })).problems).toHaveLength(3);
});
