/** A key press, as the session understands it. */
export type Key =
  | { readonly kind: "character"; readonly text: string }
  /** A whole paste, where the terminal marks it (bracketed paste). */
  | { readonly kind: "paste"; readonly text: string }
  | { readonly kind: Control };

export type Control =
  | "enter"
  | "escape"
  | "backspace"
  | "erase-word"
  | "erase-line"
  | "interrupt"
  | "up"
  | "down"
  | "page-up"
  | "page-down"
  | "unknown";

/** What `node:readline` emitKeypressEvents gives beside the text. */
export interface Keypress {
  readonly name?: string | undefined;
  readonly ctrl?: boolean;
  readonly meta?: boolean;
  readonly sequence?: string;
}

/** The terminal's answer to a Device Status Report (ECMA-48, DSR 5: "ready, no malfunction detected"). */
export const STATUS_REPLY = "\x1b[0n";

/** Longest paste that is kept, in UTF-16 code units; more than a reason can have. */
const PASTE_LENGTH = 4_096;

const NAMED: Readonly<Record<string, Control>> = {
  return: "enter",
  enter: "enter",
  escape: "escape",
  backspace: "backspace",
  up: "up",
  down: "down",
  pageup: "page-up",
  pagedown: "page-down",
};

const WITH_CONTROL: Readonly<Record<string, Control>> = {
  c: "interrupt",
  u: "erase-line",
  w: "erase-word",
  h: "backspace",
  m: "enter",
  j: "enter",
};

/** Turns key presses into keys, and gathers a paste into one. `undefined`: nothing yet. */
export class KeyReader {
  private pasted: string | undefined;

  read(text: string | undefined, press: Keypress): Key | undefined {
    if (press.ctrl === true && press.name === "c") {
      this.pasted = undefined;
      return { kind: "interrupt" };
    }
    if (press.name === "paste-start") {
      this.pasted = "";
      return undefined;
    }
    if (press.name === "paste-end") {
      const whole = this.pasted ?? "";
      this.pasted = undefined;
      return { kind: "paste", text: whole };
    }
    if (this.pasted === undefined) return readKey(text, press);
    if (this.pasted.length < PASTE_LENGTH) this.pasted += text ?? press.sequence ?? "";
    return undefined;
  }
}

function readKey(text: string | undefined, press: Keypress): Key {
  const name = press.name ?? "";
  if (press.ctrl === true) return { kind: WITH_CONTROL[name] ?? "unknown" };
  const named = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
  if (named !== undefined) return { kind: named };
  // Escape and a letter in quick succession arrive as one "meta" press; the letter was meant for whatever came before.
  if (press.meta === true) return { kind: "escape" };
  return text !== undefined && isText(text) ? { kind: "character", text } : { kind: "unknown" };
}

function isText(text: string): boolean {
  return text !== "" && !/[\x00-\x1f\x7f-\x9f]/.test(text);
}

/** How many lines, or entries, a key moves by. */
export const MOVES: Readonly<Record<string, number>> = {
  up: -1,
  k: -1,
  down: 1,
  j: 1,
  "page-up": -10,
  "page-down": 10,
  " ": 10,
};
