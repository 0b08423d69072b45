import { setImmediate as turn } from "node:timers/promises";
import { parseAnswer } from "../answer.js";
import { answerVerifier, notSigned, verifyAnswer } from "../answer-signature.js";
import { QueueError } from "../errors.js";
import { parseRevocation } from "../revocation.js";
import type {
  ApprovalQueue,
  ApprovedValue,
  Proposal,
  QueueOptions,
  Revocation,
  SupervisorAnswer,
  SupervisorDesk,
} from "../types.js";
import { type Approvals, SharedApprovals } from "./shared-approvals.js";
import { Shown } from "./shown.js";
import { deepFreeze, proposalJson } from "./snapshot.js";
import { Steps } from "./steps.js";
import { Waiters } from "./waiters.js";

interface Entry {
  readonly proposal: Proposal;
  answer: SupervisorAnswer | undefined;
}

class MemoryQueue implements ApprovalQueue, SupervisorDesk {
  /** Submitted and not withdrawn: what has been withdrawn is forgotten, so memory is bounded by what is held. */
  readonly #entries = new Map<string, Entry>();
  readonly #waiters = new Waiters();
  readonly #steps = new Steps();
  readonly #shown = new Shown();
  readonly #shared = new SharedApprovals();
  readonly #answerKeys: readonly string[] | undefined;

  constructor({ answerKeys }: QueueOptions) {
    if (answerKeys !== undefined) answerVerifier(answerKeys);
    this.#answerKeys = answerKeys;
  }

  async submit(proposal: Proposal): Promise<void> {
    const copy = deepFreeze(JSON.parse(proposalJson(proposal)) as Proposal);
    if (this.#entries.has(copy.id)) throw new QueueError("A proposal with this id is already in the queue.");
    this.#entries.set(copy.id, { proposal: copy, answer: undefined });
    this.#steps.change();
  }

  async answer(id: string, signal: AbortSignal): Promise<unknown> {
    signal.throwIfAborted();
    return this.#entries.get(id)?.answer ?? this.#waiters.wait(id, signal);
  }

  async withdraw(id: string): Promise<void> {
    this.#waiters.forget(id);
    if (this.#entries.delete(id)) this.#steps.change();
  }

  async pending(): Promise<readonly Proposal[]> {
    const undecided = [...this.#entries.values()].filter((entry) => entry.answer === undefined);
    const proposals = undecided.map((entry) => entry.proposal);
    this.#shown.list(proposals);
    return proposals;
  }

  async decide(answer: SupervisorAnswer, shown?: Proposal): Promise<"recorded" | "already-decided" | "gone"> {
    const parsed = parseAnswer(answer);
    const entry = this.#entries.get(parsed.id);
    if (entry === undefined || !this.#shown.isAsShown(entry.proposal, shown)) return "gone";
    if (entry.answer !== undefined) return "already-decided";
    if (this.#answerKeys !== undefined && !verifyAnswer(parsed, entry.proposal, this.#answerKeys)) throw notSigned();
    entry.answer = parsed;
    this.#waiters.settle(parsed.id, parsed);
    this.#steps.change();
    return "recorded";
  }

  changes(signal: AbortSignal): AsyncIterable<void> {
    return this.#steps.subscribe(signal);
  }

  shareApprovals(approvals: Approvals, signal: AbortSignal): void {
    this.#shared.share(approvals, signal);
  }

  async approved(): Promise<readonly ApprovedValue[]> {
    return this.#shared.list();
  }

  async revoke(revocation: Revocation): Promise<"revoked" | "unknown"> {
    const { fingerprint } = parseRevocation(revocation);
    if (this.#shared.revoke(fingerprint)) return "revoked";
    await turn(); // an approval that was recorded a moment ago is remembered now
    return this.#shared.revoke(fingerprint) ? "revoked" : "unknown";
  }
}

/**
 * A queue within one process: the guard and the desk share the object. Nothing outlives the process, and no audit is kept.
 *
 * A proposal is copied as JSON when it is submitted. `submit` rejects with QueueError for an id that is already in the queue.
 *
 * @throws ConfigurationError When one of `answerKeys` is no Ed25519 public key.
 */
export function memoryQueue(options: QueueOptions = {}): ApprovalQueue & SupervisorDesk {
  return new MemoryQueue(options);
}
