/** Characters of two columns: East Asian wide and full-width ones (Unicode Standard Annex 11, in outline), and emoji. */
const WIDE =
  /[\u1100-\u115f\u2329\u232a\u2e80-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18cff}\u{1aff0}-\u{1b2ff}\u{1d300}-\u{1d376}\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u;

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
