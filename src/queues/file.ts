import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { parseAnswer } from "../answer.js";
import { answerVerifier } from "../answer-signature.js";
import { AnswerError, QueueError } from "../errors.js";
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
import { approvedValues, revokeValue } from "./calls/desk.js";
import { finishDecision, readAnswer } from "./file/answers.js";
import { BEAT_MS, beat } from "./file/boots.js";
import { CallAnswerer } from "./file/calls/answer-calls.js";
import { fileSwitchboard } from "./file/calls/make-calls.js";
import { decide, type Outcome } from "./file/decide.js";
import { type QueueDirectory, queueDirectory } from "./file/directory.js";
import { queueFailure } from "./file/failures.js";
import { Known, operatorView } from "./file/known.js";
import { shared } from "./file/limit.js";
import { assertFileId, fileName, parseFileName } from "./file/names.js";
import { Observer } from "./file/observer.js";
import {
  assertUnanswered,
  createProposal,
  isLost,
  pendingProposals,
  proposalRecord,
  removeProposal,
} from "./file/proposals.js";
import { removeFile, tryRecord } from "./file/records.js";
import { sweep } from "./file/sweep.js";
import { type Approvals, SharedApprovals } from "./shared-approvals.js";
import { Shown } from "./shown.js";
import { Steps } from "./steps.js";
import { Waiters } from "./waiters.js";

class FileQueue implements ApprovalQueue, SupervisorDesk {
  readonly #directory: QueueDirectory;
  /** This run of the proxy: it alone believes the answers to its proposals. */
  readonly #boot = randomUUID();
  readonly #beat: () => Promise<void>;
  #swept: Promise<void> | undefined;
  /** The digest of each proposal that was submitted and not withdrawn. */
  readonly #submitted = new Map<string, string>();
  readonly #shown = new Shown();
  #heart: NodeJS.Timeout | undefined;
  readonly #known = new Known();
  readonly #waiters = new Waiters(() => this.#rest());
  readonly #steps = new Steps(() => this.#rest());
  readonly #observer: Observer;
  readonly #approvals = new SharedApprovals(() => this.#listen());
  readonly #calls: CallAnswerer;
  #hasShared = false;

