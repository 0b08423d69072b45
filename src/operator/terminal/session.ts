import { printableLine } from "../printable.js";
import { onKey } from "./commands.js";
import { onDesk } from "./listing.js";
import { only, sameContent, settle, show, showNext } from "./on-screen.js";
import { look, resize } from "./reading.js";
import type { Outcome, SessionEvent, SessionState, Stage, Step } from "./state.js";

/**
 * The supervisor's session as a pure state machine: it knows no terminal, no desk and no clock. Leaving a report, for
 * whatever reason, discards what was being written for it.
 */

/** How many decisions are kept for the closing words. */
const LOG_ENTRIES = 100;

const EXPIRED = "The time for the report on screen was up: its request is denied.";
const VANISHED = "The report on screen no longer waits: it was decided elsewhere, or its request has gone.";
const CHANGED = "The report on screen has changed. Read it again.";
const NOT_RECORDED: Readonly<Record<Exclude<Outcome, "recorded">, string>> = {
  "already-decided": "That report was already decided by someone else. Nothing was recorded here.",
  gone: "That request is no longer held. Nothing was recorded.",
};

/** The next state, and what to do. */
export function step(before: SessionState, event: SessionEvent): Step {
  const current = dropExpired(before, event.now);
  const after = handle(current.state, event);
  return { state: look(after.state), effects: [...current.effects, ...after.effects] };
}

function handle(state: SessionState, event: SessionEvent): Step {
  switch (event.type) {
    case "pending":
      return onPending(state, event);
    case "tick":
      return only(settle(state, event.now));
    case "resize":
      return only(resize(state, event.columns, event.rows));
    case "terminal-answered":
      return only({ ...state, answered: Math.min(state.asked, state.answered + 1) });
    case "key":
      return onKey(state, event.key, event.now);
    case "decided":
      return onDecided(state, event.outcome, event.now);
    case "refused":
      return onRefused(state, event.message, event.now);
    case "listed":
    case "revoked":
    case "list-failed":
      return onDesk(state, event);
  }
}

/** Stages in which what is on screen stays there, whatever comes and goes. */
const HELD: ReadonlySet<Stage["name"]> = new Set(["recording", "listing"]);

/** A report whose time is up leaves the screen, unless its answer is on its way to the desk or the list stands over it. */
function dropExpired(state: SessionState, now: number): Step {
  const waiting = state.waiting.filter(({ deadline }) => deadline > now);
  if (waiting.length === state.waiting.length) return only(state);
  const left = { ...state, waiting };
  const shownHasExpired = state.shown !== undefined && state.shown.deadline <= now;
  return shownHasExpired && !HELD.has(state.stage.name) ? showNext(left, now, EXPIRED) : only(left);
}

function onPending(state: SessionState, event: Extract<SessionEvent, { type: "pending" }>): Step {
  const { now } = event;
  const listed = new Set(event.waiting.map(({ id }) => id));
  const decided = state.decided.filter((id) => listed.has(id));
  const waiting = event.waiting.filter(({ id, deadline }) => deadline > now && !decided.includes(id));
  const putOff = state.putOff.filter((id) => listed.has(id));
  const next: SessionState = { ...state, waiting, others: event.others, decided, putOff };
  if (HELD.has(state.stage.name)) return only(next);
  if (state.shown === undefined) return showNext(next, now, state.notice);
  const current = waiting.find(({ id }) => id === state.shown?.id);
  if (current === undefined) return showNext(next, now, state.shown.deadline <= now ? EXPIRED : VANISHED);
  if (!sameContent(current, state.shown)) return show(next, current, now, CHANGED);
  return only({ ...next, shown: current });
}

function onDecided(state: SessionState, outcome: Outcome, now: number): Step {
  const { shown, stage } = state;
  if (shown === undefined || stage.name !== "recording") return only(state);
  const what = `${stage.verdict === "approve" ? "Approved" : "Rejected"}: ${shown.detector} to ${shown.host}`;
  const left: SessionState = {
    ...state,
    waiting: state.waiting.filter(({ id }) => id !== shown.id),
    putOff: state.putOff.filter((id) => id !== shown.id),
    decided: [...state.decided, shown.id],
  };
  if (outcome !== "recorded") return showNext(left, now, NOT_RECORDED[outcome]);
  const log = [...state.log, `${what} (${printableLine(shown.id, 80)})`].slice(-LOG_ENTRIES);
  return showNext({ ...left, log }, now, `${what}.`);
}

function onRefused(state: SessionState, message: string, now: number): Step {
  if (state.stage.name !== "recording") return only(state);
  const notice = printableLine(message, 300);
  const stillWaits = state.waiting.some(({ id }) => id === state.shown?.id);
  return stillWaits ? only({ ...state, stage: { name: "choosing" }, notice }) : showNext(state, now, notice);
}
