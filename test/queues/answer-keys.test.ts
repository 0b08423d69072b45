/** A queue that knows the proxy's keys: an answer that the proxy would not take is refused, and does not win the race. */

import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createAnswerKeys, signAnswer } from "../../src/answer-signature.js";
import { AnswerError, ConfigurationError } from "../../src/errors.js";
import { fileQueue } from "../../src/queues/file.js";
import { memoryQueue } from "../../src/queues/memory.js";
import { approve, makeProposal, reject } from "../../src/testing/queue-laws/samples.js";
import type { ApprovalQueue, SupervisorDesk } from "../../src/types.js";
import { freshPath, readAudit } from "./support/directory.js";

const never = new AbortController().signal;
const { privateKey, publicKey } = createAnswerKeys();
const answerKeys = [publicKey];

const queues: Record<string, () => Promise<{ queue: ApprovalQueue; desk: SupervisorDesk }>> = {
  "in memory": async () => {
    const queue = memoryQueue({ answerKeys });
    return { queue, desk: queue };
  },
  "of files, at the proxy's own desk": async () => {
    const queue = fileQueue(await freshPath(), { answerKeys });
    return { queue, desk: queue };
  },
  "of files, at a desk that was told no keys": async () => {
    const path = await freshPath();
    return { queue: fileQueue(path, { answerKeys }), desk: fileQueue(path) };
  },
};

describe.each(Object.entries(queues))("a queue %s", (_, make) => {
  test("records nothing of an answer without the proxy's signature, and then the signed one", async () => {
    const { queue, desk } = await make();
    const proposal = makeProposal();
    const { id } = proposal;
    await queue.submit(proposal);
    const stranger = createAnswerKeys().privateKey;
    const other = signAnswer(approve(id), { ...proposal, expiresAt: proposal.createdAt }, privateKey);
    for (const answer of [approve(id), reject(id), signAnswer(approve(id), proposal, stranger), other]) {
      await expect(desk.decide(answer)).rejects.toThrow(AnswerError);
    }
    expect(await desk.pending()).toEqual([proposal]);
    const answer = signAnswer(approve(id), proposal, privateKey);
    expect(await desk.decide(answer)).toBe("recorded");
    expect(await queue.answer(id, never)).toEqual(answer);
  });
});

test.each([[[]], [["nonsense"]], [[privateKey]]])("keys that are none are a ConfigurationError: %#", (keys) => {
  expect(() => memoryQueue({ answerKeys: keys })).toThrow(ConfigurationError);
  expect(() => fileQueue("/nowhere", { answerKeys: keys })).toThrow(ConfigurationError);
});

test("in a directory two proxies are asked for what each wants, and only what was recorded is in the audit", async () => {
  const path = await freshPath();
  const [strict, open, desk] = [fileQueue(path, { answerKeys }), fileQueue(path), fileQueue(path)];
  const [one, two] = [makeProposal(), makeProposal()];
  await strict.submit(one);
  await open.submit(two);
  await expect(desk.decide(approve(one.id))).rejects.toThrow(AnswerError);
  expect(await desk.decide(approve(two.id))).toBe("recorded");
  expect((await readAudit(path)).map(({ proposal }) => proposal)).toEqual([two.id]);
});

test("keys in a boot file that somebody spoilt let nothing be recorded", async () => {
  const path = await freshPath();
  const queue = fileQueue(path, { answerKeys });
  const proposal = makeProposal();
  await queue.submit(proposal);
  const names = await readdir(path);
  const boot = join(path, names.find((name) => name.endsWith(".boot"))!);
  for (const spoilt of [[], ["nonsense"], [5], [null]]) {
    const record = JSON.parse(await readFile(boot, "utf8")) as object;
    await writeFile(boot, `${JSON.stringify({ ...record, answerKeys: spoilt })}\n`);
    await expect(queue.decide(signAnswer(approve(proposal.id), proposal, privateKey))).rejects.toThrow();
  }
  expect(await readAudit(path)).toEqual([]);
});
