import { Waiters } from "../waiters.js";
import type { Line } from "./line.js";
import { MALFORMED, parseAnswerRecord } from "./records.js";
import type { Reading } from "./store.js";
import type { Submissions } from "./submissions.js";

/** Most ids that one reading asks the server about. */
const READ_AT_ONCE = 500;

/** The answers that a proxy waits for. */
export class AwaitedAnswers {
  readonly #line: Line;
  readonly #boot: string;
  readonly #submissions: Submissions;
  readonly #waiters: Waiters;
  /** Ids to look for in the next reading. */
  #looks = new Set<string>();

  /** @param rest Called when one wait less is left. */
  constructor(line: Line, boot: string, submissions: Submissions, rest: () => void) {
    this.#line = line;
    this.#boot = boot;
    this.#submissions = submissions;
    this.#waiters = new Waiters(rest);
  }

  get size(): number {
    return this.#waiters.size;
  }

  wait(id: string, signal: AbortSignal): Promise<unknown> {
    const answer = this.#waiters.wait(id, signal);
    if (!signal.aborted) this.#lookSoon(id);
    return answer;
  }

  forget(id: string): void {
    this.#waiters.forget(id);
  }

  failAll(error: Error): void {
    this.#waiters.failAll(error);
  }

  /** There may be an answer to `id`. */
  heard(id: string): void {
    if (this.#waiters.has(id)) this.#lookSoon(id);
  }

  /** Looks for the answers to all that wait. */
  look(): Promise<void> {
    return this.#look(this.#waiters.ids());
  }

  /** Looks for the answer to `id`, with all others that are asked about in the same turn. What fails is met by the next reading. */
  #lookSoon(id: string): void {
    this.#looks.add(id);
    if (this.#looks.size > 1) return;
    setImmediate(() => {
      const ids = [...this.#looks];
      this.#looks = new Set();
      void this.#look(ids).catch(() => {});
    });
  }

  async #look(ids: readonly string[]): Promise<void> {
    for (let start = 0; start < ids.length; start += READ_AT_ONCE) {
      const some = ids.slice(start, start + READ_AT_ONCE).filter((id) => this.#waiters.has(id));
      if (some.length === 0) continue;
      const readings = await this.#line.once((store) => store.read(this.#boot, some));
      for (const [index, id] of some.entries()) this.#read(id, readings[index]);
    }
  }

  /** Where the proposal is lost, the supervisor is asked again: what was decided before is lost with it, and let nothing out. */
  #read(id: string, reading: Reading | undefined): void {
    if (reading?.state === "answered")
      this.#waiters.settle(id, parseAnswerRecord(reading.record, this.#boot, this.#submissions.digest(id)));
    else if (reading?.state === "malformed") this.#waiters.settle(id, MALFORMED);
    else if (reading?.state === "missing") {
      this.#submissions.again(id)?.catch((error: unknown) => this.#waiters.fail(id, error));
    }
  }
}
