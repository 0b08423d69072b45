import type { GuardVerdict } from "../../types.js";

/**
 * The states of a held request, as one table. It waits, and then ends once and for all.
 *
 * - approved: everything in it was approved, and a fresh scan is clear: forwarded
 * - rejected: a supervisor said no
 * - expired: nobody decided before its deadline
 * - cancelled: its client has gone
 * - abandoned: anything else: a fault, a malformed answer, the guard closed
 */
export type HoldState = "waiting" | "approved" | "rejected" | "expired" | "cancelled" | "abandoned";

/** What can happen to one. "clear": a fresh scan finds nothing that stands, after an approval. */
export type HoldEvent = "clear" | "reject" | "deadline" | "client-gone" | "fault";

/** The state that follows each event in each state. docs/reliability.md shows it. */
export const HOLD_STATES: Readonly<Record<HoldState, Readonly<Record<HoldEvent, HoldState>>>> = {
  waiting: {
    clear: "approved",
    reject: "rejected",
    deadline: "expired",
    "client-gone": "cancelled",
    fault: "abandoned",
  },
  approved: stays("approved"),
  rejected: stays("rejected"),
  expired: stays("expired"),
  cancelled: stays("cancelled"),
  abandoned: stays("abandoned"),
};

/** Which verdict is which event. */
export const EVENT_OF: Readonly<Record<GuardVerdict["because"], HoldEvent>> = {
  clear: "clear",
  remembered: "clear",
  approved: "clear",
  rejected: "reject",
  "denied-before": "reject",
  timeout: "deadline",
  cancelled: "client-gone",
  "malformed-answer": "fault",
  unsupervised: "fault",
  "queue-failed": "fault",
  overloaded: "fault",
  uninspectable: "fault",
  "scan-failed": "fault",
  closed: "fault",
};

function stays(state: HoldState): Readonly<Record<HoldEvent, HoldState>> {
  return { clear: state, reject: state, deadline: state, "client-gone": state, fault: state };
}
