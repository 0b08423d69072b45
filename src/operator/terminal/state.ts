import type { ApprovedValue, Proposal, Revocation, SupervisorAnswer } from "../../types.js";
import type { Report } from "../report.js";
import type { Key } from "./keys.js";

/** A report, and when it expires on the session's clock. */
export interface WaitingReport extends Report {
  readonly deadline: number;
}

export type Verdict = SupervisorAnswer["verdict"];

/** What the desk made of an answer. */
export type Outcome = "recorded" | "already-decided" | "gone";

/** Input that is thrown away: since when, the last key of it, and the question put to the terminal behind what it must not be taken for. */
export interface Settling {
  readonly question: number;
  readonly since: number;
  readonly lastKey: number;
}

/**
 * What the session is at. A report that comes on screen is "settling" at first: input is thrown away until the terminal has
 * answered a question put to it after the report was painted (so all that was typed before has arrived), and until then no
 * key was pressed for a while. Only after that can it be decided.
 */
export type Stage =
  | { readonly name: "idle" }
  | ({ readonly name: "settling" } & Settling)
  | { readonly name: "choosing" }
  | { readonly name: "writing"; readonly verdict: Verdict; readonly reason: string }
  | { readonly name: "recording"; readonly verdict: Verdict }
  | ListingStage;

/** The list of what is approved stands over the report; leaving it shows the report anew, and that settles again. */
export interface ListingStage {
  readonly name: "listing";
  /** Undefined while the desk is asked. */
  readonly values: readonly ApprovedValue[] | undefined;
  /** Which of them is chosen. */
  readonly chosen: number;
  /** "confirming": whether the chosen one is to be revoked. "revoking": the desk is at it. */
  readonly at: "choosing" | "confirming" | "revoking";
}

/** The whole state of a session. Times are in milliseconds on one monotonic clock. */
export interface SessionState {
  readonly operator: string;
  readonly columns: number;
  readonly rows: number;
  /** Decidable, oldest first; the shown report is among them. */
  readonly waiting: readonly WaitingReport[];
  /** Of other tools. */
  readonly others: readonly Report[];
  readonly shown: WaitingReport | undefined;
  readonly stage: Stage;
  /** Ids that were put off, in that order. */
  readonly putOff: readonly string[];
  /** Ids that were decided here and may still stand in a list that was read before. */
  readonly decided: readonly string[];
  /** One sentence or two about what happened last. */
  readonly notice: string;
  /** First row of the report on screen. */
  readonly scroll: number;
  /** Rows of the report that have been on screen, from its first on. */
  readonly seen: number;
  /** Questions put to the terminal, and how many it has answered. */
  readonly asked: number;
  readonly answered: number;
  /** What comes right behind the last paste, and is taken for its end. */
  readonly paste: Settling | undefined;
  /** What was decided, one line each, for the closing words. */
  readonly log: readonly string[];
}

export type SessionEvent =
  | {
      readonly type: "pending";
      readonly waiting: readonly WaitingReport[];
      readonly others: readonly Report[];
      readonly now: number;
    }
  | { readonly type: "tick"; readonly now: number }
  | { readonly type: "resize"; readonly columns: number; readonly rows: number; readonly now: number }
  | { readonly type: "terminal-answered"; readonly now: number }
  | { readonly type: "key"; readonly key: Key; readonly now: number }
  | { readonly type: "decided"; readonly outcome: Outcome; readonly now: number }
  /** The answer was not recorded; the report may still wait. */
  | { readonly type: "refused"; readonly message: string; readonly now: number }
  | { readonly type: "listed"; readonly values: readonly ApprovedValue[]; readonly now: number }
  | { readonly type: "revoked"; readonly outcome: "revoked" | "unknown"; readonly now: number }
  /** What is approved could not be listed, or the value not revoked. */
  | { readonly type: "list-failed"; readonly message: string; readonly now: number };

export type Effect =
  | { readonly type: "decide"; readonly answer: SupervisorAnswer; readonly shown: Proposal }
  | { readonly type: "list" }
  | { readonly type: "revoke"; readonly revocation: Revocation }
  /** After the next paint, ask the terminal for its status. */
  | { readonly type: "ask-terminal" }
  | { readonly type: "quit" };

/** What one event leads to. */
export interface Step {
  readonly state: SessionState;
  readonly effects: readonly Effect[];
}

/** Before anything is known. */
export function startSession(operator: string, columns = 80, rows = 24): SessionState {
  return {
    operator,
    columns,
    rows,
    waiting: [],
    others: [],
    shown: undefined,
    stage: { name: "idle" },
    putOff: [],
    decided: [],
    notice: "",
    scroll: 0,
    seen: 0,
    asked: 0,
    answered: 0,
    paste: undefined,
    log: [],
  };
}
