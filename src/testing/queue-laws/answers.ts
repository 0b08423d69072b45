import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { SupervisorAnswer } from "../../types.js";
import { type Laws, rejects } from "./bench.js";
import { ANSWERS, approve, idsOf, malformedAnswers, reject, submitAll } from "./samples.js";

/** How a proposal is decided, and by whom. */
export const answerLaws: Laws = {
  "an answer reaches who waits for it, with every field": async ({ queue, desk, signal }) => {
    for (const make of ANSWERS) {
      const [id] = await submitAll(queue, 1);
      const waiting = queue.answer(id!, signal);
      const answer = make(id!);
      assert.equal(await desk.decide(answer), "recorded");
      assert.deepEqual(await waiting, answer);
    }
  },

  "an answer that comes before anybody waits is not lost": async ({ queue, desk, signal }) => {
    const [id] = await submitAll(queue, 1);
    assert.equal(await desk.decide(approve(id!)), "recorded");
    assert.deepEqual(await queue.answer(id!, signal), approve(id!));
  },

  "an answer reaches only who waits for its proposal": async ({ queue, desk, signal, patience }) => {
    const [answered, other] = await submitAll(queue, 2);
    const stop = new AbortController();
    const waiting = queue.answer(other!, stop.signal);
    assert.equal(await desk.decide(approve(answered!)), "recorded");
    assert.deepEqual(await queue.answer(answered!, signal), approve(answered!));
    stop.abort();
    await rejects(patience, waiting);
  },

  "the first answer wins": async ({ queue, desk, signal }) => {
    const [id] = await submitAll(queue, 1);
    const waiting = queue.answer(id!, signal);
    assert.equal(await desk.decide(reject(id!)), "recorded");
    assert.equal(await desk.decide(approve(id!)), "already-decided");
    assert.equal(await desk.decide(reject(id!)), "already-decided");
    assert.deepEqual(await waiting, reject(id!));
    assert.deepEqual(await queue.answer(id!, signal), reject(id!));
  },

  "of answers that race exactly one is recorded, and that one arrives": async ({ queue, desk, signal }) => {
    const [id] = await submitAll(queue, 1);
    const waiting = queue.answer(id!, signal);
    const answers = Array.from({ length: 20 }, (_, index) => approve(id!, `reason ${index}`));
    const outcomes = await Promise.all(answers.map((answer) => desk.decide(answer)));
    const winner = outcomes.indexOf("recorded");
    assert.deepEqual(
      outcomes.filter((_, index) => index !== winner),
      Array.from({ length: 19 }, () => "already-decided"),
    );
    assert.deepEqual(await waiting, answers[winner]);
  },

  "a decided proposal is no longer pending": async ({ queue, desk }) => {
    const [decided, open] = await submitAll(queue, 2);
    assert.equal(await desk.decide(reject(decided!)), "recorded");
    assert.deepEqual(idsOf(await desk.pending()), [open]);
  },

  "a malformed answer is rejected with AnswerError and records nothing": async ({ queue, desk, signal }) => {
    const [id] = await submitAll(queue, 1);
    const waiting = queue.answer(id!, signal);
    for (const [what, malformed] of malformedAnswers(id!)) {
      await assert.rejects(
        desk.decide(malformed as SupervisorAnswer),
        (error) => error instanceof Error && "code" in error && error.code === "ANSWER_MALFORMED",
        what,
      );
    }
    assert.deepEqual(idsOf(await desk.pending()), [id]);
    assert.equal(await desk.decide(approve(id!)), "recorded");
    assert.deepEqual(await waiting, approve(id!));
  },

  "the longest reason, 1,000 characters of any script, is recorded": async ({ queue, desk, signal }) => {
    for (const character of ["x", "é", "😀"]) {
      const [id] = await submitAll(queue, 1);
      const answer = approve(id!, character.repeat(1_000));
      assert.equal(await desk.decide(answer), "recorded");
      assert.deepEqual(await queue.answer(id!, signal), answer);
    }
  },

  "an answer to what was never submitted is gone": async ({ desk }) => {
    for (const id of [randomUUID(), "x", "..", "../x", "a/b", "a\0b", "__proto__", "constructor"]) {
      assert.equal(await desk.decide(approve(id)), "gone", JSON.stringify(id));
    }
  },
};
