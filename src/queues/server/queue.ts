import { parseAnswer } from "../../answer.js";
import { answerVerifier, notSigned, verifyAnswer } from "../../answer-signature.js";
import { QueueError } from "../../errors.js";
import { parseRevocation } from "../../revocation.js";
import type {
  ApprovalQueue,
  ApprovedValue,
  Proposal,
  Revocation,
  SupervisorAnswer,
  SupervisorDesk,
} from "../../types.js";
import { approvedValues, revokeValue, type Switchboard } from "../calls/desk.js";
import { auditLine } from "../file/envelopes.js";
import { assertFileId, isFileId } from "../file/names.js";
import { operatorOf } from "../operator.js";
import { type Approvals, SharedApprovals } from "../shared-approvals.js";
import { Steps } from "../steps.js";
import { Waiters } from "../waiters.js";
import { CallAnswerer, serverSwitchboard } from "./calls.js";
import { Heart } from "./lease.js";
import { attempt, persist } from "./patience.js";
import {
  answerRecord,
  MALFORMED,
  parseAnswerKeys,
  parseAnswerRecord,
  parseStored,
  randomName,
  submissionOf,
} from "./records.js";
import { Rereader } from "./rereader.js";
import type { Outcome, QueueStore, Reading, Submission, Topic } from "./store.js";

/** Most ids that one reading asks the server about. */
const READ_AT_ONCE = 500;

/** Longest time that a sign of life may take, in milliseconds. */
const BEAT_TIME_MS = 2_000;

/** Most withdrawals that are kept to be said again. */
const MOST_UNSAID = 10_000;

/** A queue on a server, for any number of proxies and desks. */
export interface ServerQueue extends ApprovalQueue, SupervisorDesk {
  /**
   * Ends every wait with QueueError and every reader of changes quietly; what this queue has submitted counts as gone at once.
   * Connections that the queue made are closed; those that it was given stay open. Waits for the server at most a second.
   */
  close(): Promise<void>;
}

/** Longest wait for the server when the queue closes, in milliseconds. */
const CLOSING_MS = 1_000;

export interface ServerQueueSettings {
  readonly patienceMs: number;
  /** Stored with each proposal, for the desks. */
  readonly answerKeys: readonly string[] | undefined;
}

/** The part of a queue that is the same for every server. */
export class QueueOnServer implements ServerQueue {
  readonly #store: QueueStore;
  readonly #patienceMs: number;
  readonly #answerKeys: readonly string[] | undefined;
  /** This run of the proxy: it alone believes the answers to its proposals. */
  readonly #boot = randomName();
  /** Submitted and not withdrawn: what the server loses is submitted again. */
  readonly #held = new Map<string, Submission>();
  /** Submissions under way, so that none outlives its withdrawal. */
  readonly #submitting = new Map<string, Promise<unknown>>();
  /** Withdrawn, though the server has yet to hear of it. */
  readonly #unsaid = new Set<string>();
  readonly #heart = new Heart(() => this.#beat());
  readonly #waiters = new Waiters(() => this.#rest());
  readonly #steps = new Steps(() => this.#rest());
  readonly #rereader: Rereader;
  readonly #approvals = new SharedApprovals();
  readonly #answerer: CallAnswerer;
  readonly #switchboard: Switchboard;
  readonly #listening = new Map<Topic, Promise<void>>();
  /** Ids to look for in the next reading. */
  #looks = new Set<string>();
  /** The pending ids that this desk has been told of. */
  #known: ReadonlySet<string> = new Set();
  #hasShared = false;
  #isClosed = false;

