import type { Report } from "../report.js";
import type { SessionState, Settling, Stage, Step, WaitingReport } from "./state.js";

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
  return {
    state: { ...state, shown: report, stage, scroll: 0, seen: 0, notice, asked },
    effects: [{ type: "ask-terminal" }],
  };
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

/** Whether all that was typed before a question has arrived: the terminal has answered it, or never will, and there was a quiet time. */
function hasArrived({ answered }: SessionState, { question, since, lastKey }: Settling, now: number): boolean {
  const isAnswered = answered >= question || now - since >= UNANSWERED_MILLISECONDS;
  return isAnswered && now - lastKey >= QUIET_MILLISECONDS;
}

/**
 * A paste can hold the mark of its own end and behind it whole decisions, and a terminal's answer, which a terminal may pass on as it finds
 * them. So what comes right behind a paste is nobody's key.
 */
export function isPasting(state: SessionState, now: number): boolean {
  return state.paste !== undefined && !hasArrived(state, state.paste, now);
}

/** Asks the terminal behind a paste. */
export function afterPaste({ state, effects }: Step, now: number): Step {
  const asked = state.asked + 1;
  const paste = { question: asked, since: now, lastKey: now };
  return { state: { ...state, asked, paste }, effects: [...effects, { type: "ask-terminal" }] };
}

/** Lets the report on screen take input once all earlier input has been thrown away. */
export function settle(state: SessionState, now: number): SessionState {
  const { stage } = state;
  if (stage.name !== "settling") return state;
  return hasArrived(state, stage, now) ? { ...state, stage: { name: "choosing" } } : state;
}

/** Whether two reports read the same. */
export function sameContent(left: Report, right: Report): boolean {
  return left.lines.length === right.lines.length && left.lines.every((line, index) => line === right.lines[index]);
}
