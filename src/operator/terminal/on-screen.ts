import type { Report } from "../report.js";
import { bodyRows, reportRows } from "./layout.js";
import type { SessionState, Stage, Step, WaitingReport } from "./state.js";

/** Which report is on screen, and when it takes input. */

/** Quiet time before a new report takes input, in milliseconds. */
export const QUIET_MILLISECONDS = 300;

/** How long to wait for a terminal that does not answer, in milliseconds. */
export const UNANSWERED_MILLISECONDS = 1_500;

/** A step without effects. */
export function only(state: SessionState): Step {
  return { state, effects: [] };
}

/** Puts `report` on screen. Whatever was being written for another is gone with this. */
export function show(state: SessionState, report: WaitingReport, now: number, notice: string): Step {
  const asked = state.asked + 1;
  const stage: Stage = { name: "settling", since: now, lastKey: now, question: asked };
  return { state: { ...state, shown: report, stage, scroll: 0, notice, asked }, effects: [{ type: "ask-terminal" }] };
}

/** Puts the next report on screen, or none. */
export function showNext(state: SessionState, now: number, notice: string): Step {
  const next = nextInLine(state);
  if (next !== undefined) return show(state, next, now, notice);
  return only({ ...state, shown: undefined, stage: { name: "idle" }, scroll: 0, notice });
}

/** Those not put off come first, oldest first; then those put off, longest ago first. */
function nextInLine({ waiting, putOff }: SessionState): WaitingReport | undefined {
  const fresh = waiting.find(({ id }) => !putOff.includes(id));
  return fresh ?? waiting.find(({ id }) => id === putOff[0]);
}

/** Lets the report on screen take input once all earlier input has been thrown away. */
export function settle(state: SessionState, now: number): SessionState {
  const { stage } = state;
  if (stage.name !== "settling") return state;
  const allArrived = state.answered >= stage.question || now - stage.since >= UNANSWERED_MILLISECONDS;
  const quiet = now - stage.lastKey >= QUIET_MILLISECONDS;
  return allArrived && quiet ? { ...state, stage: { name: "choosing" } } : state;
}

/** Moves the report by `rows`, within its length. */
export function scrollBy(state: SessionState, rows: number): SessionState {
  const last = Math.max(0, reportRows(state).length - bodyRows(state));
  return { ...state, scroll: Math.min(last, Math.max(0, state.scroll + rows)) };
}

/** Whether two reports read the same. */
export function sameContent(left: Report, right: Report): boolean {
  return left.lines.length === right.lines.length && left.lines.every((line, index) => line === right.lines[index]);
}
