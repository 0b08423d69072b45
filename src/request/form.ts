import { member } from "./path.js";

const AMPERSAND = 0x26;
const EQUALS = 0x3d;

/**
 * Path in name=value pairs that stand in `[from, to)`: "query.key" for a value, "query[2].name" for the third pair's name, "query[2]" for
 * both or for a pair without a name, "query" for more than one pair. `kind`: "query" or "form".
 */
export function pairPath(bytes: Buffer, kind: string, from: number, to: number, start: number, end: number): string {
  let index = 0;
  let low = from;
  for (let at = from; at < start; at++) {
    if (bytes[at] !== AMPERSAND) continue;
    index++;
    low = at + 1;
  }
  const next = bytes.indexOf(AMPERSAND, start);
  const high = next < 0 || next > to ? to : next;
  if (end > high) return kind;
  const equals = bytes.subarray(low, high).indexOf(EQUALS);
  if (equals < 1) return `${kind}[${index}]`;
  if (end <= low + equals) return `${kind}[${index}].name`;
  if (start <= low + equals) return `${kind}[${index}]`;
  return kind + member(bytes.toString("utf8", low, low + equals));
}
