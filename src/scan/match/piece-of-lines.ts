import { IS_BASE64, SHORTEST_LINE } from "../../views/decoders/base64-lines.js";
import { byteSet } from "../../views/runs.js";

/** Bytes of a line that are looked at on either side. */
const REACH = 512;

const IS_BREAK: Uint8Array = byteSet("\r\n");
const IS_ESCAPED_BREAK: Uint8Array = byteSet("rn");
const BACKSLASH = 0x5c;

/**
 * Whether a text of base64's characters stands in one of its lines, with more of that line beside it, and a whole line before or behind: a
 * picture's, in which each mark of letters and digits comes by chance.
 */
export function isPieceOfLines(bytes: Buffer, start: number, end: number): boolean {
  const low = lineStart(bytes, start);
  const high = lineEnd(bytes, end);
  if (high - low < SHORTEST_LINE || (low === start && high === end)) return false;
  const before = beforeBreaks(bytes, low);
  const behind = behindBreaks(bytes, high);
  return (
    (before < low && before - lineStart(bytes, before) >= SHORTEST_LINE) ||
    (behind > high && lineEnd(bytes, behind) - behind >= SHORTEST_LINE)
  );
}

function lineStart(bytes: Buffer, from: number): number {
  let at = from;
  while (from - at < REACH && IS_BASE64[bytes[at - 1] ?? 0] === 1) at--;
  // The letter of an escaped break is none of the line.
  return bytes[at - 1] === BACKSLASH && IS_ESCAPED_BREAK[bytes[at]!] === 1 && at < from ? at + 1 : at;
}

function lineEnd(bytes: Buffer, from: number): number {
  let at = from;
  while (at - from < REACH && IS_BASE64[bytes[at] ?? 0] === 1) at++;
  return at;
}

function beforeBreaks(bytes: Buffer, from: number): number {
  let at = from;
  while (at > 0 && IS_BREAK[bytes[at - 1]!] === 1) at--;
  if (at < from || bytes[at - 2] !== BACKSLASH || IS_ESCAPED_BREAK[bytes[at - 1]!] === 0) return at;
  at -= 2;
  while (bytes[at - 1] === BACKSLASH) at--;
  return at;
}

function behindBreaks(bytes: Buffer, from: number): number {
  let at = from;
  while (IS_BREAK[bytes[at] ?? 0] === 1) at++;
  if (at > from || bytes[at] !== BACKSLASH) return at;
  while (bytes[at] === BACKSLASH) at++;
  return IS_ESCAPED_BREAK[bytes[at] ?? 0] === 1 ? at + 1 : from;
}
