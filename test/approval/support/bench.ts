/** A guard with a queue that tests can steer, and what happened in it. */

import { setImmediate } from "node:timers";
import { onTestFinished } from "vitest";
import { createGuardWith } from "../../../src/approval/index.js";
import { memoryQueue } from "../../../src/queues/memory.js";
import type { ApprovalQueue, Guard, GuardEvent, GuardOptions, Proposal, SupervisorDesk } from "../../../src/types.js";
import { scanning } from "./scanner.js";

export interface Bench {
  readonly guard: Guard;
  readonly desk: SupervisorDesk;
  readonly events: GuardEvent[];
  readonly submitted: Proposal[];
  readonly withdrawn: { readonly id: string; readonly why: string }[];
  approve(proposal: Proposal | undefined): Promise<void>;
  reject(proposal: Proposal | undefined): Promise<void>;
  /** What is answered to a proposal, as the memory queue itself says it. */
  listen(id: string, signal: AbortSignal): Promise<unknown>;
  /** Once this many are pending. */
  pending(count: number): Promise<readonly Proposal[]>;
}

export function bench(options: GuardOptions = {}, faults: Partial<ApprovalQueue> = {}, core = scanning): Bench {
  const memory = memoryQueue();
  const submitted: Proposal[] = [];
  const withdrawn: { id: string; why: string }[] = [];
  const queue: ApprovalQueue = {
    submit: (proposal) => {
      submitted.push(proposal);
      return (faults.submit ?? memory.submit.bind(memory))(proposal);
    },
    answer: (id, signal) => (faults.answer ?? memory.answer.bind(memory))(id, signal),
    withdraw: (id, why) => {
      withdrawn.push({ id, why });
      return (faults.withdraw ?? memory.withdraw.bind(memory))(id, why);
    },
  };
  const events: GuardEvent[] = [];
  const guard = createGuardWith(core, {
    queue,
    timeoutSeconds: 60,
    onEvent: (event) => events.push(event),
    ...options,
  });
  onTestFinished(() => guard.close());
  return {
    guard,
    desk: memory,
    events,
    submitted,
    withdrawn,
    approve: async (proposal) => {
      await memory.decide({ id: proposal?.id ?? "", verdict: "approve", reason: "test" });
    },
    reject: async (proposal) => {
      await memory.decide({ id: proposal?.id ?? "", verdict: "reject" });
    },
    listen: (id, signal) => memory.answer(id, signal),
    pending: async (count) => {
      for (;;) {
        const pending = await memory.pending();
        if (pending.length === count) return pending;
        await turn();
      }
    },
  };
}

/** One turn of the event loop: every promise that can settle has. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** What a promise has settled to after a few turns; "pending" when it has not. */
export async function now<Value>(promise: Promise<Value>): Promise<Value | "pending"> {
  for (let i = 0; i < 3; i++) await turn();
  return Promise.race([promise, Promise.resolve("pending" as const)]);
}
