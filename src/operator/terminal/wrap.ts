/** East Asian wide and full-width characters and emoji take two columns (Unicode Standard Annex 11, in outline). */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Columns that `text` takes at most. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += WIDE.test(character) ? 2 : 1;
  return columns;
}

/**
 * `text` in pieces of at most `columns` columns (`later` for all but the first), at least one piece. Breaks anywhere, and
 * leaves nothing out.
 */
export function wrap(text: string, columns: number, later: number = columns): readonly string[] {
  const pieces: string[] = [];
  let piece = "";
  let used = 0;
  for (const character of text) {
    const width = WIDE.test(character) ? 2 : 1;
    if (used + width > (pieces.length === 0 ? columns : later) && piece !== "") {
      pieces.push(piece);
      piece = "";
      used = 0;
    }
    piece += character;
    used += width;
  }
  return [...pieces, piece];
}

/** The beginning of `text` that fits into `columns`, with an ellipsis where something is left out. */
export function truncate(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  return `${wrap(text, Math.max(1, columns - 1))[0]}…`;
}
