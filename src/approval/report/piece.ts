/** A field of a report in the making: the request's own text, and marks that stand for what was taken out of it. */
export interface Piece {
  readonly text: string;
  /** `true`: written by this package, not by the request. */
  readonly mark: boolean;
}

export const textPiece = (text: string): Piece => ({ text, mark: false });
export const markPiece = (text: string): Piece => ({ text, mark: true });

/** From the beginning, `longest` characters of the request's text; marks count nothing and are kept whole. */
export function firstOf(pieces: readonly Piece[], longest: number): Piece[] {
  const kept: Piece[] = [];
  let left = longest;
  for (const piece of pieces) {
    if (left <= 0) break;
    const text = piece.mark ? piece.text : [...piece.text].slice(0, left).join("");
    kept.push({ text, mark: piece.mark });
    if (!piece.mark) left -= [...text].length;
  }
  return kept;
}

/** As `firstOf`, from the end. */
export function lastOf(pieces: readonly Piece[], longest: number): Piece[] {
  const kept: Piece[] = [];
  let left = longest;
  for (const piece of [...pieces].reverse()) {
    if (left <= 0) break;
    const text = piece.mark ? piece.text : [...piece.text].slice(-left).join("");
    kept.unshift({ text, mark: piece.mark });
    if (!piece.mark) left -= [...text].length;
  }
  return kept;
}
