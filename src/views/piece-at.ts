/** Index of the piece that holds `offset`, by where each begins, in order. */
export function pieceAt(pieces: readonly number[], offset: number): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (pieces[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
