import { jsonString } from "../../views/decoders/json-string.js";
import type { Match, Span, View } from "../view.js";

const BACKSLASH = 0x5c;
const BREAKS: ReadonlySet<number> = new Set(Buffer.from("nrt"));

/** Whether the bytes at `at` are a line break or a tab as JSON strings escape them, however often escaped. */
function isBreak(bytes: Buffer, at: number): boolean {
  let end = at;
  while (bytes[end] === BACKSLASH) end++;
  return end > at && BREAKS.has(bytes[end]!);
}

/**
 * A view's own matches, without those that go on behind an escaped line break ("\n") before which the same detector's match ends once the
 * escapes are undone: what follows there is the next line. `decoded`: what was found in views of this one.
 */
export function withoutNextLines(
  { matches, bytes }: View,
  decoded: readonly (Span & { readonly match: Match; readonly via: View | undefined })[],
): readonly Match[] {
  const ends = new Map<string, number>();
  for (const { match, start, end, via } of decoded)
    if (via?.chain.at(-1) === jsonString.name && isBreak(bytes, end)) ends.set(placeOf(match, start), end);
  if (ends.size === 0) return matches;
  return matches.filter((match) => match.end <= (ends.get(placeOf(match, match.start)) ?? Infinity));
}

function placeOf({ compiled }: Match, start: number): string {
  return `${start},${compiled.order}`;
}
