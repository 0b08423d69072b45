import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "vitest";
import { fileQueue } from "../../src/queues/file.js";
import { memoryQueue } from "../../src/queues/memory.js";
import type { QueueUnderTest } from "../../src/testing/approval-queue-contract.js";
import { ownQueueLaws } from "./support/own-laws.js";

async function inDirectory(make: (directory: string) => Omit<QueueUnderTest, "close">): Promise<QueueUnderTest> {
  const parent = await mkdtemp(join(tmpdir(), "queue-"));
  return { ...make(join(parent, "queue")), close: () => rm(parent, { recursive: true }) };
}

describe("memoryQueue keeps the contract", () => {
  for (const law of ownQueueLaws(memoryQueue)) test(law.name, () => law.run());
});

describe("fileQueue keeps the contract, proxy and desk as one object", () => {
  const make = () => inDirectory((directory) => ({ queue: fileQueue(directory) }));
  for (const law of ownQueueLaws(make)) test(law.name, () => law.run());
});

describe("fileQueue keeps the contract, proxy and desk as two objects", () => {
  const make = () => inDirectory((directory) => ({ queue: fileQueue(directory), desk: fileQueue(directory) }));
  for (const law of ownQueueLaws(make)) test(law.name, () => law.run());
});
