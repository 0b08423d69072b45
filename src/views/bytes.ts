/** Byte tables and searches that several decoders share. */

/** Below this many bytes a loop is cheaper than a call into native code. */
const NATIVE_FROM = 64;

/** Value of a hexadecimal digit, or -1; 256 entries. */
export const HEX_VALUE: Int8Array = new Int8Array(256).fill(-1);
for (let i = 0; i < 16; i++) {
  HEX_VALUE[i.toString(16).charCodeAt(0)] = i;
  HEX_VALUE[i.toString(16).toUpperCase().charCodeAt(0)] = i;
}

/** First place of `value` at or after `from`, or -1. Looks at the nearest bytes itself: most hits are near the last one. */
export function indexOfByte(bytes: Buffer, value: number, from: number): number {
  const near = Math.min(bytes.length, from + NATIVE_FROM);
  for (let i = from; i < near; i++) if (bytes[i] === value) return i;
  return near === bytes.length ? -1 : bytes.indexOf(value, near);
}

/** First place at or after `from` of a byte that is 1 in `set`, or the length. Four bytes a step: most places are passed over. */
export function indexOfAny(bytes: Buffer, set: Uint8Array, from: number): number {
  const { length } = bytes;
  let at = from;
  for (; at + 4 <= length; at += 4) {
    if ((set[bytes[at]!]! | set[bytes[at + 1]!]! | set[bytes[at + 2]!]! | set[bytes[at + 3]!]!) !== 0) break;
  }
  while (at < length && set[bytes[at]!] === 0) at++;
  return at;
}

/** Value of the two hexadecimal digits at `at`, or -1. */
export function hexPair(bytes: Buffer, at: number): number {
  const high = at + 1 < bytes.length ? HEX_VALUE[bytes[at]!]! : -1;
  const low = high < 0 ? -1 : HEX_VALUE[bytes[at + 1]!]!;
  return low < 0 ? -1 : high * 16 + low;
}

/** Value of the four hexadecimal digits at `at`, or -1. */
export function hexQuad(bytes: Buffer, at: number): number {
  const high = hexPair(bytes, at);
  const low = high < 0 ? -1 : hexPair(bytes, at + 2);
  return low < 0 ? -1 : high * 256 + low;
}

/** The code point that a UTF-16 high and low surrogate stand for. */
export function surrogatePair(high: number, low: number): number {
  return (high - 0xd800) * 0x400 + (low - 0xdc00) + 0x10000;
}

export function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

export function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
