import assert from "node:assert/strict";
import type { SupervisorDesk } from "../../types.js";
import { hear, type Laws, within } from "./bench.js";
import { idsOf, reject, submitAll } from "./samples.js";

/** How the operator's side hears of changes. */
export const changeLaws: Laws = {
  "a reader who lists at every step sees each change": async ({ queue, desk, signal, patience }) => {
    const reader = desk.changes(signal)[Symbol.asyncIterator]();
    const reaches = (what: string, wanted: (ids: string[]) => boolean): Promise<void> =>
      hear(within(patience, what, readUntil(reader, desk, wanted)));
    let reached = reaches("a step after submit", (ids) => ids.length === 2);
    const [first, second] = await submitAll(queue, 2);
    await reached;
    reached = reaches("a step after decide", (ids) => ids.join() === second);
    await desk.decide(reject(first!));
    await reached;
    reached = reaches("a step after withdraw", (ids) => ids.length === 0);
    await queue.withdraw(second!, "expired");
    await reached;
  },

  "a reader hears that a proposal is gone which it has listed before hearing of it": async ({
    queue,
    desk,
    signal,
    patience,
  }) => {
    const reader = desk.changes(signal)[Symbol.asyncIterator]();
    const [left] = await submitAll(queue, 1);
    const reaches = (what: string): Promise<void> =>
      within(
        patience,
        what,
        readUntil(reader, desk, (ids) => ids.join() === left),
      );
    await reaches("a step after submit");
    for (let round = 0; round < 5; round++) {
      const [gone] = await submitAll(queue, 1);
      const listed = (await desk.pending()).map(({ id }) => id);
      assert.ok(listed.includes(gone!), "what was submitted is listed");
      const reached = hear(reaches("a step after a listing and the end of what it showed"));
      if (round % 2 === 0) await desk.decide(reject(gone!));
      else await queue.withdraw(gone!, "expired");
      await reached;
    }
  },

  "every reader of changes has a step for a change": async ({ queue, desk, signal, patience }) => {
    const readers = Array.from({ length: 3 }, () => desk.changes(signal)[Symbol.asyncIterator]());
    const steps = readers.map((reader) => reader.next());
    await submitAll(queue, 1);
    for (const step of await within(patience, "a step for each reader", Promise.all(steps)))
      assert.equal(step.done, false);
  },

  "changes that nobody has read yet may fall together: there are never more steps than changes": async (bench) => {
    const { queue, desk, patience } = bench;
    const stop = new AbortController();
    const reader = desk.changes(stop.signal)[Symbol.asyncIterator]();
    const ids = await submitAll(queue, 30);
    await within(
      patience,
      "a step",
      readUntil(reader, desk, (left) => left.length === 30),
    );
    await queue.withdraw(ids[0]!, "expired");
    let steps = 1;
    const counting = (async () => {
      while (steps <= 31 && (await reader.next()).done !== true) steps += 1;
    })();
    await new Promise((resolve) => setTimeout(resolve, 100));
    stop.abort();
    await within(patience, "the end of changes", counting);
    assert.ok(steps <= 31, "more steps than changes");
  },

  "changes end quietly when their signal aborts": async ({ queue, desk, patience }) => {
    const stop = new AbortController();
    const reader = desk.changes(stop.signal)[Symbol.asyncIterator]();
    const step = reader.next();
    stop.abort();
    assert.equal((await within(patience, "the end of changes", step)).done, true);
    await submitAll(queue, 1);
    assert.equal((await within(patience, "the end of changes", reader.next())).done, true);
    for await (const _ of desk.changes(stop.signal)) assert.fail("a step after the signal had aborted");
  },

  "a reader of changes may leave at any step": async ({ queue, desk, signal, patience }) => {
    const leave = async (): Promise<void> => {
      for await (const _ of desk.changes(signal)) return;
      assert.fail("changes ended before the change was seen");
    };
    const left = hear(within(patience, "a step", leave()));
    await submitAll(queue, 1);
    await left;
    await submitAll(queue, 1);
    assert.equal((await desk.pending()).length, 2);
  },
};

/** Lists at every step, until `wanted` holds of the pending ids. */
async function readUntil(
  reader: AsyncIterator<void>,
  desk: SupervisorDesk,
  wanted: (ids: string[]) => boolean,
): Promise<void> {
  while ((await reader.next()).done !== true) {
    if (wanted(idsOf(await desk.pending()))) return;
  }
  assert.fail("changes ended before the change was seen");
}
