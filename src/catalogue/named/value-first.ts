import { latin1 } from "../forms/spans.js";
import type { Assignment } from "./literals.js";

/** Bytes before a name in which the value may stand that it is given. */
const LONGEST_BEFORE = 480;
const COLON = 0x3a;
const DOUBLE_QUOTE = 0x22;
const SPACE = 0x20;
const SMALL = 0x20;

/** In a list of names and values of which the values come first: `"value": "…", "key": "`. */
const MEMBER =
  /"value"[ \t]?:[ \t]?"([^"\\\r\n]{8,256})"[ \t]?,\s{0,40}(?:"\w{1,20}"[ \t]?:[ \t]?(?:"[^"\r\n]{0,40}"|true|false|null)[ \t]?,\s{0,40}){0,3}"(?:key|name)"[ \t]?:[ \t]?"$/di;
/** `MOVE "…" TO `; quotes may be escaped, as they are in a JSON string. */
const MOVED = /(?:\b|\\[nrt])MOVE[ \t]+\\{0,3}["']([^"'\\\r\n]{8,256})\\{0,3}["'](?:\s|\\[nr])+TO[ \t]+$/di;
/** What a command is given to read: `echo "…" | gh secret set `. Only words and paths stand between. */
const PIPED =
  /(?:^|[\r\n;&(`$ \t]|\\[nrt])(?:echo|printf)[ \t]+(?:-[a-zA-Z]+[ \t]+)?(?:\\{0,3}["']?%s(?:\\{1,2}n)?\\{0,3}["']?[ \t]+)?(?:\\{0,3}"([^"\\\r\n$`]{8,256})\\{0,3}"|'([^'\\\r\n]{8,256})'|([^\s"'\\$`|]{8,256}))[ \t]*\|[ \t]*[\w./ \t-]{2,80}[ \t]$/d;

/** The value that stands before the name which begins at `nameStart`: in another member of its object, or what is moved or piped to it. */
export function readValueFirst(bytes: Uint8Array, nameStart: number): Assignment | undefined {
  const before = bytes[nameStart - 1];
  if (before === DOUBLE_QUOTE) {
    const isMember = bytes[nameStart - 2] === COLON || bytes[nameStart - 3] === COLON;
    return isMember ? valueBefore(bytes, nameStart, MEMBER) : undefined;
  }
  if (before !== SPACE) return undefined;
  if (endsWithTo(bytes, nameStart - 1)) return valueBefore(bytes, nameStart, MOVED);
  return isBehindPipe(bytes, nameStart) ? valueBefore(bytes, nameStart, PIPED) : undefined;
}

function valueBefore(bytes: Uint8Array, nameStart: number, pattern: RegExp): Assignment | undefined {
  const from = Math.max(0, nameStart - LONGEST_BEFORE);
  const spans = pattern.exec(latin1(bytes, from, nameStart))?.indices;
  const span = spans?.slice(1).find((each) => each !== undefined);
  return span && { start: from + span[0], end: from + span[1], standing: pattern === MEMBER ? "quoted" : "list" };
}

function endsWithTo(bytes: Uint8Array, end: number): boolean {
  return bytes[end - 3] === SPACE && (bytes[end - 2]! | SMALL) === LETTER_T && (bytes[end - 1]! | SMALL) === LETTER_O;
}

const LETTER_T = 0x74;
const LETTER_O = 0x6f;
const PIPE = 0x7c;
/** Longest command that is looked for between a pipe and a name. */
const LONGEST_COMMAND = 80;

/** Whether nothing but words of a command stands between a pipe and the name. */
function isBehindPipe(bytes: Uint8Array, nameStart: number): boolean {
  const last = Math.max(0, nameStart - LONGEST_COMMAND);
  for (let at = nameStart - 1; at >= last; at--) {
    const byte = bytes[at]!;
    if (byte === PIPE) return at < nameStart - 3;
    if (!isOfCommand(byte)) return false;
  }
  return false;
}

/** Letters, digits, blanks and what stands in options and paths. */
function isOfCommand(byte: number): boolean {
  const letter = (byte | SMALL) - 0x61;
  return (letter >= 0 && letter < 26) || (byte >= 0x2d && byte <= 0x39) || byte === SPACE || byte === 0x5f;
}
