import type { SessionState, WaitingReport } from "./state.js";
import { wrap } from "./wrap.js";

/** How the screen is divided; everything that depends on its size alone. */

/** Rows for the title, the report's own title and the rule under the report. */
const FRAME_ROWS = 3;

/** Rows for the last notice. */
export const NOTICE_ROWS = 2;

/** Rows for a question and the reason being written. The keys take one: a report must fit on 24 rows, with no need to scroll. */
const WRITING_ROWS = 3;

/** Most reports that are announced under the one on screen. */
const UPCOMING_ROWS = 2;

/** Fewer columns are written in as if there were so many. */
const LEAST_COLUMNS = 20;

/** Columns to write in. */
export function textColumns(state: SessionState): number {
  return Math.max(LEAST_COLUMNS, state.columns);
}

/** The reports that wait behind the one on screen and are announced under it. */
export function upcoming(state: SessionState): readonly WaitingReport[] {
  return state.waiting.filter(({ id }) => id !== state.shown?.id).slice(0, UPCOMING_ROWS);
}

/** Rows for the keys, or for the reason being written. */
export function promptRows({ stage }: SessionState): number {
  return stage.name === "writing" ? WRITING_ROWS : 1;
}

/** Rows for the report. */
export function bodyRows(state: SessionState): number {
  return Math.max(1, roomBeside(promptRows(state), state));
}

/** Whether the report is on the screen: of a window with too few rows the prompt is left, and one with too few columns cuts every row. */
export function showsReport(state: SessionState): boolean {
  return roomBeside(WRITING_ROWS, state) >= 1 && state.columns >= LEAST_COLUMNS;
}

function roomBeside(prompt: number, state: SessionState): number {
  return state.rows - FRAME_ROWS - upcoming(state).length - NOTICE_ROWS - prompt;
}

/** Begins a row that goes on from the one above, so that no part of a report can pass for a line of its own. */
const CONTINUED = "  \u2026 ";

/** The whole report in rows as wide as the screen, by its lines. */
export function reportLines(state: SessionState): readonly (readonly string[])[] {
  const columns = textColumns(state);
  return (state.shown?.lines ?? []).map((line) => {
    const [first = "", ...rest] = wrap(line, columns, columns - CONTINUED.length);
    return [first, ...rest.map((row) => CONTINUED + row)];
  });
}

export function reportRows(state: SessionState): readonly string[] {
  return reportLines(state).flat();
}
