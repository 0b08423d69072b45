import { parseAnswer } from "../../answer.js";
import { type AnswerVerifier, proposalDigest } from "../../answer-signature.js";
import { keyedHash } from "../../fingerprint.js";
import { safeKey } from "../../safe-key.js";
import type {
  ApprovalQueue,
  DenyCause,
  Finding,
  GuardEvent,
  SafeTokens,
  SupervisorAnswer,
  TokenAllowPayload,
  TokenGrant,
} from "../../types.js";
import type { Destination } from "../destination.js";
import type { Hold } from "./hold.js";
import { OpenProposals } from "./open-proposals.js";
import { Rejections } from "./rejections.js";
import { type ProposalListener, type Question, SharedProposal, type WithdrawReason } from "./shared-proposal.js";
import { Withdrawals } from "./withdrawals.js";

type Proposal = SharedProposal<Hold>;

export interface InquirySettings {
  readonly queue: ApprovalQueue;
  readonly safeTokens: SafeTokens;
  readonly grant: TokenGrant;
  readonly approvalScope: "anywhere" | "host";
  readonly denyAgainSeconds: number;
  /** Absent: answers need no signature. */
  readonly verifier: AnswerVerifier | undefined;
  /** Random; names values and hosts in memory. */
  readonly key: Uint8Array;
  readonly emit: (event: GuardEvent) => void;
}

/** What answers lead to. */
export interface InquiryOutcome {
  /** New proposals have no report yet: write one for each, and give it to `submit`, or `fail`, as soon as it suits. */
  report(proposals: readonly Proposal[]): void;
  /** Something was approved, so the request may pass now; or its proposal has expired, so it may have to ask again. */
  reconsider(hold: Hold): void;
  deny(hold: Hold, because: DenyCause): void;
  /** Runs `job`, now or when thousands of others of the same moment have had their turn. */
  inTurn(job: () => void): void;
}

/** Who waits for which answer. Requests with the same value for the same host wait for the same one. */
export class Inquiries implements ProposalListener<Hold> {
  readonly #settings: InquirySettings;
  readonly #outcome: InquiryOutcome;
  readonly #open = new OpenProposals<Hold>();
  readonly #rejections: Rejections;
  readonly #withdrawals: Withdrawals;

  constructor(settings: InquirySettings, outcome: InquiryOutcome) {
    this.#settings = settings;
    this.#outcome = outcome;
    this.#rejections = new Rejections(settings.denyAgainSeconds);
    this.#withdrawals = new Withdrawals(() => settings.emit({ type: "queue-error", because: "withdraw" }));
  }

  /** Whether a person rejected one of these for this machine a short while ago. */
  wereRejected(findings: readonly Finding[], destination: Destination): boolean {
    return findings.some((finding) => this.#rejections.has(this.#question(finding, destination).rejected));
  }

  /**
   * Makes `hold` wait for an answer about each of `findings`, and for no other; where an approval counts uses, for what it asked
   * before too, since whoever is released first takes the use.
   */
  ask(hold: Hold, findings: readonly Finding[]): void {
    const questions = new Map<string, { readonly question: Question; readonly finding: Finding }>();
    for (const finding of findings) {
      const question = this.#question(finding, hold.arrival.destination);
      if (!questions.has(question.name)) questions.set(question.name, { question, finding });
    }
    for (const name of [...hold.questions.keys()]) {
      if (!questions.has(name) && this.#lasts) this.#leave(hold, name, "settled");
    }
    const added: Proposal[] = [];
    for (const [name, { question, finding }] of questions) {
      if (!hold.questions.has(name)) this.#join(hold, question, finding, added);
    }
    if (added.length > 0) this.#outcome.report(added);
  }

  leaveAll(hold: Hold, why: WithdrawReason): void {
    for (const name of [...hold.questions.keys()]) this.#leave(hold, name, why);
  }

  /** Shows a proposal to the supervisor. */
  submit(proposal: Proposal, payload: TokenAllowPayload): void {
    const { queue, verifier } = this.#settings;
    proposal.submit(queue, payload, verifier && proposalDigest);
  }

  /** No report can be written, so nobody can decide. */
  fail(proposal: Proposal, because: DenyCause): void {
    this.#denyAll(proposal, because, "cancelled");
  }

  failed(proposal: Proposal, call: "submit" | "answer"): void {
    this.#settings.emit({ type: "queue-error", proposalId: proposal.id, because: call });
    this.#denyAll(proposal, "queue-failed", "cancelled");
  }

  expired(proposal: Proposal): void {
    this.#outcome.inTurn(() => this.#expire(proposal));
  }

  #expire(proposal: Proposal): void {
    const waiting = [...this.#retire(proposal, "expired")];
    waiting.sort((one, two) => one.arrival.deadline - two.arrival.deadline);
    for (const hold of waiting) this.#outcome.reconsider(hold);
  }

  answered(proposal: Proposal, value: unknown): void {
    const isLate = performance.now() >= proposal.expiresAt; // though the timer has yet to say so
    if (isLate) this.expired(proposal);
    else this.#decided(proposal, this.#read(proposal, value));
  }

  /** Resolves when the queue has withdrawn what it was asked to, and after `milliseconds` in any case. */
  withdrawn(milliseconds: number): Promise<void> {
    return this.#withdrawals.settled(milliseconds);
  }

  #decided(proposal: Proposal, answer: SupervisorAnswer | undefined): void {
    if (answer === undefined) {
      this.#settings.emit({ type: "malformed", proposalId: proposal.id });
      this.#denyAll(proposal, "malformed-answer", "settled");
    } else if (answer.verdict === "approve" && this.#remember(proposal)) {
      this.#approved(proposal);
    } else if (answer.verdict === "approve") {
      this.#settings.emit({ type: "queue-error", proposalId: proposal.id, because: "safe-tokens" });
      this.#denyAll(proposal, "queue-failed", "settled");
    } else {
      this.#rejections.remember(proposal.question.rejected);
      this.#denyAll(proposal, "rejected", "settled");
    }
  }

  /** The answer that `value` is; `undefined` when it is none, or lacks the signature that it needs. */
  #read({ id, digest }: Proposal, value: unknown): SupervisorAnswer | undefined {
    const { verifier } = this.#settings;
    try {
      const answer = parseAnswer(value, id);
      return verifier === undefined || verifier(answer, digest) ? answer : undefined;
    } catch {
      return undefined;
    }
  }

