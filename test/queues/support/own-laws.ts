import { expect } from "vitest";
import {
  approvalQueueContract,
  type MakeQueue,
  type QueueLaw,
  type QueueUnderTest,
} from "../../../src/testing/approval-queue-contract.js";
import { approve, makeProposal } from "../../../src/testing/queue-laws/samples.js";

/** The contract, and what the queues of this package keep beyond it. */
export function ownQueueLaws(makeQueue: MakeQueue): readonly QueueLaw[] {
  return [...approvalQueueContract(makeQueue), { name: SHOWN, run: () => answersWhatWasShown(makeQueue) }];
}

const SHOWN =
  "what comes again under the id of a withdrawn proposal, and reads otherwise, takes no answer that was made for that one";

async function answersWhatWasShown(makeQueue: MakeQueue): Promise<void> {
  const made = await makeQueue();
  const { queue, desk = queue, close }: QueueUnderTest = "queue" in made ? made : { queue: made };
  const first = makeProposal();
  const second = { ...first, payload: { ...first.payload, host: "other.example" } };
  try {
    await queue.submit(first);
    expect(await desk.pending()).toEqual([first]);
    await queue.withdraw(first.id, "settled");
    // A queue may well refuse an id that it had.
    const isTaken = await queue.submit(second).then(
      () => true,
      () => false,
    );
    expect(await desk.decide(approve(first.id))).toBe("gone");
    expect(await desk.decide(approve(first.id), first)).toBe("gone");
    if (!isTaken) return;
    const waiting = queue.answer(first.id, new AbortController().signal);
    expect(await desk.decide(approve(first.id, "as it reads now"), second)).toBe("recorded");
    expect(await waiting).toEqual(approve(first.id, "as it reads now"));
  } finally {
    await close?.call(made);
  }
}
