import { bodyRows, reportLines, reportRows, showsReport } from "./layout.js";
import type { SessionState } from "./state.js";

/** How far the report on screen has been read. Nobody approves what they cannot have seen: all of it must have been on screen. */

/** Notes what is on screen now. */
export function look(state: SessionState): SessionState {
  if (state.shown === undefined || state.stage.name === "listing" || !showsReport(state)) return state;
  const seen = Math.max(state.seen, Math.min(reportRows(state).length, state.scroll + bodyRows(state)));
  return seen === state.seen ? state : { ...state, seen };
}

export function isRead(state: SessionState): boolean {
  return state.seen >= reportRows(state).length;
}

/** Moves the report by `rows`, within its length, and past no row that has not been on screen. */
export function scrollBy(state: SessionState, rows: number): SessionState {
  const last = Math.max(0, reportRows(state).length - bodyRows(state));
  return { ...state, scroll: Math.min(last, state.seen, Math.max(0, state.scroll + rows)) };
}

/** The window has another size. What was on screen counts by whole lines, and the line at the top stays there. */
export function resize(state: SessionState, columns: number, rows: number): SessionState {
  const next = { ...state, columns, rows };
  const [before, after] = [reportLines(state), reportLines(next)];
  const seen = rowsOf(after, linesWithin(before, state.seen));
  const scroll = rowsOf(after, linesWithin(before, state.scroll));
  return scrollBy({ ...next, seen, scroll }, 0);
}

/** How many lines the first `rows` rows have whole. */
function linesWithin(lines: readonly (readonly string[])[], rows: number): number {
  let left = rows;
  const over = lines.findIndex((line) => {
    left -= line.length;
    return left < 0;
  });
  return over === -1 ? lines.length : over;
}

/** How many rows the first `count` lines take. */
function rowsOf(lines: readonly (readonly string[])[], count: number): number {
  return lines.slice(0, count).reduce((sum, line) => sum + line.length, 0);
}