  #approved(proposal: Proposal): void {
    for (const hold of this.#retire(proposal, "settled")) this.#outcome.reconsider(hold);
    if (this.#settings.approvalScope === "host") return;
    for (const other of [...this.#open.about(proposal.question.value)]) {
      for (const hold of [...other.waiters]) this.#outcome.reconsider(hold);
    }
  }

  /** Puts what was approved into the store; `false` when the store does not take it, so that nobody is asked for ever. */
  #remember({ question: { key, destination }, shownHost }: Proposal): boolean {
    const { safeTokens, approvalScope, grant } = this.#settings;
    try {
      const scope = destination.scope(shownHost);
      safeTokens.add(key, approvalScope === "host" ? { ...grant, scope } : grant);
      return safeTokens.has(key, scope) === true;
    } catch {
      return false;
    }
  }

  #denyAll(proposal: Proposal, because: DenyCause, why: WithdrawReason): void {
    for (const hold of this.#retire(proposal, why)) this.#outcome.deny(hold, because);
  }

  get #lasts(): boolean {
    return this.#settings.grant.uses === undefined;
  }

  #join(hold: Hold, question: Question, finding: Finding, added: Proposal[]): void {
    let proposal = this.#open.find(question.name);
    if (proposal === undefined) {
      proposal = new SharedProposal(question, hold.arrival.deadline, this);
      this.#open.add(proposal);
      added.push(proposal);
    }
    proposal.waiters.add(hold);
    hold.questions.set(question.name, { finding, proposal });
    hold.proposalId ??= proposal.id;
  }

  #leave(hold: Hold, name: string, why: WithdrawReason): void {
    const proposal = hold.questions.get(name)?.proposal;
    hold.questions.delete(name);
    proposal?.waiters.delete(hold);
    if (proposal?.waiters.size === 0) this.#retire(proposal, why);
  }

  /** Ends a proposal; gives those who waited for it. */
  #retire(proposal: Proposal, why: WithdrawReason): readonly Hold[] {
    const waiting = [...proposal.waiters];
    proposal.waiters.clear();
    for (const hold of waiting) hold.questions.delete(proposal.question.name);
    this.#open.delete(proposal);
    this.#withdrawals.track(proposal.end(why));
    return waiting;
  }

  #question({ kind, matched }: Finding, destination: Destination): Question {
    const key = safeKey(kind, matched);
    const hash = (text: string): string => keyedHash(this.#settings.key, text);
    const value = hash(key);
    const [name, rejected] = [hash(`${value} ${destination.name}`), hash(`${value} rejected ${destination.machine}`)];
    return { name, value, rejected, key, destination };
  }
}
