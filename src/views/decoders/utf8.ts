/** One character of UTF-8 as a lax reader takes it: overlong forms give what they stand for. */
export interface Character {
  /** -1 where no character starts. */
  codePoint: number;
  /** In bytes. */
  length: number;
  /** Written in more bytes than it needs (RFC 3629, section 3, forbids it). */
  overlong: boolean;
}

/** Least code point that needs as many bytes as the index says. */
const LEAST = [0, 0, 0x80, 0x800, 0x10000];

/** Reads the character at `at` into `into`. */
export function readCharacter(bytes: Uint8Array, at: number, into: Character): void {
  const first = bytes[at]!;
  into.overlong = false;
  into.length = 1;
  into.codePoint = first < 0x80 ? first : -1;
  const length = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf8 ? 4 : 1;
  if (length === 1 || at + length > bytes.length) return;
  let codePoint = first & (0x7f >> length);
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i]!;
    if ((byte & 0xc0) !== 0x80) return;
    codePoint = (codePoint << 6) | (byte & 0x3f);
  }
  if (codePoint > 0x10ffff) return;
  into.codePoint = codePoint;
  into.length = length;
  into.overlong = codePoint < LEAST[length]!;
}

/** Start of the character that ends before `end`; at most four bytes back. */
export function characterBefore(bytes: Uint8Array, end: number): number {
  let at = end - 1;
  while (at > 0 && at > end - 4 && (bytes[at]! & 0xc0) === 0x80) at--;
  return at;
}
