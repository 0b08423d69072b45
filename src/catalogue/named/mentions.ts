import { byteTable, latin1 } from "../forms/spans.js";

/** Bytes behind a name that are looked at: what stands between, and the value. */
export const REACH = 512;

/** 1 for the bytes that can stand behind a name that is given a value. */
const MAY_FOLLOW: Uint8Array = byteTable(" \t\"'`\\[])}=:>({|?!-<+\r\n,;*.");

/** Words behind a name in which a value, said of it, may stand: "is", ":", the value. */
const MOST_WORDS = 4;
const NAME_BYTES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_.-";
const IN_NAME: Uint8Array = byteTable(NAME_BYTES);
const IN_LIST: Uint8Array = byteTable(`${NAME_BYTES}+/=~`);
/** What gives a value, or is part of one, in the words behind a name. */
const TELLING: Uint8Array = byteTable("0123456789=\"'`\\");
const BLANKS: Uint8Array = byteTable(" \t");
/** What a literal behind a comma begins with, or what names it: "default". */
const OPENS: Uint8Array = byteTable("\"'`\\<df");
const MOST_BLANKS = 4;

/**
 * Whether a name is only mentioned, as it is in most places: then no pattern finds a value behind it, and the bytes there tell so sooner.
 * It may miss that.
 */
export function isMentioned(bytes: Uint8Array, nameStart: number, nameEnd: number): boolean {
  const next = bytes[nameEnd] ?? 0;
  if (MAY_FOLLOW[next] === 0) return true;
  if (next === 0x2e) return bytes[nameEnd + 1] !== 0x3d;
  if (next === 0x3b) return IN_LIST[bytes[nameEnd + 1] ?? 0] === 0;
  if (next === 0x2c) return IN_LIST[bytes[nameEnd + 1] ?? 0] === 0 && !opensLiteral(bytes, nameEnd + 1);
  return BLANKS[next] === 1 && areWordsBehind(bytes, nameEnd) && !isOption(bytes, nameStart);
}

/** Whether a literal begins behind a few blanks. */
function opensLiteral(bytes: Uint8Array, from: number): boolean {
  let at = from;
  while (at < from + MOST_BLANKS && BLANKS[bytes[at] ?? 0] === 1) at++;
  return OPENS[bytes[at] ?? 0] === 1;
}

/** Whether there are words behind a name, and in those that may give it a value, nothing that does. */
function areWordsBehind(bytes: Uint8Array, nameEnd: number): boolean {
  const last = Math.min(bytes.length, nameEnd + REACH);
  let words = 0;
  for (let at = nameEnd; at < last; at++) {
    const byte = bytes[at]!;
    if (byte === 0x0a || byte === 0x0d) break;
    if (BLANKS[byte] === 1) continue;
    if (TELLING[byte] === 1 || (words === 0 && !isLetter(byte))) return false;
    if (BLANKS[bytes[at - 1]!] === 1 && ++words > MOST_WORDS) break;
  }
  return words > 0;
}

function isLetter(byte: number): boolean {
  return ((byte | 0x20) - 0x61) >>> 0 < 26;
}

/** Words before a name that make the word behind it its value, in lower case: as in FLAG. */
const SETTERS: ReadonlySet<string> = new Set([
  "env",
  "arg",
  "set",
  "setenv",
  "gx",
  "header",
  "export",
  "requirepass",
  "masterauth",
]);
const LONGEST_SETTER = 11;

/** Whether a name may be an option's, or set by the word before it. */
function isOption(bytes: Uint8Array, nameStart: number): boolean {
  if (bytes[nameStart] === 0x2d || IN_NAME[bytes[nameStart - 1] ?? 0] === 1) return true;
  let end = nameStart;
  while (BLANKS[bytes[end - 1] ?? 0] === 1) end--;
  let start = end;
  while (start > 0 && end - start <= LONGEST_SETTER && isLetter(bytes[start - 1]!)) start--;
  return end < nameStart && SETTERS.has(latin1(bytes, start, end).toLowerCase());
}
