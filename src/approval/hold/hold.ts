import type { Finding, GuardVerdict, OutboundRequest, ScanResult } from "../../types.js";
import type { Destination } from "../destination.js";
import type { SharedProposal } from "./shared-proposal.js";

/**
 * The states of a held request. It waits, and then ends once and for all:
 *
 * ```
 * waiting ─┬─ approved    everything in it was approved, and a fresh scan is clear: forwarded
 *          ├─ rejected    a supervisor said no
 *          ├─ expired     nobody decided before its deadline
 *          ├─ cancelled   its client has gone
 *          └─ abandoned   anything else: a fault, a malformed answer, the guard closed
 * ```
 */
export type HoldState = "waiting" | HoldEnd;
export type HoldEnd = "approved" | "rejected" | "expired" | "cancelled" | "abandoned";

/** Which verdict ends a hold in which state. */
const END: Readonly<Record<GuardVerdict["because"], HoldEnd>> = {
  clear: "approved",
  remembered: "approved",
  approved: "approved",
  rejected: "rejected",
  "denied-before": "rejected",
  timeout: "expired",
  cancelled: "cancelled",
  "malformed-answer": "abandoned",
  unsupervised: "abandoned",
  "queue-failed": "abandoned",
  overloaded: "abandoned",
  uninspectable: "abandoned",
  "scan-failed": "abandoned",
  closed: "abandoned",
};

/** A request that arrived at the guard. */
export interface Arrival {
  readonly request: OutboundRequest;
  readonly destination: Destination;
  readonly bytes: number;
  readonly client: string | undefined;
  readonly signal: AbortSignal | undefined;
  /** On `performance.now()`'s clock. */
  readonly deadline: number;
}

/** What a hold waits for: the answer about one of its findings. */
export interface OpenQuestion {
  readonly finding: Finding;
  readonly proposal: SharedProposal<Hold>;
}

export class Hold {
  readonly arrival: Arrival;
  /** The verdict, once the hold has ended. Never rejects. */
  readonly verdict: Promise<GuardVerdict>;
  /** By the question's name. */
  readonly questions: Map<string, OpenQuestion> = new Map();
  /** Of the last scan. */
  result: ScanResult;
  /** Of the first question asked: names the hold in events. */
  proposalId: string | undefined;
  #state: HoldState = "waiting";
  #settle: (verdict: GuardVerdict) => void = () => {};
  #cleanups: (() => void)[] = [];

  constructor(arrival: Arrival, result: ScanResult) {
    this.arrival = arrival;
    this.result = result;
    this.verdict = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  get state(): HoldState {
    return this.#state;
  }

  /** `cleanup` runs when the hold ends; at once if it has. */
  onEnd(cleanup: () => void): void {
    if (this.#state === "waiting") this.#cleanups.push(cleanup);
    else cleanup();
  }

  /** Ends the hold; `false` when it had ended before, and then nothing changes. */
  end(verdict: GuardVerdict): boolean {
    if (this.#state !== "waiting") return false;
    this.#state = END[verdict.because];
    const cleanups = this.#cleanups;
    this.#cleanups = [];
    for (const cleanup of cleanups) cleanup();
    this.#settle(verdict);
    return true;
  }
}
