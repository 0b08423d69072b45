import type { Dispatcher } from "undici";
import { denialAnswer, type Refusal } from "../denial.js";

/**
 * The caller's side of a dispatch before anything is sent: lets it abort, and answers it. A handler is told that its request starts
 * once here and once more by undici, as it is when a request is tried again.
 */
export class Exchange implements Dispatcher.DispatchController {
  readonly #handler: Dispatcher.DispatchHandler;
  readonly #gone = new AbortController();
  #reason: Error | null = null;
  /** Answered, or given to undici, which has a controller of its own. */
  #isOver = false;
  rawHeaders: string[] = [];
  rawTrailers: string[] = [];
  readonly paused = false;

  constructor(handler: Dispatcher.DispatchHandler) {
    this.#handler = handler;
  }

  /** Aborts when the caller does. */
  get signal(): AbortSignal {
    return this.#gone.signal;
  }

  get aborted(): boolean {
    return this.#gone.signal.aborted;
  }

  get reason(): Error | null {
    return this.#reason;
  }

  abort(reason: Error): void {
    if (this.#isOver || this.aborted) return;
    this.#reason = reason ?? new DOMException("The request was aborted.", "AbortError");
    this.#gone.abort();
    queueMicrotask(() => this.#handler.onResponseError?.(this, this.#reason as Error));
  }

  // The whole answer is one small piece: there is nothing to hold back.
  pause(): void {}
  resume(): void {}

  start(): void {
    this.#handler.onRequestStart?.(this, {});
  }

  /** From here on the caller aborts undici's own exchange. */
  handOver(): void {
    this.#isOver = true;
  }

  /** Gives the caller a 403. One that cannot take an answer, since it asked for another protocol, gets its own error for that. */
  refuse(refusal: Refusal, method: string): void {
    this.#isOver = true;
    const { status, headers, body } = denialAnswer(refusal);
    const bytes = Buffer.from(body);
    const all = { ...headers, "content-length": String(bytes.length) };
    this.rawHeaders = Object.entries(all).flat();
    try {
      this.#handler.onResponseStart?.(this, status, all, "Forbidden");
      if (method !== "HEAD") this.#handler.onResponseData?.(this, bytes);
      this.#handler.onResponseEnd?.(this, {});
    } catch (error) {
      this.fail(error);
    }
  }

  fail(error: unknown): void {
    this.#handler.onResponseError?.(this, error as Error);
  }
}
