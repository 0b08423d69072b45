import { byteSet } from "../views/runs.js";

/** How far before a value its name is looked for, and how long a name can be, in bytes. */
const REACH = 256;
const LONGEST_NAME = 96;

const BLANK: Uint8Array = byteSet(" \t\\");
const QUOTE: Uint8Array = byteSet("\"'`");
const ASSIGN: Uint8Array = byteSet(":=");
/** What ends an unquoted name, read backwards. */
const NAME_END: Uint8Array = byteSet(" \t\r\n\"'`{}[]()<>,;&?=:\\");
/** What ends an unquoted value, read backwards. */
const VALUE_END: Uint8Array = byteSet("\r\n&;{}");
/** What stands before a value, or tells that no name does. */
const BEFORE_VALUE: Uint8Array = VALUE_END.map((ends, byte) => ends | QUOTE[byte]! | ASSIGN[byte]!);

/**
 * The name that the value at `start` has in JSON ("name": "value"), a form (name=value), an assignment, an attribute or a header line;
 * "" when there is none. The elements of a JSON array have its name.
 */
export function nameBefore(bytes: Buffer, start: number): string {
  const low = Math.max(0, start - REACH);
  let at = start;
  while (at > low && BEFORE_VALUE[bytes[at - 1]!] === 0) at--;
  if (at === low) return "";
  const byte = bytes[at - 1]!;
  if (QUOTE[byte] === 1) return nameBeforeQuote(bytes, at - 1, low);
  return ASSIGN[byte] === 1 ? readName(bytes, at - 1, low) : "";
}

/** The name before the value whose opening quote stands at `quote`. */
function nameBeforeQuote(bytes: Buffer, quote: number, low: number): string {
  const at = skipBlanks(bytes, quote, low);
  if (at > low && ASSIGN[bytes[at - 1]!] === 1) return readName(bytes, at - 1, low);
  for (let open = at; open > low; open--) {
    const byte = bytes[open - 1]!;
    if (byte === 0x5d || byte === 0x7b || byte === 0x7d) return "";
    if (byte !== 0x5b) continue;
    const assign = skipBlanks(bytes, open - 1, low);
    return assign > low && ASSIGN[bytes[assign - 1]!] === 1 ? readName(bytes, assign - 1, low) : "";
  }
  return "";
}

/** The name that ends before the ":" or "=" at `assign`. */
function readName(bytes: Buffer, assign: number, low: number): string {
  let end = skipBlanks(bytes, assign, low);
  const quoted = end > low && QUOTE[bytes[end - 1]!] === 1;
  if (quoted) end = skipBlanks(bytes, end - 1, low);
  let start = end;
  while (start > low && end - start < LONGEST_NAME) {
    const byte = bytes[start - 1]!;
    if (quoted ? QUOTE[byte] === 1 || byte < 0x20 : NAME_END[byte] === 1) break;
    start--;
  }
  return bytes.toString("utf8", start, end);
}

function skipBlanks(bytes: Buffer, from: number, low: number): number {
  let at = from;
  while (at > low && BLANK[bytes[at - 1]!] === 1) at--;
  return at;
}
