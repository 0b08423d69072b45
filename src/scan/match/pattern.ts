/**
 * Whether a text is the pixels of a plain picture, of which hex can be read in hex in hex: it is made of two characters at most, or each
 * stands twice and more in a row, as in the steps of a gradient. The first and the last may be cut.
 */
export function isPattern(bytes: Buffer): boolean {
  return isOfTwo(bytes) || repeats(bytes);
}

function isOfTwo(bytes: Buffer): boolean {
  const first = bytes[0];
  let second: number | undefined;
  for (const byte of bytes) {
    if (byte === first || byte === second) continue;
    if (second !== undefined) return false;
    second = byte;
  }
  return true;
}

function repeats(bytes: Buffer): boolean {
  for (let at = 2; at < bytes.length; at++)
    if (bytes[at - 1] !== bytes[at - 2] && bytes[at - 1] !== bytes[at]) return false;
  return true;
}
