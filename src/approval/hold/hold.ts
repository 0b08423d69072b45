import type { Finding, GuardVerdict, OutboundRequest, ScanResult } from "../../types.js";
import type { Destination } from "../destination.js";
import type { SharedProposal } from "./shared-proposal.js";
import { EVENT_OF, HOLD_STATES, type HoldState } from "./states.js";

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
    const next = HOLD_STATES[this.#state][EVENT_OF[verdict.because]];
    if (next === this.#state) return false;
    this.#state = next;
    const cleanups = this.#cleanups;
    this.#cleanups = [];
    for (const cleanup of cleanups) cleanup();
    this.#settle(verdict);
    return true;
  }
}
