import { describe, expect, it } from "vitest";
import { createAnswerKeys, verifyAnswer } from "../../src/answer-signature.js";
import { AnswerError } from "../../src/errors.js";
import { signingDesk } from "../../src/operator/signing-desk.js";
import { memoryQueue } from "../../src/queues/memory.js";
import { approve, makeProposal, reject } from "../../src/testing/queue-laws/samples.js";
import type { Proposal, SupervisorAnswer, SupervisorDesk } from "../../src/types.js";

const { privateKey, publicKey } = createAnswerKeys();
const never = new AbortController().signal;

/** A desk that lists what it is told to, and records nothing. */
function desk(lists: readonly (readonly Proposal[])[]): { desk: SupervisorDesk; decided: SupervisorAnswer[] } {
  const decided: SupervisorAnswer[] = [];
  let turn = 0;
  return {
    decided,
    desk: {
      pending: async () => lists[Math.min(turn++, lists.length - 1)] ?? [],
      decide: async (answer) => {
        decided.push(answer);
        return "recorded";
      },
      changes: () => ({ [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }) }),
    },
  };
}

describe("a signing desk", () => {
  it("signs approvals and rejections, for a proposal listed before or not yet", async () => {
    for (const listFirst of [true, false]) {
      for (const make of [approve, reject]) {
        const queue = memoryQueue({ answerKeys: [publicKey] });
        const proposal = makeProposal();
        await queue.submit(proposal);
        const signing = signingDesk(queue, privateKey);
        if (listFirst) expect(await signing.pending()).toEqual([proposal]);
        expect(await signing.decide(make(proposal.id))).toBe("recorded");
        expect(verifyAnswer(await queue.answer(proposal.id, never), proposal, [publicKey])).toBe(true);
      }
    }
  });

  it("says of what is not pending what the desk says", async () => {
    const queue = memoryQueue({ answerKeys: [publicKey] });
    const signing = signingDesk(queue, privateKey);
    const { id } = makeProposal();
    expect(await signing.decide(approve(id))).toBe("gone");
    await queue.submit(makeProposal(id));
    expect(await signing.decide(approve(id))).toBe("recorded");
    expect(await signing.decide(approve(id))).toBe("already-decided");
  });

  it("refuses to sign a proposal that reads otherwise than when it was listed first, however often it is listed", async () => {
    const shown = makeProposal();
    const swapped: Proposal = { ...shown, payload: { ...shown.payload, host: "elsewhere.example" } };
    const { desk: inner, decided } = desk([[shown], [swapped], [shown], [swapped]]);
    const signing = signingDesk(inner, privateKey);
    for (let look = 0; look < 4; look++) {
      await signing.pending();
      if (look > 0) await expect(signing.decide(approve(shown.id))).rejects.toThrow(AnswerError);
    }
    expect(decided).toEqual([]);
  });

  it("forgets what is no longer pending, so that its memory is bounded by the list", async () => {
    const [one, other] = [makeProposal("one"), makeProposal("one")];
    const { desk: inner, decided } = desk([[one], [], [{ ...other, createdAt: "2026-01-01T00:00:00.000Z" }]]);
    const signing = signingDesk(inner, privateKey);
    for (let look = 0; look < 3; look++) await signing.pending();
    await signing.decide(approve("one"));
    expect(verifyAnswer(decided[0], { ...other, createdAt: "2026-01-01T00:00:00.000Z" }, [publicKey])).toBe(true);
  });
});
