import type { WriteStream } from "node:tty";
import type { Style, View } from "./view.js";

/** What is written to the terminal beside text (ECMA-48, and the private modes that xterm documents). */
const ENTER = "\x1b[?1049h\x1b[?2004h\x1b[?7l\x1b[?25l";
const LEAVE = "\x1b[0m\x1b[?25h\x1b[?7h\x1b[?2004l\x1b[?1049l";
const HOME = "\x1b[H";
const CLEAR_LINE = "\x1b[2K";
const SHOW_CURSOR = "\x1b[?25h";
const HIDE_CURSOR = "\x1b[?25l";
/** Device Status Report: the terminal answers in the order in which it reads its output. */
const ASK_STATUS = "\x1b[5n";

const STYLES: Readonly<Record<Style, string>> = { plain: "", title: "\x1b[7m", strong: "\x1b[1m", dim: "\x1b[2m" };
const RESET = "\x1b[0m";

/** The alternate screen of a terminal: what stood there before comes back when it closes. */
export class Screen {
  private painted = "";
  private isOpen = false;

  constructor(private readonly output: WriteStream) {}

  open(): void {
    this.isOpen = true;
    this.output.write(ENTER);
  }

  /** Paints what differs from the last painting. `ask`: then asks the terminal for its status. */
  paint(view: View, ask: boolean): void {
    const next = render(view);
    if (next !== this.painted || ask) this.output.write(ask ? next + ASK_STATUS : next);
    this.painted = next;
  }

  /** Gives the terminal back. Does nothing the second time. */
  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.output.write(LEAVE);
  }
}

function render({ rows, cursor }: View): string {
  const lines = rows.map(
    ({ text, style }) => `${CLEAR_LINE}${STYLES[style]}${text}${STYLES[style] === "" ? "" : RESET}`,
  );
  const place = cursor === undefined ? HIDE_CURSOR : `\x1b[${cursor.row + 1};${cursor.column + 1}H${SHOW_CURSOR}`;
  return `${HIDE_CURSOR}${HOME}${lines.join("\r\n")}${place}`;
}
