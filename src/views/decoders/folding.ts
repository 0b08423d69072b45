import { confusables } from "./confusables.js";

/** What a code point is to a token: nothing, something read as ASCII, or something that is not seen. */
export const OTHER = 0;
export const FOLDS = 1;
export const INVISIBLE = 2;

/**
 * Code points that are not seen, or only on the letter before them: default ignorables (Unicode, DerivedCoreProperties), format characters,
 * and the blocks of combining marks.
 */
const UNSEEN: readonly (readonly [number, number])[] = [
  [0xad, 0xad],
  [0x300, 0x36f],
  [0x483, 0x489],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x1ab0, 0x1aff],
  [0x1dc0, 0x1dff],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x20d0, 0x20ff],
  [0x2800, 0x2800],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfe20, 0xfe2f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
];

/** First code point beyond the Basic Multilingual Plane. */
const ASTRAL = 0x10000;

let classes: Uint8Array | undefined;

function buildClasses(): Uint8Array {
  const built = new Uint8Array(ASTRAL);
  for (const code of confusables().keys()) if (code < ASTRAL) built[code] = FOLDS;
  for (const [first, last] of UNSEEN) built.fill(INVISIBLE, first, last + 1);
  return built;
}

/** `OTHER`, `FOLDS` or `INVISIBLE`. Tags both fold and are not seen: they count as invisible. */
export function classOf(codePoint: number): number {
  classes ??= buildClasses();
  if (codePoint < ASTRAL) return classes[codePoint]!;
  if ((codePoint >= 0xe0000 && codePoint <= 0xe0fff) || (codePoint >= 0x1d173 && codePoint <= 0x1d17a))
    return INVISIBLE;
  return confusables().has(codePoint) ? FOLDS : OTHER;
}

/** Whether folding or removing it can turn this code point into part of a token; Latin letters with marks do so only in long words. */
export function canMatter(codePoint: number): boolean {
  if ((codePoint >= 0xa0 && codePoint < 0x250 && codePoint !== 0xad) || (codePoint > 0x2011 && codePoint < 0x2027))
    return false;
  return (codePoint >= 0xd800 && codePoint <= 0xdfff) || classOf(codePoint) !== OTHER;
}
