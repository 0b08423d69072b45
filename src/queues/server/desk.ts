import { parseAnswer } from "../../answer.js";
import { notSigned, verifyAnswer } from "../../answer-signature.js";
import type { QueueError } from "../../errors.js";
import type { Proposal, SupervisorAnswer } from "../../types.js";
import { auditLine } from "../file/envelopes.js";
import { isFileId } from "../file/names.js";
import { operatorOf } from "../operator.js";
import { Shown } from "../shown.js";
import { Steps } from "../steps.js";
import type { Line } from "./line.js";
import { answerRecord, parseAnswerKeys, parseStored, randomName } from "./records.js";
import type { Outcome } from "./store.js";

/** The operator's side: what waits, what is decided about it, and who is told that it has changed. */
export class ServerDesk {
  readonly #line: Line;
  readonly #steps: Steps;
  readonly #shown = new Shown();
  /** The pending ids that this desk has been told of. */
  #known: ReadonlySet<string> = new Set();

  /** @param rest Called when one reader of changes less is left. */
  constructor(line: Line, rest: () => void) {
    this.#line = line;
    this.#steps = new Steps(rest);
  }

  get hasReaders(): boolean {
    return this.#steps.size > 0;
  }

  pending(): Promise<readonly Proposal[]> {
    return this.#line.call(async (store) => {
      const stored = await store.pending();
      const proposals = stored.flatMap((one) => parseStored(one) ?? []).sort(byAge);
      this.#shown.list(proposals);
      this.#listed(proposals.map(({ id }) => id));
      return proposals;
    });
  }

  async decide(answer: SupervisorAnswer, shown?: Proposal): Promise<Outcome> {
    const parsed = parseAnswer(answer);
    const { id, signature } = parsed;
    if (!isFileId(id)) return "gone";
    const decision = randomName();
    const asked = await this.#line.call((store) => store.find(id));
    const proposal = asked === undefined ? undefined : parseStored(asked, id);
    if (asked === undefined || proposal === undefined || !this.#shown.isAsShown(proposal, shown)) return "gone";
    const answerKeys = parseAnswerKeys(asked);
    if (answerKeys !== undefined && !verifyAnswer(parsed, proposal, answerKeys)) throw notSigned();
    const { boot } = asked;
    const record = answerRecord(boot, decision, proposal, parsed);
    const audit = auditLine(decision, proposal, parsed, operatorOf(parsed));
    return this.#line.call((store) => store.decide({ id, boot, record, audit, signature }));
  }

  changes(signal: AbortSignal): AsyncIterable<void> {
    const steps = this.#steps.subscribe(signal);
    if (this.#line.isClosed) this.#steps.end();
    return steps;
  }

  /** Tells the readers where what is pending has changed. */
  async reread(): Promise<void> {
    const ids = new Set(await this.#line.once((store) => store.pendingIds()));
    if (isSame(ids, this.#known)) return;
    this.#known = ids;
    this.#steps.change();
  }

  fail(error: QueueError): void {
    this.#steps.fail(error);
  }

  end(): void {
    this.#steps.end();
  }

  /**
   * What a reader has listed counts as seen: else a proposal that came and went between two readings would never be missed. Only what is
   * new counts, as a listing leaves out what cannot be read.
   */
  #listed(ids: readonly string[]): void {
    if (!this.hasReaders) {
      this.#known = new Set(ids);
      return;
    }
    if (ids.every((id) => this.#known.has(id))) return;
    this.#known = new Set([...this.#known, ...ids]);
    this.#steps.change();
  }
}

function isSame(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return some.size === others.size && [...some].every((id) => others.has(id));
}

function byAge(a: Proposal, b: Proposal): number {
  const [first, second] = [`${a.createdAt} ${a.id}`, `${b.createdAt} ${b.id}`];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
