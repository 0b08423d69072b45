import { setMaxListeners } from "node:events";
import type { ApprovalQueue, SupervisorDesk } from "../types.js";
import { answerLaws } from "./queue-laws/answers.js";
import { hear, type Laws, within } from "./queue-laws/bench.js";
import { changeLaws } from "./queue-laws/changes.js";
import { endLaws } from "./queue-laws/ends.js";
import { proposalLaws } from "./queue-laws/proposals.js";

const LAWS: Laws = { ...proposalLaws, ...answerLaws, ...endLaws, ...changeLaws };

/** A queue to be tested. `desk`: the operator's side, where that is another object (another process, another connection). */
export interface QueueUnderTest {
  readonly queue: ApprovalQueue & SupervisorDesk;
  readonly desk?: SupervisorDesk;
  /** Called when a law has run, whether it held or not. */
  close?(): Promise<void> | void;
}

/** Makes an empty queue; called once for each law. */
export type MakeQueue = () =>
  | QueueUnderTest
  | (ApprovalQueue & SupervisorDesk)
  | Promise<QueueUnderTest | (ApprovalQueue & SupervisorDesk)>;

export interface QueueContractOptions {
  /** Milliseconds after which what has not happened counts as never. Default 10,000. */
  readonly patience?: number;
  /** How many proposals the law of many holds at once. Default 200. */
  readonly many?: number;
}

/** One law of the contract. `run` rejects with an AssertionError where the queue breaks it. */
export interface QueueLaw {
  readonly name: string;
  run(): Promise<void>;
}

/**
 * The contract of ApprovalQueue and SupervisorDesk as laws that any test runner can run:
 *
 *     for (const law of approvalQueueContract(() => myQueue())) test(law.name, () => law.run());
 */
export function approvalQueueContract(makeQueue: MakeQueue, options: QueueContractOptions = {}): readonly QueueLaw[] {
  const { patience = 10_000, many = 200 } = options;
  return Object.entries(LAWS).map(([name, law]) => ({
    name,
    async run(): Promise<void> {
      const made = await makeQueue();
      const { queue, desk = queue, close }: QueueUnderTest = "queue" in made ? made : { queue: made };
      const end = new AbortController();
      setMaxListeners(0, end.signal);
      try {
        await within(patience * 3, name, law({ queue: heard(queue), desk, signal: end.signal, patience, many }));
      } finally {
        end.abort();
        await close?.call(made);
      }
    },
  }));
}

/** `queue`, but that a wait which a failed law left behind is no unhandled rejection. */
function heard(queue: ApprovalQueue): ApprovalQueue {
  return {
    submit: (proposal) => queue.submit(proposal),
    answer: (id, signal) => hear(queue.answer(id, signal)),
    withdraw: (id, why) => queue.withdraw(id, why),
  };
}
