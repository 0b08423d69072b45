import { setTimeout as sleep } from "node:timers/promises";
import { ConfigurationError, type QueueError } from "../../errors.js";
import type { Failure } from "./store.js";

/** Longest time that one attempt may take, in milliseconds. */
const ATTEMPT_MS = 5_000;

/** Pauses between attempts, in milliseconds: from the first, doubled up to the last. */
const FIRST_PAUSE_MS = 25;
const LAST_PAUSE_MS = 1_000;

/** How a server's calls fail, and what is done about one that hangs. */
export interface Server {
  failure(error: unknown): Failure;
  reset(): void;
}

class HungError extends Error {}

/** Whether `error` says that an attempt took too long. */
export function isHung(error: unknown): boolean {
  return error instanceof HungError;
}

/**
 * Makes a call, again and again while what is wrong may pass and patience lasts: through a restart or a failover of the server.
 * Rejects with QueueError.
 */
export async function persist<Result>(
  server: Server,
  patienceMs: number,
  call: () => Promise<Result>,
  isOver: () => boolean = () => false,
): Promise<Result> {
  const end = performance.now() + patienceMs;
  let said: QueueError | undefined;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LAST_PAUSE_MS)) {
    try {
      return await attempt(Math.min(ATTEMPT_MS, Math.max(end - performance.now(), FIRST_PAUSE_MS)), call);
    } catch (error) {
      if (isHung(error)) server.reset();
      const { error: failure, isPassing } = server.failure(error);
      // What the server said before tells more than that the last attempt had too little time.
      const told = isHung(error) ? (said ?? failure) : failure;
      if (!isPassing || isOver() || performance.now() + pause >= end) throw told;
      said = told;
      await sleep(pause);
    }
  }
}

/** One attempt; it also keeps the process running, which an idle connection does not. */
export async function attempt<Result>(milliseconds: number, call: () => Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const hung = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new HungError("The server did not answer.")), milliseconds);
  });
  try {
    return await Promise.race([call(), hung]);
  } finally {
    clearTimeout(timer);
  }
}

const DEFAULT_PATIENCE_SECONDS = 15;

/** Throws ConfigurationError for anything but a number above 0. */
export function patienceOf(seconds: number = DEFAULT_PATIENCE_SECONDS): number {
  if (typeof seconds === "number" && Number.isFinite(seconds) && seconds > 0) return seconds * 1000;
  throw new ConfigurationError("patienceSeconds must be a number of seconds above 0, such as 15.");
}
