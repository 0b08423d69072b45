import { printableLine } from "../printable.js";
import { timeLeft } from "../report.js";
import { bodyRows, NOTICE_ROWS, promptRows, reportRows, textColumns, upcoming } from "./layout.js";
import { listingLines } from "./listing.js";
import { isRead } from "./reading.js";
import type { ListingStage, SessionState, Stage, WaitingReport } from "./state.js";
import { columnsOf, truncate, wrap } from "./wrap.js";

/** How a row looks; the screen turns it into what the terminal understands. */
export type Style = "plain" | "title" | "strong" | "dim";

export interface Row {
  readonly text: string;
  readonly style: Style;
}

/** The whole screen as printable text, at most as many rows and columns as the state says. */
export interface View {
  readonly rows: readonly Row[];
  /** Where the cursor stands, from 0; hidden when absent. */
  readonly cursor: { readonly row: number; readonly column: number } | undefined;
}

/** What `state` looks like at `now`. */
export function view(state: SessionState, now: number): View {
  const width = textColumns(state);
  const body = bodyOf(state, now);
  const notice = wrap(state.notice, width).slice(0, NOTICE_ROWS);
  const prompt = promptOf(state, width);
  const above: Row[] = [title(state, width), ...body, ...styled(pad(notice, NOTICE_ROWS), "strong")];
  const all = [...above, ...styled(prompt, "plain")].map((row) => ({ ...row, text: truncate(row.text, width) }));
  // Where there is not room for all, the prompt stays.
  const rows = all.slice(-Math.max(1, state.rows));
  const last = prompt.at(-1) ?? "";
  const cursor = state.stage.name === "writing" ? { row: rows.length - 1, column: columnsOf(last) } : undefined;
  return { rows, cursor };
}

function bodyOf(state: SessionState, now: number): Row[] {
  if (state.stage.name === "listing") return listingRows(state, state.stage);
  return state.shown === undefined ? idleRows(state) : shownRows(state, state.shown, now);
}

function listingRows(state: SessionState, stage: ListingStage): Row[] {
  const room = bodyRows(state) + upcoming(state).length;
  const head = `Approved now: ${stage.values?.length ?? "..."}`;
  return [
    { text: head, style: "strong" },
    ...styled(pad(listingLines(stage, room), room), "plain"),
    { text: "".padEnd(textColumns(state), "-"), style: "dim" },
  ];
}

function title(state: SessionState, width: number): Row {
  const others = state.others.length === 0 ? "" : `, ${state.others.length} of other tools`;
  const text = ` outbound-dlp supervise: ${state.waiting.length} waiting${others}, operator ${printableLine(state.operator, 40)}`;
  return { text: truncate(text, width).padEnd(width), style: "title" };
}

function idleRows(state: SessionState): Row[] {
  const tools = [...new Set(state.others.map(({ tool }) => tool))].slice(0, 5).join(", ");
  const others = tools === "" ? [] : ["", `Proposals of other tools wait too; they are decided elsewhere: ${tools}`];
  const text = ["", "No request is held. Reports appear here as they come.", ...others];
  const rows = text.flatMap((line) => wrap(line, textColumns(state)));
  return styled(pad(rows, bodyRows(state) + 2), "plain");
}

function shownRows(state: SessionState, shown: WaitingReport, now: number): Row[] {
  const all = reportRows(state);
  const room = bodyRows(state);
  const visible = all.slice(state.scroll, state.scroll + room);
  const place = state.waiting.findIndex(({ id }) => id === shown.id) + 1;
  const head = `Report ${Math.max(1, place)} of ${Math.max(1, state.waiting.length)}, ${timeLeft(shown.deadline - now)} left`;
  const below = all.length - state.scroll - visible.length;
  const rule = below > 0 ? `--- ${below} more lines below (space, arrows) ` : "";
  return [
    { text: head, style: "strong" },
    ...styled(pad(visible, room), "plain"),
    { text: rule.padEnd(textColumns(state), "-"), style: "dim" },
    ...upcoming(state).map((next): Row => ({ text: announcement(next, now), style: "dim" })),
  ];
}

function announcement(report: WaitingReport, now: number): string {
  return `  also waiting: ${report.detector} to ${report.host}, ${timeLeft(report.deadline - now)} left`;
}

type WritingStage = Extract<Stage, { name: "writing" }>;

const PROMPTS = {
  idle: "[l] approved values  [?] help  [q] quit",
  settling: "One moment: keys pressed before the report was on screen are thrown away.",
  recording: "Recording ...",
} as const;
const CHOICES = "[a] approve  [r] reject  [n] next  [l] approved values  [?] help  [q] quit";
const CHOICES_UNREAD = "[space] read on, then [a] approve  [r] reject  [n] next  [?] help  [q] quit";

const LISTING_PROMPTS: Readonly<Record<ListingStage["at"], string>> = {
  choosing: "[arrows] choose  [x] revoke  [Esc] back to what waits",
  confirming: "Revoke the chosen value, so that it is held again? [y] yes  any other key: no",
  revoking: "Revoking ...",
};

function promptOf(state: SessionState, width: number): readonly string[] {
  const { stage } = state;
  if (stage.name === "writing") return writingRows(stage, width, promptRows(state));
  if (stage.name === "listing") return [LISTING_PROMPTS[stage.at]];
  if (stage.name === "choosing") return [isRead(state) ? CHOICES : CHOICES_UNREAD];
  return [PROMPTS[stage.name]];
}

function writingRows({ verdict, reason }: WritingStage, width: number, room: number): readonly string[] {
  const question =
    verdict === "approve"
      ? "Approve. Reason (Enter approves, Esc goes back):"
      : "Reject. Reason if you like (Enter rejects, Esc goes back):";
  const written = wrap(`> ${reason}`, width).slice(1 - room);
  return [...pad([question], room - written.length), ...written];
}

function pad(rows: readonly string[], length: number): string[] {
  return [...rows, ...Array.from({ length: Math.max(0, length - rows.length) }, () => "")];
}

function styled(rows: readonly string[], style: Style): Row[] {
  return rows.map((text) => ({ text, style }));
}
