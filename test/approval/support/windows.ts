/** Says whether a text gives away six characters in a row of a value, in one of the spellings that a person or a program can undo. */

const WINDOW = 6;

type Spelling = readonly [name: string, write: (value: string) => string];

const hex = (value: string, before: string): string =>
  [...Buffer.from(value)].map((byte) => before + byte.toString(16).padStart(2, "0")).join("");

/** Each writes a whole value down: what a request may carry. */
export const spellings: readonly Spelling[] = [
  ["as it is", (value) => value],
  ["upper case", (value) => value.toUpperCase()],
  ["reversed", (value) => [...value].reverse().join("")],
  ["base64", (value) => Buffer.from(value).toString("base64")],
  ["base64 after one byte", (value) => Buffer.from(`x${value}`).toString("base64")],
  ["base64 after two bytes", (value) => Buffer.from(`xy${value}`).toString("base64url")],
  ["hexadecimal", (value) => hex(value, "")],
  ["upper hexadecimal", (value) => hex(value, "").toUpperCase()],
  ["spaced hexadecimal", (value) => hex(value, " ")],
  ["percent", (value) => hex(value, "%")],
  ["string escapes", (value) => hex(value, "\\x")],
  ["JSON escapes", (value) => hex(value, "\\u00")],
  ["spaced", (value) => [...value].join(" ")],
  ["in pieces", (value) => value.replace(/.{5}/g, '$&"+"')],
  ["with invisible characters", (value) => [...value].join("\u200b")],
];

/** Windows of the value itself and of what its bytes look like in base64 and hexadecimal, in lower case. */
function windowsOf(variable: string): Set<string> {
  const texts = [variable, [...variable].reverse().join(""), hex(variable, "")];
  for (const offset of [0, 1, 2]) {
    const text = Buffer.from("\0".repeat(offset) + variable)
      .toString("base64")
      .replace(/=+$/, "");
    texts.push(text.slice(offset === 0 ? 0 : offset + 1, -1));
  }
  const windows = new Set<string>();
  for (const text of texts) {
    for (let i = 0; i + WINDOW <= text.length; i++) windows.add(text.slice(i, i + WINDOW).toLowerCase());
  }
  return windows;
}

/**
 * The first window of `variable` in a text as it stands, or in what it quotes once all but letters and digits is gone. `fixed`: what
 * stands outside every secret, in lower case.
 */
export function givesAway(
  texts: readonly string[],
  quoted: readonly string[],
  variable: string,
  fixed = "",
): string | undefined {
  const whole = [...new Set([...texts, ...quoted])].map((text) => text.toLowerCase());
  const parts = quoted.flatMap((text) => text.toLowerCase().split(/\[redacted[^\]]*\]/));
  const squeezed = parts.map((text) => text.replace(/\\u\{[0-9a-f]+\}/g, "").replace(/[^a-z0-9]/g, ""));
  const shown = [...whole, ...squeezed].join("\0".repeat(WINDOW));
  return firstShared(windowsOf(variable), shown, fixed);
}

/** Entries of the table of what a window may begin like: a power of two. */
const MARKS = 65_536;

const mark = (text: string, at: number): number => {
  let sum = 0;
  for (let i = at; i < at + WINDOW; i++) sum = (sum * 31 + text.charCodeAt(i)) & (MARKS - 1);
  return sum;
};

/** The first of `windows` that stands in `text` and not in `fixed`: one pass, however many there are. */
function firstShared(windows: ReadonlySet<string>, text: string, fixed: string): string | undefined {
  const marks = new Uint8Array(MARKS);
  for (const window of windows) marks[mark(window, 0)] = 1;
  for (let at = 0; at + WINDOW <= text.length; at++) {
    if (marks[mark(text, at)] === 0) continue;
    const window = text.slice(at, at + WINDOW);
    if (windows.has(window) && !fixed.includes(window)) return window;
  }
  return undefined;
}
