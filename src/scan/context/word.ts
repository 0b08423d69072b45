/** A letter or a digit: what words are made of, and what a token may not be glued to. */
export function isWordByte(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}

/** The letters of escapes in JSON and most languages' strings. */
const ESCAPE_LETTERS: readonly number[] = [...Buffer.from("nrtbfv0")];

/** Whether the byte at `at` goes on with a word: both it and the one before are of a word, and that is not the letter of an escape ("\n"). */
export function continuesWord(bytes: Uint8Array, at: number): boolean {
  if (at === 0 || !isWordByte(bytes[at - 1]!) || !isWordByte(bytes[at]!)) return false;
  return !isEscapeLetter(bytes, at - 1);
}

/** Whether the byte at `at` may be the letter of an escape. */
export function isEscapeLetter(bytes: Uint8Array, at: number): boolean {
  return at > 0 && bytes[at - 1] === 0x5c && ESCAPE_LETTERS.includes(bytes[at]!);
}

/** Bytes `[from, to)`, a character each, in lower case. */
export function lowerText(bytes: Uint8Array, from: number, to: number): string {
  let text = "";
  for (let i = from; i < to && i < bytes.length; i++) text += String.fromCharCode(bytes[i]!);
  return text.toLowerCase();
}