  constructor(directory: string, { answerKeys }: QueueOptions) {
    if (answerKeys !== undefined) answerVerifier(answerKeys);
    this.#directory = queueDirectory(directory);
    this.#beat = shared(() =>
      beat(this.#directory.path, this.#boot, {
        ...(answerKeys && { answerKeys }),
        sharesApprovals: this.#approvals.size > 0,
      }),
    );
    this.#calls = new CallAnswerer(this.#directory, this.#boot, this.#approvals);
    this.#observer = new Observer(this.#directory, {
      onName: (name) => this.#noticed(name),
      onListing: (names) => this.#listed(names),
      onFailure: (error) => this.#failed(error),
    });
  }

  submit(proposal: Proposal): Promise<void> {
    return this.#use(async () => {
      const { id } = proposal;
      const { json, digest } = proposalRecord(this.#boot, proposal);
      await this.#sweepOnce();
      await Promise.all([this.#beat(), assertUnanswered(this.#directory.path, id)]);
      await createProposal(this.#directory, id, json);
      this.#submitted.set(id, digest);
      this.#live();
      this.#listen();
      if (this.#known.add([fileName(id, "proposal")])) this.#steps.change();
    });
  }

  async answer(id: string, signal: AbortSignal): Promise<unknown> {
    assertFileId(id);
    const answer = this.#waiters.wait(id, signal);
    if (!signal.aborted) void this.#attend(id);
    return answer;
  }

  withdraw(id: string): Promise<void> {
    return this.#use(async () => {
      assertFileId(id);
      this.#waiters.forget(id);
      this.#submitted.delete(id);
      this.#listen();
      await removeProposal(this.#directory.path, id);
      this.#known.remove(fileName(id, "answer"));
      if (this.#known.remove(fileName(id, "proposal"))) this.#steps.change();
    });
  }

  pending(): Promise<readonly Proposal[]> {
    return this.#use(async () => {
      const names = new Set(await this.#directory.list());
      if (this.#steps.size === 0) this.#known.replace(await operatorView(this.#directory.path, names));
      const proposals = await pendingProposals(this.#directory.path, names);
      this.#shown.list(proposals);
      // What a reader has listed counts as seen: else one that came and went between two listings would never be missed.
      if (this.#known.add(proposals.map(({ id }) => fileName(id, "proposal")))) this.#steps.change();
      return proposals;
    });
  }

  async decide(answer: SupervisorAnswer, shown?: Proposal): Promise<Outcome> {
    const parsed = parseAnswer(answer);
    return this.#use(async () => {
      const outcome = await decide(this.#directory, parsed, (waiting) => this.#shown.isAsShown(waiting, shown));
      if (outcome === "recorded" && this.#known.add([fileName(parsed.id, "answer")])) this.#steps.change();
      return outcome;
    });
  }

  changes(signal: AbortSignal): AsyncIterable<void> {
    const steps = this.#steps.subscribe(signal);
    if (!signal.aborted) {
      this.#observer.listSoon();
      void this.#observer.start();
    }
    return steps;
  }

  shareApprovals(approvals: Approvals, signal: AbortSignal): void {
    this.#approvals.share(approvals, signal);
  }

  probe(): Promise<void> {
    return this.#use(() => tryRecord(this.#directory.path));
  }

  approved(): Promise<readonly ApprovedValue[]> {
    return this.#use(() => approvedValues(fileSwitchboard(this.#directory)));
  }

  async revoke(revocation: Revocation): Promise<"revoked" | "unknown"> {
    const parsed = parseRevocation(revocation);
    return this.#use(() => revokeValue(fileSwitchboard(this.#directory), parsed));
  }

  /** Gives signs of life. A beat that fails is followed by the next. */
  #live(): void {
    this.#heart ??= setInterval(() => void this.#beat().catch(() => {}), BEAT_MS).unref();
  }

  /** Once there was a proposal something can be approved, so desks may call as long as a guard lives; without either this boot rests. */
  #listen(): void {
    if (this.#heart === undefined) return;
    if (this.#approvals.size > 0) {
      this.#hasShared = true;
      this.#calls.start();
      return;
    }
    this.#calls.stop();
    if (this.#submitted.size > 0) return;
    clearInterval(this.#heart);
    this.#heart = undefined;
    // No desk need wait for a reply that will not come. The next proposal makes the file anew.
    if (this.#hasShared) void removeFile(join(this.#directory.path, fileName(this.#boot, "boot"))).catch(() => {});
    this.#hasShared = false;
  }

  async #sweepOnce(): Promise<void> {
    this.#swept ??= sweep(this.#directory);
    try {
      await this.#swept;
    } catch (error) {
      this.#swept = undefined;
      throw error;
    }
  }

  /** Every call goes through here: nothing is done in a directory that is not ours alone, and every error is ours. */
  async #use<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      await this.#directory.check();
      return await work();
    } catch (error) {
      throw error instanceof AnswerError ? error : queueFailure(this.#directory.path, error);
    }
  }

  /** Looks for the answer to `id` now, and has it looked for whenever something happens. */
  async #attend(id: string): Promise<void> {
    try {
      await this.#directory.check();
      if (!this.#waiters.has(id)) return;
      await this.#observer.start();
      await this.#look(id);
    } catch (error) {
      this.#waiters.fail(id, queueFailure(this.#directory.path, error));
    }
  }

  async #look(id: string): Promise<void> {
    if (!this.#waiters.has(id)) return;
    const found = await readAnswer(this.#directory.path, this.#boot, id, this.#submitted.get(id));
    if (found !== undefined) this.#waiters.settle(id, found.answer);
  }

  #noticed(name: string): void {
    const file = parseFileName(name);
    if (file === undefined || file.kind === "boot") return;
    // What cannot be read now is read again at the next listing, which also counts the failures.
    if (file.kind === "answer" && this.#waiters.has(file.id)) void this.#look(file.id).catch(() => {});
    if (this.#steps.size > 0) this.#observer.listSoon();
  }

  async #listed(names: ReadonlySet<string>): Promise<void> {
    const path = this.#directory.path;
    const looks = this.#waiters.ids().map(async (id) => {
      if (names.has(fileName(id, "answer"))) await this.#look(id);
      else if (names.has(fileName(id, "claim")) && this.#submitted.has(id)) await finishDecision(this.#directory, id);
      else if (!names.has(fileName(id, "proposal")) && this.#submitted.has(id)) await this.#missing(id);
    });
    await Promise.all(looks);
    if (this.#steps.size > 0 && this.#known.replace(await operatorView(path, names))) this.#steps.change();
  }

  /** A proposal that somebody removed, alone or with its directory, can be decided by nobody: it is not waited for. */
  async #missing(id: string): Promise<void> {
    if (!(await isLost(this.#directory.path, id))) return;
    this.#waiters.fail(
      id,
      new QueueError(`A proposal's file was removed from ${this.#directory.path}: find out by whom.`),
    );
  }

  #failed(error: unknown): void {
    const failure = queueFailure(this.#directory.path, error);
    this.#waiters.failAll(failure);
    this.#steps.fail(failure);
  }

  /** Nothing keeps the process running when nobody waits. */
  #rest(): void {
    if (this.#waiters.size === 0 && this.#steps.size === 0) this.#observer.stop();
  }
}

/**
 * A queue in one directory, for a proxy and desks in any number of processes; it survives kill -9 of each of them.
 *
 * The directory is created with mode 0700. Where it is a symbolic link, another user's, or open to its group or to others,
 * every call rejects with QueueError; this function itself does no I/O. It needs POSIX owners and hard links.
 *
 * - A proposal's id is 1 to 128 letters, digits, hyphens and underscores. Proposals are at most 256 KiB as JSON.
 * - Records are written whole under a temporary name and then linked to their own; they are never changed and never renamed. What was
 *   decided is durable before it has its name; a proposal is durable when `submit` resolves.
 * - The first valid answer wins, by link(2). Its line is in `audit.jsonl` (`AuditLine`, mode 0600), durable, before the
 *   proxy can see it and before `decide` returns "recorded". So a line can also stand for an answer that came too late: its
 *   desk was killed, or the proposal withdrawn, right after the line was written. `decision` is the line's own id.
 * - A withdrawn proposal's files are removed. What a dead proxy left counts as gone, and the next proxy to start removes it.
 * - What guards of this process remember, desks of all processes list and revoke, from the first proposal on.
 * - `changes` steps at once when there is something that this desk has not listed yet.
 *
 * @param directory Its path, taken against the working directory of now.
 * @param options `answerKeys`, in the proxy: told to the desks through the directory, for their own refusal of other answers.
 * @throws ConfigurationError When a key is no Ed25519 public key.
 */
export function fileQueue(directory: string, options: QueueOptions = {}): ApprovalQueue & SupervisorDesk {
  return new FileQueue(directory, options);
}
