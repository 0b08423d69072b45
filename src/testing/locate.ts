import type { Detector, LocatedValue } from "../types.js";
import { findRuns } from "../views/runs.js";

/** What a detector that locates its values itself finds in a text alone, as the scan asks it; nothing of what only its shape says. */
export function locateIn({ locate, literals }: Detector, text: string): readonly LocatedValue[] {
  const bytes = Buffer.from(text, "utf8");
  const lower = text.toLowerCase();
  const places = literals.flatMap((literal) => {
    const found: number[] = [];
    const word = literal.toLowerCase();
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + 1)) {
      found.push(Buffer.byteLength(lower.slice(0, at), "utf8"));
    }
    return found;
  });
  if (literals.length > 0 && places.length === 0) return [];
  const marks = [...new Set(places)].sort((a, b) => a - b);
  return [...(locate?.(bytes, findRuns(bytes), { marks, name: "" }) ?? [])];
}
