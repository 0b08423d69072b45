import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { SupervisorAnswer } from "../../types.js";
import { type Laws, rejects, within } from "./bench.js";
import { approve, idsOf, reject, submitAll } from "./samples.js";

/** How a wait ends: withdrawn, aborted, or one of many. */
export const endLaws: Laws = {
  "after withdraw a proposal is not pending and an answer to it is gone": async ({ queue, desk }) => {
    for (const why of ["settled", "expired", "cancelled"] as const) {
      const [id] = await submitAll(queue, 1);
      await queue.withdraw(id!, why);
      assert.deepEqual(await desk.pending(), []);
      assert.equal(await desk.decide(approve(id!)), "gone");
    }
  },

  "after withdraw a decided proposal is gone too": async ({ queue, desk }) => {
    const [id] = await submitAll(queue, 1);
    assert.equal(await desk.decide(approve(id!)), "recorded");
    await queue.withdraw(id!, "settled");
    assert.equal(await desk.decide(approve(id!)), "gone");
  },

  "withdraw leaves the other proposals alone": async ({ queue, desk, signal }) => {
    const [withdrawn, kept] = await submitAll(queue, 2);
    const waiting = queue.answer(kept!, signal);
    await queue.withdraw(withdrawn!, "cancelled");
    assert.deepEqual(idsOf(await desk.pending()), [kept]);
    assert.equal(await desk.decide(approve(kept!)), "recorded");
    assert.deepEqual(await waiting, approve(kept!));
  },

  "withdrawing twice, or what was never submitted, does nothing": async ({ queue }) => {
    const [id] = await submitAll(queue, 1);
    await queue.withdraw(id!, "expired");
    await queue.withdraw(id!, "expired");
    await queue.withdraw(randomUUID(), "cancelled");
  },

  "a wait rejects when its signal aborts, and the proposal can still be decided": async ({
    queue,
    desk,
    signal,
    patience,
  }) => {
    const [id] = await submitAll(queue, 1);
    const stop = new AbortController();
    const waiting = queue.answer(id!, stop.signal);
    stop.abort();
    await rejects(patience, waiting);
    await rejects(patience, queue.answer(id!, stop.signal));
    assert.deepEqual(idsOf(await desk.pending()), [id]);
    assert.equal(await desk.decide(approve(id!)), "recorded");
    assert.deepEqual(await queue.answer(id!, signal), approve(id!));
  },

  "a wait that outlives its proposal still rejects when its signal aborts": async ({ queue, patience }) => {
    const [id] = await submitAll(queue, 1);
    const stop = new AbortController();
    const waiting = queue.answer(id!, stop.signal);
    await queue.withdraw(id!, "expired");
    stop.abort();
    await rejects(patience, waiting);
  },

  "many proposals are held, answered and withdrawn at once": async ({ queue, desk, signal, many }) => {
    const ids = await submitAll(queue, many);
    const waits = ids.map((id) => queue.answer(id, signal));
    assert.deepEqual(idsOf(await desk.pending()), ids);
    const answers = ids.map((id, index) => (index % 2 === 0 ? approve(id, `reason ${index}`) : reject(id)));
    const outcomes = await Promise.all(answers.map((answer) => desk.decide(answer)));
    assert.deepEqual(new Set(outcomes), new Set(["recorded"]));
    assert.deepEqual(await Promise.all(waits), answers);
    await Promise.all(ids.map((id) => queue.withdraw(id, "settled")));
    assert.deepEqual(await desk.pending(), []);
  },

  "no rejection is left unhandled": async ({ queue, desk, patience }) => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown): void => void unhandled.push(reason);
    process.on("unhandledRejection", listen);
    try {
      const ids = await submitAll(queue, 3);
      const stop = new AbortController();
      const waits = ids.map((id) => queue.answer(id, stop.signal).catch(() => {}));
      await desk.decide(approve(ids[0]!));
      await queue.withdraw(ids[1]!, "cancelled");
      stop.abort();
      await within(patience, "the end of each wait", Promise.all(waits));
      await desk.decide("nonsense" as unknown as SupervisorAnswer).catch(() => {});
      await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual(unhandled, []);
    } finally {
      process.off("unhandledRejection", listen);
    }
  },
};