  constructor(store: QueueStore, { patienceMs, answerKeys }: ServerQueueSettings) {
    if (answerKeys !== undefined) answerVerifier(answerKeys);
    this.#store = store;
    this.#patienceMs = patienceMs;
    this.#answerKeys = answerKeys && [...answerKeys];
    this.#answerer = new CallAnswerer(store, this.#boot, this.#approvals);
    this.#switchboard = serverSwitchboard(store, (work) => this.#call(work));
    this.#rereader = new Rereader(store, patienceMs, {
      read: () => this.#reread(),
      onFailure: (error) => this.#failed(error),
    });
  }

  async submit(proposal: Proposal): Promise<void> {
    assertFileId(proposal.id);
    const submission = submissionOf(proposal, this.#answerKeys);
    const { id } = submission;
    if (this.#held.has(id)) throw taken();
    this.#held.set(id, submission);
    try {
      await this.#call(() => this.#answerer.announce());
      if (!(await this.#send(submission))) throw taken();
    } catch (error) {
      this.#held.delete(id);
      throw error;
    }
    this.#heart.start();
  }

  async answer(id: string, signal: AbortSignal): Promise<unknown> {
    assertFileId(id);
    if (this.#isClosed) throw closed();
    const answer = this.#waiters.wait(id, signal);
    if (!signal.aborted) {
      this.#lookSoon(id);
      this.#listen("answers");
      this.#rereader.start();
    }
    return answer;
  }

  async withdraw(id: string): Promise<void> {
    assertFileId(id);
    this.#waiters.forget(id);
    this.#held.delete(id);
    this.#say(id);
    this.#heart.start(); // it says again what could not be said
    await this.#submitting.get(id)?.catch(() => {}); // not before: a submission under way would bring it back
    await this.#call(() => this.#store.withdraw(this.#boot, id));
    this.#unsaid.delete(id);
    this.#rest();
  }

  pending(): Promise<readonly Proposal[]> {
    return this.#call(async () => {
      const proposals = (await this.#store.pending()).flatMap((stored) => parseStored(stored) ?? []).sort(byAge);
      this.#listed(proposals.map(({ id }) => id));
      return proposals;
    });
  }

  async decide(answer: SupervisorAnswer): Promise<Outcome> {
    const parsed = parseAnswer(answer);
    const { id, signature } = parsed;
    if (!isFileId(id)) return "gone";
    const decision = randomName();
    const asked = await this.#call(() => this.#store.find(id));
    const proposal = asked === undefined ? undefined : parseStored(asked, id);
    if (asked === undefined || proposal === undefined) return "gone";
    const answerKeys = parseAnswerKeys(asked);
    if (answerKeys !== undefined && !verifyAnswer(parsed, proposal, answerKeys)) throw notSigned();
    const { boot } = asked;
    const record = answerRecord(boot, decision, parsed);
    const audit = auditLine(decision, proposal, parsed, operatorOf(parsed));
    return this.#call(() => this.#store.decide({ id, boot, record, audit, signature }));
  }

  changes(signal: AbortSignal): AsyncIterable<void> {
    const steps = this.#steps.subscribe(signal);
    if (this.#isClosed) this.#steps.end();
    if (this.#steps.size > 0) {
      this.#listen("changes");
      this.#rereader.start();
      this.#rereader.soon();
    }
    return steps;
  }

  /** Desks may call until the queue is closed, and hear that nothing is remembered where no guard is left. */
  shareApprovals(approvals: Approvals, signal: AbortSignal): void {
    if (signal.aborted || this.#isClosed) return;
    this.#approvals.share(approvals, signal);
    this.#answerer.start();
    this.#hasShared = true;
  }

  /** Renews the lease, which is a write like any other. */
  probe(): Promise<void> {
    return this.#call(() => this.#store.beat(this.#boot));
  }

  /** Proxies that share a store all remember the same approvals: each is listed once. */
  async approved(): Promise<readonly ApprovedValue[]> {
    const values = await approvedValues(this.#switchboard);
    return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
  }

  async revoke(revocation: Revocation): Promise<"revoked" | "unknown"> {
    return revokeValue(this.#switchboard, parseRevocation(revocation));
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#heart.stop();
    this.#answerer.stop();
    this.#rereader.stop();
    this.#waiters.failAll(closed());
    this.#steps.end();
    const isKnown = this.#held.size > 0 || this.#unsaid.size > 0 || this.#hasShared;
    const leave = isKnown ? this.#store.leave(this.#boot) : Promise.resolve();
    await attempt(CLOSING_MS, () => leave).catch(() => {}); // without it, the lease runs out
    await attempt(CLOSING_MS, () => this.#store.close()).catch(() => {});
  }

  /** More than so many are left to the server's clock. */
  #say(id: string): void {
    if (this.#unsaid.size < MOST_UNSAID) this.#unsaid.add(id);
  }

  async #call<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#isClosed) throw closed();
    return persist(this.#store, this.#patienceMs, work, () => this.#isClosed);
  }

  #send(submission: Submission): Promise<boolean> {
    const sent = this.#call(() => this.#store.submit(this.#boot, submission));
    this.#submitting.set(submission.id, sent);
    const done = (): void => {
      if (this.#submitting.get(submission.id) === sent) this.#submitting.delete(submission.id);
    };
    sent.then(done, done);
    return sent;
  }

  /** Notifications are only a hint, so what goes wrong with them is tried again at the next reading and is no failure. */
  #listen(topic: Topic): void {
    if (this.#listening.has(topic)) return;
    const heard = topic === "answers" ? this.#heardAnswer : this.#heardChange;
    const listening = this.#store.listen(topic, this.#boot, heard);
    this.#listening.set(topic, listening);
    listening.then(
      () => this.#rereader.soon(), // what happened before is not told
      () => this.#listening.delete(topic),
    );
  }

  readonly #heardAnswer = (id: string | undefined): void => {
    if (id === undefined) this.#rereader.soon();
    else if (this.#waiters.has(id)) this.#lookSoon(id);
  };

  readonly #heardChange = (): void => {
    if (this.#steps.size > 0) this.#rereader.soon();
  };

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
      const readings = await this.#store.read(this.#boot, some);
      for (const [index, id] of some.entries()) this.#read(id, readings[index]);
    }
  }

  #read(id: string, reading: Reading | undefined): void {
    if (reading?.state === "answered") this.#waiters.settle(id, parseAnswerRecord(reading.record, this.#boot));
    else if (reading?.state === "malformed") this.#waiters.settle(id, MALFORMED);
    else if (reading?.state === "missing") this.#submitAgain(id);
  }

  /** The supervisor is asked again: whatever was decided before is lost with the proposal, and let nothing out. */
  #submitAgain(id: string): void {
    const submission = this.#held.get(id);
    if (submission === undefined || this.#submitting.has(id)) return;
    this.#send(submission).then(
      (isSubmitted) => {
        if (!isSubmitted) this.#waiters.fail(id, taken());
      },
      (error: unknown) => this.#waiters.fail(id, error),
    );
  }

  async #reread(): Promise<void> {
    if (this.#waiters.size > 0) {
      this.#listen("answers");
      await this.#look(this.#waiters.ids());
    }
    if (this.#steps.size > 0) {
      this.#listen("changes");
      const ids = new Set(await this.#store.pendingIds());
      if (isSame(ids, this.#known)) return;
      this.#known = ids;
      this.#steps.change();
    }
  }

  /**
   * What a reader has listed counts as seen: else a proposal that came and went between two readings would never be missed. Only what is
   * new counts, as a listing leaves out what cannot be read.
   */
  #listed(ids: readonly string[]): void {
    if (this.#steps.size === 0) {
      this.#known = new Set(ids);
      return;
    }
    if (ids.every((id) => this.#known.has(id))) return;
    this.#known = new Set([...this.#known, ...ids]);
    this.#steps.change();
  }

  async #beat(): Promise<void> {
    await attempt(BEAT_TIME_MS, () => this.#store.beat(this.#boot));
    for (const id of [...this.#unsaid]) {
      if (this.#submitting.has(id)) continue;
      await attempt(BEAT_TIME_MS, () => this.#store.withdraw(this.#boot, id));
      this.#unsaid.delete(id);
    }
    this.#rest();
  }

  #failed(error: QueueError): void {
    this.#waiters.failAll(error);
    this.#steps.fail(error);
  }

  /** Nothing keeps the process running when nobody waits, and a proxy that holds nothing gives no sign of life. */
  #rest(): void {
    if (this.#waiters.size === 0 && this.#steps.size === 0) this.#rereader.stop();
    if (this.#held.size === 0 && this.#unsaid.size === 0) this.#heart.stop();
  }
}

function taken(): QueueError {
  return new QueueError("A proposal with this id is already in the queue: give each proposal a new random id.");
}

function closed(): QueueError {
  return new QueueError("The queue has been closed: make a new one.");
}

function isSame(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return some.size === others.size && [...some].every((id) => others.has(id));
}

function byAge(a: Proposal, b: Proposal): number {
  const [first, second] = [`${a.createdAt} ${a.id}`, `${b.createdAt} ${b.id}`];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
