import assert from "node:assert/strict";
import type { ApprovalQueue, SupervisorDesk } from "../../types.js";

/** What a law works with: a fresh queue, and how patient it is. */
export interface Bench {
  readonly queue: ApprovalQueue;
  readonly desk: SupervisorDesk;
  /** Aborts when the law has run. */
  readonly signal: AbortSignal;
  /** Milliseconds after which what has not happened counts as never. */
  readonly patience: number;
  /** How many proposals the law of many holds at once. */
  readonly many: number;
}

/** Laws by name; each rejects where the queue breaks it. */
export type Laws = Readonly<Record<string, (bench: Bench) => Promise<void>>>;

/** `promise`, but that its rejection is never unhandled: a law that fails leaves others behind. */
export function hear<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => {});
  return promise;
}

export async function rejects(patience: number, promise: Promise<unknown>): Promise<void> {
  await within(patience, "a rejection", assert.rejects(promise));
}

/** What `promise` brings, or an AssertionError once `milliseconds` have passed. */
export async function within<Value>(milliseconds: number, what: string, promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    const error = new assert.AssertionError({ message: `${what}: not within ${milliseconds} ms` });
    timer = setTimeout(() => fail(error), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
