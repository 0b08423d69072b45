import type { Detector } from "../../types.js";

/** Marks and words beyond so many are not named. */
const MOST_NAMED = 4;

/** In a few words, by what a detector tells its credential. */
export function howToldOf({ literals, context, locate }: Detector): string {
  if (locate !== undefined) return "its structure";
  const parts: string[] = [];
  if (literals.length > 0) parts.push(`the mark ${someOf(literals)}`);
  if (context !== undefined) parts.push(`a word within ${context.within} bytes: ${someOf(context.words)}`);
  return parts.join(", and ");
}

/** What proves the format; "" when nothing does. */
export function proofOf({ verify }: Detector): string {
  return verify === undefined ? "" : "checksum or structure, checked offline";
}

function someOf(texts: readonly string[]): string {
  const shown = texts.slice(0, MOST_NAMED).map((text) => JSON.stringify(text));
  return shown.join(" or ") + (texts.length > MOST_NAMED ? ` (or ${texts.length - MOST_NAMED} more)` : "");
}
