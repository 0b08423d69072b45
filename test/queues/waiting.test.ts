import { randomUUID } from "node:crypto";
import { getEventListeners, setMaxListeners } from "node:events";
import { describe, expect, test, vi } from "vitest";
import { fileQueue } from "../../src/queues/file.js";
import { memoryQueue } from "../../src/queues/memory.js";
import { approve, makeProposal } from "../../src/testing/queue-laws/samples.js";
import { freshPath } from "./support/directory.js";
import { runWaits } from "./support/processes.js";

/** Whether fs.watch works; where it does not, the poll must do. */
const watching = vi.hoisted(() => ({ broken: false }));

vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  const watch = ((...args: Parameters<typeof fs.watch>) => {
    if (watching.broken) throw Object.assign(new Error("no more watches"), { code: "ENOSPC" });
    return fs.watch(...args);
  }) as typeof fs.watch;
  return { ...fs, watch };
});

test("5,000 who wait share one watch and one timer, and once they have gone the process ends by itself", async () => {
  expect(await runWaits(await freshPath())).toEqual({ kept: ["FSEventWrap", "Timeout"], ended: ["rejected"] });
});

test("500 answers given at once by another object reach their 500 waiters", async () => {
  const directory = await freshPath();
  const [queue, desk] = [fileQueue(directory), fileQueue(directory)];
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const ids = Array.from({ length: 500 }, () => randomUUID());
  await Promise.all(ids.map((id) => queue.submit(makeProposal(id))));
  const waits = Promise.all(ids.map((id) => queue.answer(id, stop.signal)));
  expect(await desk.pending()).toHaveLength(500);
  await Promise.all(ids.map((id) => desk.decide(approve(id, id))));
  expect(await waits).toEqual(ids.map((id) => approve(id, id)));
});

describe.each(["memoryQueue", "fileQueue"])("%s leaves no listener on a signal", (name) => {
  const make = async () => (name === "fileQueue" ? fileQueue(await freshPath()) : memoryQueue());

  test("once the wait is answered or aborted, or changes has ended", async () => {
    const queue = await make();
    const { id } = makeProposal();
    await queue.submit(makeProposal(id));
    const [answered, aborted] = [new AbortController(), new AbortController()];
    const wait = queue.answer(id, answered.signal);
    const other = queue.answer(randomUUID(), aborted.signal);
    const reader = queue.changes(answered.signal)[Symbol.asyncIterator]();
    await queue.decide(approve(id));
    await wait;
    await reader.return?.();
    aborted.abort(new Error("left"));
    await expect(other).rejects.toThrow("left");
    expect(getEventListeners(answered.signal, "abort")).toEqual([]);
    expect(getEventListeners(aborted.signal, "abort")).toEqual([]);
  });
});

test("where nothing can be watched, the poll brings answers and changes", async () => {
  watching.broken = true;
  try {
    const directory = await freshPath();
    const [queue, desk] = [fileQueue(directory), fileQueue(directory)];
    const stop = new AbortController();
    const reader = desk.changes(stop.signal)[Symbol.asyncIterator]();
    const step = reader.next();
    const { id } = makeProposal();
    await queue.submit(makeProposal(id));
    expect((await step).done).toBe(false);
    const wait = queue.answer(id, stop.signal);
    expect(await desk.decide(approve(id))).toBe("recorded");
    expect(await wait).toEqual(approve(id));
    stop.abort();
  } finally {
    watching.broken = false;
  }
});

test("a desk that has listed all there is waits for the next change", async () => {
  const directory = await freshPath();
  const [queue, desk] = [fileQueue(directory), fileQueue(directory)];
  const [first, second] = [makeProposal(), makeProposal()];
  await queue.submit(first);
  expect(await desk.pending()).toEqual([first]);
  const stop = new AbortController();
  const seen: number[] = [];
  const reading = (async () => {
    for await (const _ of desk.changes(stop.signal)) {
      seen.push((await desk.pending()).length);
      if (seen.at(-1) === 2) return;
    }
  })();
  await queue.submit(second);
  await reading;
  expect(seen).toEqual([2]);
});
