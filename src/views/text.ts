/**
 * What a text looks like in bytes: printable ASCII, well-formed UTF-8 (RFC 3629; overlong forms too, which a lax reader takes), and NULs
 * between characters (UTF-16, UTF-32).
 */

/** Kinds of byte: 0 none of text, 1 a character by itself, 2 continues a UTF-8 sequence, 3 starts one. */
export const KIND: Uint8Array = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  if ((byte >= 0x20 && byte < 0x7f) || byte === 0 || (byte >= 0x09 && byte <= 0x0d) || byte === 0x1b) KIND[byte] = 1;
  else if (byte >= 0x80 && byte < 0xc0) KIND[byte] = 2;
  else if (byte >= 0xc0 && byte < 0xf5) KIND[byte] = 3;
}

/** 1 where the second byte can follow the first in text; index: kind of the first × 4 + kind of the second. */
const FOLLOWS: Uint8Array = Uint8Array.of(0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 1, 1, 0, 0, 1, 0);

/** A necessary condition, of two bytes alone. */
export function follows(first: number, second: number): boolean {
  return FOLLOWS[KIND[first]! * 4 + KIND[second]!] === 1;
}

/** NULs in a row that can stand between two characters, in UTF-32. */
const MOST_NULS = 3;

/** Counts characters of text in a row. Feed it the bytes one by one. */
export class TextCounter {
  #characters = 0;
  #nuls = 0;
  #expected = 0;

  /** The number of characters that end here in a row. */
  next(byte: number): number {
    if (byte === 0) {
      if (++this.#nuls > MOST_NULS || this.#expected > 0) this.#characters = 0;
      this.#expected = 0;
      return this.#characters;
    }
    const kind = KIND[byte]!;
    this.#nuls = 0;
    if (kind === 2 && this.#expected > 0) {
      if (--this.#expected === 0) this.#characters++;
    } else if (kind === 1) {
      this.#characters = this.#expected > 0 ? 1 : this.#characters + 1;
      this.#expected = 0;
    } else {
      if (kind !== 3 || this.#expected > 0) this.#characters = 0;
      this.#expected = kind !== 3 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    }
    return this.#characters;
  }
}

/** Whether `least` characters of text stand in a row. */
export function holdsText(bytes: Uint8Array, least: number): boolean {
  const counter = new TextCounter();
  for (const byte of bytes) if (counter.next(byte) >= least) return true;
  return false;
}
