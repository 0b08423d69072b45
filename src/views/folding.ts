/** Ranges of code points that no table folds to ASCII or drops, and that texts hold often: Latin letters with marks, dashes, quotes. */
const INERT: readonly (readonly [number, number])[] = [
  [0xa1, 0xac],
  [0xae, 0x2ff],
  [0x2010, 0x2029],
  [0x2030, 0x205f],
  [0x20a0, 0x20cf],
  [0x2190, 0x23ff],
  [0x2500, 0x2fff],
  [0x3001, 0xd7ff],
  [0xfffd, 0xfffd],
];

/** Whether folding or removing invisible characters can turn this code point into part of a token. */
export function canMatter(codePoint: number): boolean {
  return !INERT.some(([first, last]) => codePoint >= first && codePoint <= last);
}
