import { randomUUID } from "node:crypto";
import type { ApprovalQueue, Proposal, TokenAllowPayload } from "../../types.js";
import type { Destination } from "../destination.js";
import { isoTime, onDeadline } from "./deadline.js";

/** What is asked: may this value go to this host? */
export interface Question {
  /** Keyed hash of value and host: tells one question from another. */
  readonly name: string;
  /** Keyed hash of the value alone. */
  readonly value: string;
  /** Keyed hash of value and machine: what a rejection is about. */
  readonly rejected: string;
  /** Under which the value is approved: see `safeKey`. */
  readonly key: string;
  readonly destination: Destination;
}

/** What becomes of a proposal. Each is called at most once, and none after `end`. */
export interface ProposalListener<Waiter> {
  answered(proposal: SharedProposal<Waiter>, answer: unknown): void;
  failed(proposal: SharedProposal<Waiter>, call: "submit" | "answer"): void;
  expired(proposal: SharedProposal<Waiter>): void;
}

export type WithdrawReason = Parameters<ApprovalQueue["withdraw"]>[1];

/** One report to the supervisor, shared by all who wait for the same answer. Speaks to the queue, and trusts it with nothing. */
export class SharedProposal<Waiter> {
  readonly id: string = randomUUID();
  readonly question: Question;
  readonly waiters: Set<Waiter> = new Set();
  /** On `performance.now()`'s clock: the deadline of its first waiter. */
  readonly expiresAt: number;
  /** The host as the report shows it. */
  shownHost = "";
  /** Of what was submitted: what a signed answer must be about. */
  digest = "";
  readonly #listener: ProposalListener<Waiter>;
  readonly #abort = new AbortController();
  readonly #stopTimer: () => void;
  #queue: ApprovalQueue | undefined;
  #submitted: Promise<unknown> | undefined;
  #isShown = false;
  #over = false;

  constructor(question: Question, expiresAt: number, listener: ProposalListener<Waiter>) {
    this.question = question;
    this.expiresAt = expiresAt;
    this.#listener = listener;
    this.#stopTimer = onDeadline(expiresAt, () => this.#unlessOver(() => listener.expired(this)));
  }

  get isOver(): boolean {
    return this.#over;
  }

  /** Shows the proposal to the supervisor and waits for the answer. `digestOf`: absent where no answer needs a signature. */
  submit(queue: ApprovalQueue, payload: TokenAllowPayload, digestOf?: (proposal: Proposal) => string): void {
    const proposal: Proposal = Object.freeze({
      id: this.id,
      tool: payload.tool,
      createdAt: new Date().toISOString(),
      expiresAt: isoTime(this.expiresAt),
      payload,
    });
    this.shownHost = payload.host;
    this.digest = digestOf?.(proposal) ?? "";
    this.#queue = queue;
    this.#submitted = attempt(() => queue.submit(proposal));
    this.#submitted.then(
      () => {
        this.#isShown = true;
        this.#unlessOver(() => this.#await(queue));
      },
      () => this.#unlessOver(() => this.#listener.failed(this, "submit")),
    );
  }

  /** No answer counts from now on. Resolves when the queue has withdrawn the proposal; rejects when it could not. */
  end(why: WithdrawReason): Promise<void> {
    if (this.#over) return Promise.resolve();
    this.#over = true;
    this.#stopTimer();
    this.#abort.abort();
    const queue = this.#queue;
    if (queue === undefined || this.#submitted === undefined) return Promise.resolve();
    const withdraw = (): Promise<void> => attempt(() => queue.withdraw(this.id, why));
    if (this.#isShown) return withdraw(); // at once: who has the verdict finds no proposal that takes an answer
    return this.#submitted.then(withdraw, withdraw); // not before: a submit under way would bring it back
  }

  #await(queue: ApprovalQueue): void {
    attempt(() => queue.answer(this.id, this.#abort.signal)).then(
      (answer) => this.#unlessOver(() => this.#listener.answered(this, answer)),
      () => this.#unlessOver(() => this.#listener.failed(this, "answer")),
    );
  }

  #unlessOver(act: () => void): void {
    if (!this.#over) act();
  }
}

/** A promise of what `call` gives, also when it throws or gives no promise. */
function attempt<Result>(call: () => Result | PromiseLike<Result>): Promise<Result> {
  return new Promise((resolve) => resolve(call()));
}
