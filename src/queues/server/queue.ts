import { answerVerifier } from "../../answer-signature.js";
import type { QueueError } from "../../errors.js";
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
import { assertFileId } from "../file/names.js";
import { type Approvals, SharedApprovals } from "../shared-approvals.js";
import { AwaitedAnswers } from "./awaited-answers.js";
import { CallAnswerer, serverSwitchboard } from "./calls.js";
import { ServerDesk } from "./desk.js";
import { Heart } from "./lease.js";
import { closed, Line } from "./line.js";
import { randomName, submissionOf } from "./records.js";
import { Rereader } from "./rereader.js";
import type { Outcome, QueueStore, Topic } from "./store.js";
import { BEAT_TIME_MS, Submissions } from "./submissions.js";

/** A queue on a server, for any number of proxies and desks. */
export interface ServerQueue extends ApprovalQueue, SupervisorDesk {
  /**
   * Ends every wait with QueueError and every reader of changes quietly; what this queue has submitted counts as gone at once.
   * Connections that the queue made are closed; those that it was given stay open. Waits for the server at most a second.
   */
  close(): Promise<void>;
}

export interface ServerQueueSettings {
  readonly patienceMs: number;
  /** Stored with each proposal, for the desks. */
  readonly answerKeys: readonly string[] | undefined;
}

/** The part of a queue that is the same for every server. */
export class QueueOnServer implements ServerQueue {
  readonly #line: Line;
  readonly #answerKeys: readonly string[] | undefined;
  /** This run of the proxy: it alone believes the answers to its proposals. */
  readonly #boot = randomName();
  readonly #submissions: Submissions;
  readonly #answers: AwaitedAnswers;
  readonly #desk: ServerDesk;
  readonly #heart = new Heart(() => this.#beat());
  readonly #rereader: Rereader;
  readonly #approvals = new SharedApprovals();
  readonly #answerer: CallAnswerer;
  readonly #switchboard: Switchboard;
  #hasShared = false;

  constructor(store: QueueStore, { patienceMs, answerKeys }: ServerQueueSettings) {
    if (answerKeys !== undefined) answerVerifier(answerKeys);
    this.#answerKeys = answerKeys && [...answerKeys];
    const rest = (): void => this.#rest();
    this.#line = new Line(store, patienceMs);
    this.#submissions = new Submissions(this.#line, this.#boot);
    this.#answers = new AwaitedAnswers(this.#line, this.#boot, this.#submissions, rest);
    this.#desk = new ServerDesk(this.#line, rest);
    this.#answerer = new CallAnswerer(store, this.#boot, this.#approvals);
    this.#switchboard = serverSwitchboard(store, (work) => this.#line.call(work));
    this.#rereader = new Rereader(store, patienceMs, {
      read: () => this.#reread(),
      onFailure: (error) => this.#failed(error),
    });
  }

  async submit(proposal: Proposal): Promise<void> {
    assertFileId(proposal.id);
    await this.#submissions.add(submissionOf(proposal, this.#answerKeys), () => this.#answerer.announce());
    this.#heart.start();
  }

  async answer(id: string, signal: AbortSignal): Promise<unknown> {
    assertFileId(id);
    if (this.#line.isClosed) throw closed();
    const answer = this.#answers.wait(id, signal);
    if (!signal.aborted) {
      this.#listen("answers");
      this.#rereader.start();
    }
    return answer;
  }

  async withdraw(id: string): Promise<void> {
    assertFileId(id);
    this.#answers.forget(id);
    this.#submissions.drop(id);
    this.#heart.start(); // it says again what could not be said
    await this.#submissions.withdraw(id);
    this.#rest();
  }

  pending(): Promise<readonly Proposal[]> {
    return this.#desk.pending();
  }

  decide(answer: SupervisorAnswer, shown?: Proposal): Promise<Outcome> {
    return this.#desk.decide(answer, shown);
  }

  changes(signal: AbortSignal): AsyncIterable<void> {
    const steps = this.#desk.changes(signal);
    if (this.#desk.hasReaders) {
      this.#listen("changes");
      this.#rereader.start();
      this.#rereader.soon();
    }
    return steps;
  }

  /** Desks may call until the queue is closed, and hear that nothing is remembered where no guard is left. */
  shareApprovals(approvals: Approvals, signal: AbortSignal): void {
    if (signal.aborted || this.#line.isClosed) return;
    this.#approvals.share(approvals, signal);
    this.#answerer.start();
    this.#hasShared = true;
  }

  /** Renews the lease, which is a write like any other. */
  probe(): Promise<void> {
    return this.#line.call((store) => store.beat(this.#boot));
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
    if (this.#line.isClosed) return;
    const isKnown = !this.#submissions.isEmpty || this.#hasShared;
    const closing = this.#line.close(isKnown ? this.#boot : undefined);
    this.#heart.stop();
    this.#answerer.stop();
    this.#rereader.stop();
    this.#answers.failAll(closed());
    this.#desk.end();
    await closing;
  }

  #listen(topic: Topic): void {
    const heard = topic === "answers" ? this.#heardAnswer : this.#heardChange;
    this.#line.listen(topic, this.#boot, heard, () => this.#rereader.soon());
  }

  readonly #heardAnswer = (id: string | undefined): void => {
    if (id === undefined) this.#rereader.soon();
    else this.#answers.heard(id);
  };

  readonly #heardChange = (): void => {
    if (this.#desk.hasReaders) this.#rereader.soon();
  };

  async #reread(): Promise<void> {
    if (this.#answers.size > 0) {
      this.#listen("answers");
      await this.#answers.look();
    }
    if (this.#desk.hasReaders) {
      this.#listen("changes");
      await this.#desk.reread();
    }
  }

  async #beat(): Promise<void> {
    await this.#line.once((store) => store.beat(this.#boot), BEAT_TIME_MS);
    await this.#submissions.sayAgain();
    this.#rest();
  }

  #failed(error: QueueError): void {
    this.#answers.failAll(error);
    this.#desk.fail(error);
  }

  /** Nothing keeps the process running when nobody waits, and a proxy that holds nothing gives no sign of life. */
  #rest(): void {
    if (this.#answers.size === 0 && !this.#desk.hasReaders) this.#rereader.stop();
    if (this.#submissions.isEmpty) this.#heart.stop();
  }
}
