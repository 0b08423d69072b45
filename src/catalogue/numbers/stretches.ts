import type { Located } from "../forms/spans.js";

/** Bytes that are looked at before where something may begin, for the start of the stretch that it is part of. */
const BEFORE = 64;

/**
 * Stretches of `least` bytes or more of the `own` kind, as spans: all that hold `least` bytes in a row of which `isInside` says that they
 * can be within what is looked for. `within`: where that may begin and end, as pairs of start and end; undefined: anywhere.
 */
export function stretchesIn(
  bytes: Uint8Array,
  within: readonly number[] | undefined,
  own: Uint8Array,
  least: number,
  isInside: (bytes: Uint8Array, at: number) => boolean,
): readonly Located[] {
  const spans = within ?? [0, bytes.length];
  if (spans.length === 0) return NONE;
  const found: Located[] = [];
  let low = 0;
  for (let i = 0; i < spans.length; i += 2) {
    low = Math.max(low, spans[i]! - BEFORE);
    const high = spans[i + 1]!;
    for (let probe = low + least - 1; probe < high; probe = low + least - 1) {
      if (!isInside(bytes, probe)) {
        low = probe + 1;
        continue;
      }
      let start = probe;
      while (start > low && own[bytes[start - 1]!] === 1) start--;
      let end = probe + 1;
      while (end < bytes.length && own[bytes[end]!] === 1) end++;
      low = end;
      if (end - start >= least) found.push([start, end]);
    }
  }
  return found;
}

const NONE: readonly Located[] = [];
