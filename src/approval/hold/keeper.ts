import type { DenyCause, GuardEvent, GuardVerdict, HoldLimits, OutboundRequest, ScanResult } from "../../types.js";
import type { Gate } from "../gate.js";
import { deny } from "../messages.js";
import type { Reporter } from "../report/payload.js";
import { tellHeld } from "../telemetry.js";
import { onDeadline } from "./deadline.js";
import { type Arrival, Hold } from "./hold.js";
import { Occupancy } from "./hold-limits.js";
import { Inquiries, type InquiryOutcome, type InquirySettings } from "./inquiries.js";
import type { SharedProposal, WithdrawReason } from "./shared-proposal.js";
import { Turns } from "./turns.js";

export interface KeeperSettings extends InquirySettings {
  readonly gate: Gate;
  readonly limits: Readonly<HoldLimits>;
  readonly reporterFor: (request: OutboundRequest) => Reporter;
}

/** Longest wait for the queue when the guard closes, in milliseconds. */
const CLOSING = 1_000;

/** Why a proposal is withdrawn when its last waiter ends so; all others: "settled". */
const WITHDRAW: Readonly<Partial<Record<GuardVerdict["because"], WithdrawReason>>> = {
  timeout: "expired",
  cancelled: "cancelled",
  closed: "cancelled",
};

/** Keeps requests that wait for a supervisor, each from its arrival to its one verdict. */
export class Keeper implements InquiryOutcome {
  readonly #settings: KeeperSettings;
  readonly #inquiries: Inquiries;
  readonly #occupancy: Occupancy;
  readonly #holds = new Set<Hold>();
  readonly #turns = new Turns();
  #isClosed = false;

  constructor(settings: KeeperSettings) {
    this.#settings = settings;
    this.#inquiries = new Inquiries(settings, this);
    this.#occupancy = new Occupancy(settings.limits);
  }

  /** Why a request with these findings is denied at once; `undefined`: it can be held. */
  refusal(arrival: Arrival, result: ScanResult): DenyCause | undefined {
    if (this.#isClosed) return "closed";
    if (this.#inquiries.wereRejected(result.findings, arrival.destination)) return "denied-before";
    if (performance.now() >= arrival.deadline) return "timeout";
    return this.#occupancy.hasRoomFor(arrival) ? undefined : "overloaded";
  }

  /** Resolves with the verdict; never rejects. */
  hold(arrival: Arrival, result: ScanResult): Promise<GuardVerdict> {
    const hold = new Hold(arrival, result);
    this.#holds.add(hold);
    this.#occupancy.enter(arrival);
    const tellEnded = tellHeld();
    hold.onEnd(() => {
      tellEnded();
      this.#holds.delete(hold);
      this.#occupancy.leave(arrival);
    });
    try {
      hold.onEnd(onDeadline(arrival.deadline, () => this.deny(hold, "timeout")));
      hold.onEnd(onAbort(arrival.signal, () => this.deny(hold, "cancelled")));
      this.#inquiries.ask(hold, result.findings);
      if (hold.state === "waiting") this.#emit("held", hold);
    } catch {
      this.deny(hold, "scan-failed");
    }
    return hold.verdict;
  }

  /** Denies everything held. Resolves when the queue has withdrawn the proposals, after a second in any case. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const verdicts = [...this.#holds].map((hold) => {
      this.deny(hold, "closed");
      return hold.verdict;
    });
    await Promise.all(verdicts);
    await this.#inquiries.withdrawn(CLOSING);
  }

  inTurn(job: () => void): void {
    this.#turns.run(job);
  }

  report(proposals: readonly SharedProposal<Hold>[]): void {
    const reporters = new Map<Hold, Reporter>();
    for (const proposal of proposals) this.#turns.run(() => this.#submit(proposal, reporters));
  }

  reconsider(hold: Hold): void {
    this.#turns.run(() => {
      if (hold.state !== "waiting") return;
      if (this.#isClosed) this.deny(hold, "closed");
      else if (performance.now() >= hold.arrival.deadline) this.deny(hold, "timeout");
      else this.#lookAgain(hold);
    });
  }

  deny(hold: Hold, because: DenyCause): void {
    this.#turns.run(() => this.#end(hold, deny(because, hold.result)));
  }

  /** Everything is judged anew: what is in the body, the store and the rejections may not be what it was. */
  #lookAgain(hold: Hold): void {
    const { request, destination, signal } = hold.arrival;
    try {
      if (signal?.aborted) {
        this.deny(hold, "cancelled");
        return;
      }
      const look = this.#settings.gate.look(request, destination, true);
      if ("pass" in look) {
        this.#end(hold, look.pass);
        return;
      }
      hold.result = look.findings;
      const { findings } = hold.result;
      if (!this.#settings.gate.isApprovable(hold.result)) this.deny(hold, "uninspectable");
      else if (this.#inquiries.wereRejected(findings, destination)) this.deny(hold, "denied-before");
      else this.#inquiries.ask(hold, findings);
    } catch {
      this.deny(hold, "scan-failed");
    }
  }

  #submit(proposal: SharedProposal<Hold>, reporters: Map<Hold, Reporter>): void {
    const [hold] = proposal.waiters;
    const question = hold?.questions.get(proposal.question.name);
    if (proposal.isOver || hold === undefined || question === undefined) return;
    try {
      const reporter = reporters.get(hold) ?? this.#settings.reporterFor(hold.arrival.request);
      reporters.set(hold, reporter);
      this.#inquiries.submit(proposal, reporter(question.finding));
    } catch {
      this.#inquiries.fail(proposal, "scan-failed");
    }
  }

  #end(hold: Hold, verdict: GuardVerdict): void {
    if (!hold.end(verdict)) return;
    this.#inquiries.leaveAll(hold, WITHDRAW[verdict.because] ?? "settled");
    this.#emit(verdict.action === "deny" ? "denied" : "released", hold, verdict.because);
  }

  #emit(type: GuardEvent["type"], hold: Hold, because?: string): void {
    const { proposalId } = hold;
    this.#settings.emit({
      type,
      ...(proposalId === undefined ? {} : { proposalId }),
      ...(because === undefined ? {} : { because }),
    });
  }
}

/** Calls `aborted` when the signal aborts. Returns what stops it. */
function onAbort(signal: AbortSignal | undefined, aborted: () => void): () => void {
  if (signal === undefined) return () => {};
  signal.addEventListener("abort", aborted, { once: true });
  if (signal.aborted) aborted();
  return () => {
    try {
      signal.removeEventListener("abort", aborted);
    } catch {
      // The signal is the caller's: what it throws must not keep a hold from its end.
    }
  };
}
