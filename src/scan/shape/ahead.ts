/** What must stand somewhere behind a literal: one of `to`, with nothing but `through` before it. */
export interface Ahead {
  readonly through: Uint8Array;
  readonly to: Uint8Array;
}

/** A part of a match, as `plan.ts` has it. */
interface Part {
  readonly bytes: Uint8Array;
  readonly min: number;
  readonly max: number;
}

/** Sets with more bytes than this are no test: something of them stands nearly everywhere. */
const MOST_BYTES = 10;

/** Looked at no further than this, in bytes: a test must cost less than what it saves. */
const FARTHEST = 256;

/**
 * What must follow the bytes of a match that are certain: `parts` from the one on that is not (its least number of bytes is among the
 * certain ones). An "@" somewhere after "://", an "=" after a name. `undefined` when there is no such part.
 */
export function aheadOf(parts: readonly Part[]): Ahead | undefined {
  let best = -1;
  for (let i = 1; i < parts.length; i++) {
    if (parts[i]!.min > 0 && (best < 0 || count(parts[i]!.bytes) < count(parts[best]!.bytes))) best = i;
  }
  if (best < 0 || count(parts[best]!.bytes) > MOST_BYTES) return undefined;
  const through = new Uint8Array(256);
  for (const { bytes, max } of parts.slice(0, best)) {
    if (max > 0) for (let byte = 0; byte < 256; byte++) through[byte]! |= bytes[byte]!;
  }
  return { through, to: parts[best]!.bytes };
}

/** Whether that stands there, from `from` on, or `instead` in its place; `true` when it is too far to see. */
export function standsAhead(ahead: Ahead, bytes: Uint8Array, from: number, instead = -1): boolean {
  const { through, to } = ahead;
  const limit = Math.min(bytes.length, from + FARTHEST);
  for (let at = from; at < limit; at++) {
    if (at === from + NEAR && instead < 0) at = Math.min(limit - 1, Math.max(at, endOfSeen(ahead, bytes, at)));
    if (to[bytes[at]!] === 1 || bytes[at] === instead) return true;
    if (through[bytes[at]!] === 0) return false;
  }
  if (limit === bytes.length) return false;
  if (instead < 0) remember(ahead, bytes, from, limit);
  return true;
}

/** Behind so many bytes it is asked whether they were looked at before. */
const NEAR = 32;

/** Bytes of a text that a look for something ahead has passed: a mark over and over would have each look pass the same. */
interface Seen {
  readonly from: number;
  readonly to: number;
}

const seen = new WeakMap<Uint8Array, Map<Ahead, Seen>>();

function remember(ahead: Ahead, bytes: Uint8Array, from: number, to: number): void {
  let ofText = seen.get(bytes);
  if (ofText === undefined) {
    ofText = new Map();
    seen.set(bytes, ofText);
  }
  const known = ofText.get(ahead);
  const joins = known !== undefined && known.from <= from && from <= known.to;
  ofText.set(ahead, { from: joins ? known.from : from, to: joins ? Math.max(known.to, to) : to });
}

/** Place after the bytes from `at` on that were passed before; `at` where none were. */
function endOfSeen(ahead: Ahead, bytes: Uint8Array, at: number): number {
  const known = seen.get(bytes)?.get(ahead);
  return known !== undefined && known.from <= at && at < known.to ? known.to : at;
}

const counts = new WeakMap<Uint8Array, number>();

function count(set: Uint8Array): number {
  const known = counts.get(set);
  if (known !== undefined) return known;
  let sum = 0;
  for (let byte = 0; byte < 256; byte++) sum += set[byte]!;
  counts.set(set, sum);
  return sum;
}
