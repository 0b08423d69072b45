import { byteSet } from "../../views/runs.js";
import { continuesWord, lowerText } from "./word.js";
import { beginsComment, isOfAddress, isOfRequest, isOfSetting } from "./words-between.js";

/** What may stand before a context word, joined to it: whose it is, or for what ("mydatadog", "testheroku"). */
const BEFORE: ReadonlySet<string> = new Set(
  "my our the a an d g i k m n p s x go new old app get set use has is prod production dev develop test tests testing stage staging live sandbox default main user client server api key token secret auth www".split(
    " ",
  ),
);
/** How what stands behind it begins: what of the service it is ("datadogapikey", "herokutoken"). */
const BEHIND =
  /^(?:s(?![a-z])|api|app|key|token|secret|auth|access|pass|pwd|client|consumer|user|admin|cred|id|url|uri|host|domain|io|com|net|org|dev|prod|stag|test|live|sandbox|env|conf|setting|sdk|srv|serv|account|bot|web|hook|public|private|personal|master|read|write|cloud|project|team|work|org|base|db|data|rest|v\d|bearer|login|sign|encrypt|licen[cs]e|subscri|oauth|jwt|session)/;
const LONGEST_NEIGHBOUR = 12;

const EQUALS = 0x3d;
const BACKSLASH = 0x5c;
const QUOTES: Uint8Array = byteSet("\"'`");
/** What ends a text that may have been base64: what stands there is no value of what stands before the "=". */
const NO_VALUE: Uint8Array = byteSet("\0\r\n,;&)]}< ");

/** Whether the "=" at the end of a word fills up base64 rather than giving a name its value: none stands behind it. */
function isPadding(bytes: Uint8Array, end: number): boolean {
  if (bytes[end - 1] !== EQUALS) return false;
  let at = bytes[end] === EQUALS ? end + 1 : end;
  while (bytes[at] === BACKSLASH) at++;
  const isQuoted = QUOTES[bytes[at] ?? 0] === 1;
  if (isQuoted) at++;
  else if (bytes[at - 1] === BACKSLASH) return bytes[at] === 0x6e || bytes[at] === 0x72;
  const next = bytes[at] ?? 0;
  return NO_VALUE[next] === 1 && (isQuoted || next !== 0x20);
}

/**
 * Whether a context word stands at `[start, end)` as a word: not within another, as "less" in "wireless", but for such as are joined to it
 * in names of settings. Letters of another case begin a word, and a digit or a mark ends one.
 */
export function standsAlone(bytes: Uint8Array, start: number, end: number): boolean {
  return (
    !isPadding(bytes, end) &&
    !(joins(bytes, start) && !BEFORE.has(lettersBefore(bytes, start))) &&
    !(joins(bytes, end) && !BEHIND.test(lettersBehind(bytes, end)))
  );
}

/** Whether a letter before `at` and one behind it are of one word. */
function joins(bytes: Uint8Array, at: number): boolean {
  if (at === 0 || !isLetter(bytes[at - 1]!) || !isLetter(bytes[at] ?? 0)) return false;
  return !(isSmall(bytes[at - 1]!) && !isSmall(bytes[at]!)) && continuesWord(bytes, at);
}

/** In lower case; of another case, they are of another word. */
function lettersBefore(bytes: Uint8Array, at: number): string {
  let from = at;
  while (at - from < LONGEST_NEIGHBOUR && from > 0 && (from === at || joins(bytes, from)) && isLetter(bytes[from - 1]!))
    from--;
  return lowerText(bytes, from, at);
}

function lettersBehind(bytes: Uint8Array, at: number): string {
  let to = at;
  while (to - at < LONGEST_NEIGHBOUR && isLetter(bytes[to] ?? 0)) to++;
  return lowerText(bytes, at, to + 1);
}

/** What a context word ends with that counts only right before the value, or in its comment: "heroku ", "heroku,". */
const ENDS_DIRECT: Uint8Array = byteSet(" \t\r\n,}({>.[<|;*\\");

/** What a context word ends with that is a host's address: "heroku.com/". */
const SLASH = 0x2f;

/** The last byte of a word; behind the text stands a line's end. */
function lastOf(bytes: Uint8Array, end: number): number {
  return bytes[end - 1] ?? 0x0a;
}

/** Whether a word that ends at `end` may count for a value at `start`: where it must stand right before it, whether it does. */
export function countsBefore(bytes: Uint8Array, end: number, start: number): boolean {
  const last = lastOf(bytes, end);
  if (last === SLASH) return isOfRequest(bytes, end, start);
  return ENDS_DIRECT[last] === 0 || isOfSetting(bytes, end, start);
}

/** Whether a word at `[start, end)` may count for a value that ends at `valueEnd`. */
export function countsBehind(bytes: Uint8Array, valueEnd: number, start: number, end: number): boolean {
  const last = lastOf(bytes, end);
  if (last === SLASH) return isOfAddress(bytes, valueEnd, start);
  return ENDS_DIRECT[last] === 0 || beginsComment(bytes, valueEnd, start);
}

function isLetter(byte: number): boolean {
  return ((byte | 0x20) - 0x61) >>> 0 < 26;
}

function isSmall(byte: number): boolean {
  return byte >= 0x61;
}
