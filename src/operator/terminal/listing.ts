import { describeApproved } from "../approved.js";
import { printableLine } from "../printable.js";
import { type Key, MOVES } from "./keys.js";
import { only, showNext } from "./on-screen.js";
import type { ListingStage, SessionEvent, SessionState, Step } from "./state.js";

/** The list of what is approved, and taking one of it back. It can only take away, so nothing here asks for a reason. */

const REVOKED = "Revoked: the value is held again from now on.";
const UNKNOWN = "No running proxy remembers that value any more.";

export function openListing(state: SessionState): Step {
  const stage: ListingStage = { name: "listing", values: undefined, chosen: 0, at: "choosing" };
  return { state: { ...state, stage, notice: "" }, effects: [{ type: "list" }] };
}

export function onListingKey(state: SessionState, stage: ListingStage, key: Key, now: number): Step {
  const command = key.kind === "character" ? key.text.toLowerCase() : key.kind;
  if (stage.at === "revoking") return only(state);
  if (stage.at === "confirming") return onConfirming(state, stage, command);
  if (command === "escape" || command === "l" || command === "q") return showNext(state, now, "");
  const last = Math.max(0, (stage.values?.length ?? 0) - 1);
  const rows = Object.hasOwn(MOVES, command) ? (MOVES[command] ?? 0) : 0;
  if (rows !== 0) return only(at(state, { ...stage, chosen: Math.min(last, Math.max(0, stage.chosen + rows)) }, ""));
  const chosen = stage.values?.[stage.chosen];
  if (command !== "x" || chosen === undefined) return only({ ...state, notice: "That key does nothing here." });
  return only(at(state, { ...stage, at: "confirming" }, ""));
}

function onConfirming(state: SessionState, stage: ListingStage, command: string): Step {
  const chosen = stage.values?.[stage.chosen];
  if (command !== "y" || chosen === undefined) {
    return only(at(state, { ...stage, at: "choosing" }, "Nothing was revoked."));
  }
  const revocation = { fingerprint: chosen.fingerprint, operator: state.operator };
  return { state: at(state, { ...stage, at: "revoking" }, ""), effects: [{ type: "revoke", revocation }] };
}

/** What the desk says. Whoever has left the list meanwhile is only told of a revocation. */
export function onDesk(
  state: SessionState,
  event: Extract<SessionEvent, { type: "listed" | "revoked" | "list-failed" }>,
): Step {
  const { stage } = state;
  if (stage.name !== "listing") return only(state);
  if (event.type === "listed") {
    const chosen = Math.max(0, Math.min(stage.chosen, event.values.length - 1));
    return only(at(state, { ...stage, values: event.values, chosen, at: "choosing" }, state.notice));
  }
  if (event.type === "list-failed") {
    const notice = printableLine(event.message, 300);
    return only(at(state, { ...stage, values: stage.values ?? [], at: "choosing" }, notice));
  }
  const notice = event.outcome === "revoked" ? REVOKED : UNKNOWN;
  const fingerprint = printableLine(stage.values?.[stage.chosen]?.fingerprint, 128);
  const log = event.outcome === "revoked" ? [...state.log, `Revoked: ${fingerprint}`] : state.log;
  return { state: { ...at(state, { ...stage, at: "choosing" }, notice), log }, effects: [{ type: "list" }] };
}

/** The lines of the list, as many as there is room for, round the chosen one. */
export function listingLines({ values, chosen }: ListingStage, room: number): readonly string[] {
  if (values === undefined) return ["Asking what is approved ..."];
  if (values.length === 0) return ["Nothing is approved."];
  const first = Math.min(Math.max(0, chosen - Math.floor(room / 2)), Math.max(0, values.length - room));
  const shown = values.slice(first, first + room);
  return shown.map((value, index) => `${first + index === chosen ? "> " : "  "}${describeApproved(value)}`);
}

function at(state: SessionState, stage: ListingStage, notice: string): SessionState {
  return { ...state, stage, notice };
}
