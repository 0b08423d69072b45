import { proposalDigest } from "../../answer-signature.js";
import { QueueError } from "../../errors.js";
import type { Proposal } from "../../types.js";
import type { Line } from "./line.js";
import type { Submission } from "./store.js";

/** Longest time that a sign of life may take, in milliseconds. */
export const BEAT_TIME_MS = 2_000;

/** Most withdrawals that are kept to be said again: more than so many are left to the server's clock. */
const MOST_UNSAID = 10_000;

/** What one run of a proxy has submitted and not withdrawn, and what the server has yet to hear of it. */
export class Submissions {
  readonly #line: Line;
  readonly #boot: string;
  /** What the server loses of these is submitted again. */
  readonly #held = new Map<string, Submission>();
  /** Under way, so that none outlives its withdrawal. */
  readonly #submitting = new Map<string, Promise<unknown>>();
  /** Withdrawn, though the server has yet to hear of it. */
  readonly #unsaid = new Set<string>();

  constructor(line: Line, boot: string) {
    this.#line = line;
    this.#boot = boot;
  }

  get isEmpty(): boolean {
    return this.#held.size === 0 && this.#unsaid.size === 0;
  }

  /** Of what is submitted under this id, as desks read it. */
  digest(id: string): string | undefined {
    const submission = this.#held.get(id);
    return submission && proposalDigest(JSON.parse(submission.json) as Proposal);
  }

  /** @param announce Done before the server is told of it. */
  async add(submission: Submission, announce: () => Promise<void>): Promise<void> {
    const { id } = submission;
    if (this.#held.has(id)) throw taken();
    this.#held.set(id, submission);
    try {
      await this.#line.call(announce);
      if (!(await this.#send(submission))) throw taken();
    } catch (error) {
      this.#held.delete(id);
      throw error;
    }
  }

  /** Tells the server once more of what it has lost. Rejects when it cannot have it; undefined where there is nothing to tell. */
  again(id: string): Promise<void> | undefined {
    const submission = this.#held.get(id);
    if (submission === undefined || this.#submitting.has(id)) return undefined;
    return this.#send(submission).then((isSubmitted) => {
      if (!isSubmitted) throw taken();
    });
  }

  /** Holds it no longer. Until `withdraw`, or `sayAgain`, has told the server, that is to be said. */
  drop(id: string): void {
    this.#held.delete(id);
    if (this.#unsaid.size < MOST_UNSAID) this.#unsaid.add(id);
  }

  async withdraw(id: string): Promise<void> {
    await this.#submitting.get(id)?.catch(() => {}); // not before: a submission under way would bring it back
    await this.#line.call((store) => store.withdraw(this.#boot, id));
    this.#unsaid.delete(id);
  }

  /** Withdraws what could not be withdrawn when it was dropped. */
  async sayAgain(): Promise<void> {
    for (const id of [...this.#unsaid]) {
      if (this.#submitting.has(id)) continue;
      await this.#line.once((store) => store.withdraw(this.#boot, id), BEAT_TIME_MS);
      this.#unsaid.delete(id);
    }
  }

  #send(submission: Submission): Promise<boolean> {
    const sent = this.#line.call((store) => store.submit(this.#boot, submission));
    this.#submitting.set(submission.id, sent);
    const done = (): void => {
      if (this.#submitting.get(submission.id) === sent) this.#submitting.delete(submission.id);
    };
    sent.then(done, done);
    return sent;
  }
}

function taken(): QueueError {
  return new QueueError("A proposal with this id is already in the queue: give each proposal a new random id.");
}
