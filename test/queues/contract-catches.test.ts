import { describe, expect, test } from "vitest";
import { memoryQueue } from "../../src/queues/memory.js";
import { approvalQueueContract } from "../../src/testing/approval-queue-contract.js";
import type { ApprovalQueue, Proposal, SupervisorAnswer, SupervisorDesk } from "../../src/types.js";

type Queue = ApprovalQueue & SupervisorDesk;

/** `queue` with some of its methods replaced. */
function change(queue: Queue, methods: Partial<Queue>): Queue {
  return {
    submit: (proposal) => queue.submit(proposal),
    answer: (id, signal) => queue.answer(id, signal),
    withdraw: (id, why) => queue.withdraw(id, why),
    pending: () => queue.pending(),
    decide: (answer, shown) => queue.decide(answer, shown),
    changes: (signal) => queue.changes(signal),
    ...methods,
  };
}

async function* noChanges(): AsyncGenerator<void> {}

async function* endlessChanges(): AsyncGenerator<void> {
  for (;;) yield;
}

/** Queues that break the contract, each with a law that must notice. */
const BROKEN: Record<string, { readonly make: () => Queue; readonly law: string }> = {
  "loses what it is given": {
    make: () => change(memoryQueue(), { submit: async () => {} }),
    law: "every proposal that is submitted is pending",
  },
  "keeps the caller's object": {
    make: () => {
      const kept: Proposal[] = [];
      const submit = async (proposal: Proposal) => void kept.push(proposal);
      return change(memoryQueue(), { submit, pending: async () => kept });
    },
    law: "what the caller does to a proposal after submit changes nothing",
  },
  "drops the fields of other tools": {
    make: () => {
      const queue = memoryQueue();
      return change(queue, { submit: (proposal) => queue.submit({ ...proposal, tool: "egress-token-allow" }) });
    },
    law: "the proposals of other tools are carried as they are",
  },
  "lets the last answer win": {
    make: () => {
      const queue = memoryQueue();
      const answers = new Map<string, SupervisorAnswer>();
      return change(queue, {
        decide: async (answer) => {
          const outcome = await queue.decide(answer);
          answers.set(answer.id, answer);
          return outcome === "already-decided" ? "recorded" : outcome;
        },
        answer: async (id, signal) => answers.get(id) ?? queue.answer(id, signal),
      });
    },
    law: "the first answer wins",
  },
  "looks first and writes later": {
    make: () => {
      const queue = memoryQueue();
      const decided = new Set<string>();
      return change(queue, {
        decide: async (answer) => {
          if (decided.has(answer.id)) return "already-decided";
          await new Promise((resolve) => setImmediate(resolve));
          decided.add(answer.id);
          await queue.decide(answer);
          return "recorded";
        },
      });
    },
    law: "of answers that race exactly one is recorded, and that one arrives",
  },
  "forgets an answer that nobody waits for": {
    make: () => {
      const queue = memoryQueue();
      const waited = new Set<string>();
      return change(queue, {
        answer: (id, signal) => {
          waited.add(id);
          return queue.answer(id, signal);
        },
        decide: async (answer) => (waited.has(answer.id) ? queue.decide(answer) : "recorded"),
      });
    },
    law: "an answer that comes before anybody waits is not lost",
  },
  "believes any answer": {
    make: () => {
      const queue = memoryQueue();
      return change(queue, { decide: (answer) => queue.decide(answer).catch(() => "recorded" as const) });
    },
    law: "a malformed answer is rejected with AnswerError and records nothing",
  },
  "rejects a malformed answer with another error": {
    make: () => {
      const queue = memoryQueue();
      return change(queue, { decide: (answer) => queue.decide(answer).catch(() => Promise.reject(new Error("bad"))) });
    },
    law: "a malformed answer is rejected with AnswerError and records nothing",
  },
  "never withdraws": {
    make: () => change(memoryQueue(), { withdraw: async () => {} }),
    law: "after withdraw a proposal is not pending and an answer to it is gone",
  },
  "withdraws everything": {
    make: () => {
      const queue = memoryQueue();
      const withdraw: Queue["withdraw"] = async (_, why) => {
        for (const { id } of await queue.pending()) await queue.withdraw(id, why);
      };
      return change(queue, { withdraw });
    },
    law: "withdraw leaves the other proposals alone",
  },
  "takes answers to what it does not know": {
    make: () => {
      const queue = memoryQueue();
      const decide: Queue["decide"] = async (answer) => {
        const outcome = await queue.decide(answer);
        return outcome === "gone" ? "recorded" : outcome;
      };
      return change(queue, { decide });
    },
    law: "an answer to what was never submitted is gone",
  },
  "does not hear the signal": {
    make: () => {
      const queue = memoryQueue();
      return change(queue, { answer: (id) => queue.answer(id, new AbortController().signal) });
    },
    law: "a wait rejects when its signal aborts, and the proposal can still be decided",
  },
  "drops a waiter without a word when its proposal is withdrawn": {
    make: () => {
      const queue = memoryQueue();
      const withdrawn = new Set<string>();
      return change(queue, {
        withdraw: async (id, why) => {
          withdrawn.add(id);
          await queue.withdraw(id, why);
        },
        answer: (id, signal) =>
          new Promise((resolve, reject) => {
            queue.answer(id, signal).then(resolve, (error: unknown) => withdrawn.has(id) || reject(error));
          }),
      });
    },
    law: "a wait that outlives its proposal still rejects when its signal aborts",
  },
  "gives every waiter every answer": {
    make: () => {
      const queue = memoryQueue();
      let last: SupervisorAnswer | undefined;
      return change(queue, {
        decide: (answer) => {
          last = answer;
          return queue.decide(answer);
        },
        answer: async (id, signal) => {
          const [answer] = await Promise.allSettled([queue.answer(id, signal)]);
          return answer.status === "fulfilled" ? answer.value : last;
        },
      });
    },
    law: "an answer reaches only who waits for its proposal",
  },
  "keeps decided proposals pending": {
    make: () => {
      const queue = memoryQueue();
      const all: Proposal[] = [];
      return change(queue, {
        submit: async (proposal) => {
          await queue.submit(proposal);
          all.push(proposal);
        },
        pending: async () => all,
      });
    },
    law: "a decided proposal is no longer pending",
  },
  "tells of no change": {
    make: () => change(memoryQueue(), { changes: noChanges }),
    law: "a reader who lists at every step sees each change",
  },
  "steps without end": {
    make: () => change(memoryQueue(), { changes: endlessChanges }),
    law: "changes that nobody has read yet may fall together: there are never more steps than changes",
  },
  "goes on after the abort": {
    make: () => {
      const queue = memoryQueue();
      return change(queue, { changes: () => queue.changes(new AbortController().signal) });
    },
    law: "changes end quietly when their signal aborts",
  },
  "throws out of changes at the abort": {
    make: () => {
      const queue = memoryQueue();
      async function* changes(signal: AbortSignal): AsyncGenerator<void> {
        for await (const _ of queue.changes(signal)) yield;
        signal.throwIfAborted();
      }
      return change(queue, { changes });
    },
    law: "changes end quietly when their signal aborts",
  },
};

describe("the contract catches a queue that", () => {
  for (const [name, { make, law }] of Object.entries(BROKEN)) {
    test(name, async () => {
      const laws = approvalQueueContract(make, { patience: 100, many: 20 });
      await expect(laws.find((one) => one.name === law)?.run()).rejects.toThrow();
    });
  }
});

test("a law closes the queue it made, whether it held or not", async () => {
  for (const queue of [memoryQueue(), change(memoryQueue(), { submit: async () => {} })]) {
    let closed = 0;
    const close = () => {
      closed += 1;
    };
    const [law] = approvalQueueContract(async () => ({ queue, close }));
    await law!.run().catch(() => {});
    expect(closed).toBe(1);
  }
});
