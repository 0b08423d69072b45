import { byteSet } from "../runs.js";

/** Characters of the shortest line into which encoders break base64 (RFC 7468: 64, RFC 2045: 76). */
export const SHORTEST_LINE = 60;
export const IS_BASE64: Uint8Array = byteSet("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/");

const BACKSLASH = 0x5c;

/** Whether nothing after a run can be a line break, as itself or escaped. */
export function isUnwrapped(bytes: Buffer, end: number): boolean {
  const byte = bytes[end];
  return byte === undefined || (byte > 0x20 && byte !== BACKSLASH);
}

/**
 * Start of the line after one that ends at `at`: past one line break (CR, LF, or their string escapes, escaped any number of times) and
 * the blanks round it. -1 when there is none.
 */
export function lineAfter(bytes: Buffer, at: number): number {
  let breaks = 0;
  let from = at;
  while (from < bytes.length) {
    const byte = bytes[from]!;
    if (byte === 0x20 || byte === 0x09) from++;
    else if (byte === 0x0d || byte === 0x0a) {
      breaks++;
      from++;
    } else if (byte === BACKSLASH) {
      let letter = from;
      while (bytes[letter] === BACKSLASH) letter++;
      if (bytes[letter] !== 0x6e && bytes[letter] !== 0x72) break;
      breaks++;
      from = letter + 1;
    } else break;
  }
  return breaks === 1 || breaks === 2 ? from : -1;
}

/** Characters of the lines that encoders write (RFC 7468, section 2: 64; RFC 2045, section 6.8: 76). */
const FULL_LINES: ReadonlySet<number> = new Set([64, 76]);

/** With what lines are quoted or commented out: "> ", "# ", "// ", " * ", ";; ". */
const LINE_MARKS: Uint8Array = byteSet(">#*;|/%-");
const MOST_MARKS = 3;

/** Place after the marks at the start of a line and the blanks behind them; the same place where there are none. */
function afterMarks(bytes: Buffer, at: number): number {
  let from = at;
  while (from - at < MOST_MARKS && LINE_MARKS[bytes[from] ?? 0] === 1) from++;
  if (from === at || bytes[from] !== 0x20) return at;
  while (bytes[from] === 0x20) from++;
  return from;
}

/**
 * The same for a line `[start, end)` of base64: past what marks the next as quoted. Where a header holds such lines, a blank stands for each
 * break (RFC 9112, section 5.2), and it counts behind a line of full length.
 */
export function base64LineAfter(bytes: Buffer, start: number, end: number): number {
  const from = lineAfter(bytes, end);
  if (from >= 0) return end - start < SHORTEST_LINE ? from : afterMarks(bytes, from);
  if (bytes[end] !== 0x20 || !FULL_LINES.has(end - start)) return -1;
  return IS_BASE64[bytes[end + 1] ?? 0] === 1 ? end + 1 : -1;
}
