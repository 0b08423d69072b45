import { hasVisibleText } from "../../answer.js";
import type { SupervisorAnswer } from "../../types.js";
import { type Key, MOVES } from "./keys.js";
import { showsReport } from "./layout.js";
import { onListingKey, openListing } from "./listing.js";
import { afterPaste, isPasting, only, showNext } from "./on-screen.js";
import { isRead, scrollBy } from "./reading.js";
import { editReason } from "./reason.js";
import type { SessionState, Stage, Step, WaitingReport } from "./state.js";

/** What keys do. There is no key that decides more than the report on screen, none that changes a request, and none that approves in the list. */

const HELP =
  "a approve (once the report is read to its end; asks for a reason), r reject, n next report, arrows and space scroll, l lists what is approved, q quit. What nobody decides in time is denied.";
const NO_MODIFY = "There is no modify: a request leaves as it was scanned or not at all. Approve or reject it.";
const NEEDS_REASON = "An approval needs a reason: say why this value may leave.";
const UNSEEN = "This window is too small to show the report: make it larger, read, and approve then.";
const UNREAD = "The report goes on below: read it to its end (space, arrows), and approve then.";

/** The step that a key leads to. */
export function onKey(state: SessionState, key: Key, now: number): Step {
  if (key.kind === "interrupt") return { state, effects: [{ type: "quit" }] };
  if (state.stage.name === "settling") return only({ ...state, stage: { ...state.stage, lastKey: now } });
  if (state.paste !== undefined && isPasting(state, now)) {
    return only({ ...state, paste: { ...state.paste, lastKey: now } });
  }
  const next = onTakenKey(state, key, now);
  return key.kind === "paste" ? afterPaste(next, now) : next;
}

function onTakenKey(state: SessionState, key: Key, now: number): Step {
  switch (state.stage.name) {
    case "recording":
      return only(state);
    case "writing":
      return onWriting(state, state.stage, key);
    case "listing":
      return onListingKey(state, state.stage, key, now);
    default:
      return onCommand(state, key, now);
  }
}

function onCommand(state: SessionState, key: Key, now: number): Step {
  if (key.kind === "paste") return only({ ...state, notice: "Pasted text does nothing here: press one key." });
  const command = key.kind === "character" ? key.text.toLowerCase() : key.kind;
  if (command === "q") return { state, effects: [{ type: "quit" }] };
  if (command === "?" || command === "h") return only({ ...state, notice: HELP });
  if (command === "l") return openListing(state);
  if (command === "m") return only({ ...state, notice: NO_MODIFY });
  return state.shown === undefined ? only(state) : onReportCommand(state, state.shown, command, now);
}

function onReportCommand(state: SessionState, shown: WaitingReport, command: string, now: number): Step {
  if (command === "a") return approve(state);
  if (command === "r") return write(state, "reject");
  if (command === "n") return putOff(state, shown, now);
  const rows = Object.hasOwn(MOVES, command) ? MOVES[command] : undefined;
  if (rows !== undefined) return only(scrollBy(state, rows));
  return only({ ...state, notice: "That key does nothing here; ? shows those that do." });
}

function approve(state: SessionState): Step {
  if (!showsReport(state)) return only({ ...state, notice: UNSEEN });
  return isRead(state) ? write(state, "approve") : only({ ...state, notice: UNREAD });
}

function write(state: SessionState, verdict: "approve" | "reject"): Step {
  return only({ ...state, stage: { name: "writing", verdict, reason: "" }, notice: "" });
}

function putOff(state: SessionState, shown: WaitingReport, now: number): Step {
  if (state.waiting.length < 2) return only({ ...state, notice: "No other report waits." });
  const order = [...state.putOff.filter((id) => id !== shown.id), shown.id];
  return showNext({ ...state, putOff: order }, now, "");
}

function onWriting(state: SessionState, stage: Extract<Stage, { name: "writing" }>, key: Key): Step {
  if (key.kind === "escape") return only({ ...state, stage: { name: "choosing" }, notice: "Nothing was decided." });
  if (key.kind !== "enter") {
    return only({ ...state, stage: { ...stage, reason: editReason(stage.reason, key) }, notice: "" });
  }
  const { shown, operator } = state;
  if (shown === undefined) return only(state);
  const reason = stage.reason.trim();
  const visible = hasVisibleText(reason);
  if (stage.verdict === "reject") {
    return record(state, shown, { id: shown.id, verdict: "reject", ...(visible ? { reason } : {}), operator });
  }
  if (!visible) return only({ ...state, notice: NEEDS_REASON });
  return record(state, shown, { id: shown.id, verdict: "approve", reason, operator });
}

function record(state: SessionState, { proposal }: WaitingReport, answer: SupervisorAnswer): Step {
  const stage: Stage = { name: "recording", verdict: answer.verdict };
  return { state: { ...state, stage, notice: "" }, effects: [{ type: "decide", answer, shown: proposal }] };
}
