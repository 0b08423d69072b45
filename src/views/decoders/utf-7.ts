import { indexOfByte, isHighSurrogate, isLowSurrogate, surrogatePair } from "../bytes.js";
import type { Decoder } from "../decoder.js";
import { byteSet } from "../runs.js";
import type { ViewWriter } from "../writer.js";
import { VALUE } from "./base64-text.js";
import { classOf, OTHER } from "./folding.js";
import { type CharacterCode, decodePieces } from "./pieces.js";

const PLUS = 0x2b;
const MINUS = 0x2d;

/** Characters of modified base64 (RFC 2152): no "-", which ends it. */
function isShifted(byte: number | undefined): boolean {
  return byte !== undefined && byte !== MINUS && byte !== 0x5f && VALUE[byte]! >= 0;
}

/** Place after the shifted sequence that starts with the "+" at `at`; not beyond `to`. */
function sequenceEnd(bytes: Buffer, at: number, to: number): number {
  let end = at + 1;
  while (end < to && isShifted(bytes[end])) end++;
  return end;
}

/** UTF-16 units of a sequence that must be text for it to be one; in base64 proper, a "+" is seldom followed by even one. */
const LOOKED_AT = 4;

/** Fewer than a line of base64 has in PEM (RFC 7468) and MIME, and more than most tokens. */
const LINE = 48;

function isSurrogate(unit: number): boolean {
  return isHighSurrogate(unit) || isLowSurrogate(unit);
}

/** Whether the "+" at `at` shifts into units that are printable ASCII, fold to it, or are not seen; the bits left over are zero. */
function isSequence(bytes: Buffer, at: number): boolean {
  let bits = 0;
  let held = 0;
  let units = 0;
  let end = at + 1;
  for (; units < LOOKED_AT && isShifted(bytes[end]); end++) {
    bits = ((bits << 6) | VALUE[bytes[end]!]!) & 0xffffff;
    held += 6;
    if (held < 16) continue;
    held -= 16;
    const unit = (bits >> held) & 0xffff;
    if (unit < 0x80 ? unit < 0x20 || unit === 0x7f : !isSurrogate(unit) && classOf(unit) === OTHER) return false;
    units++;
  }
  if (units === LOOKED_AT) return true;
  const isPadded = held < 6 && (bits & ((1 << held) - 1)) === 0;
  return units > 0 && isPadded && (bytes[end] === MINUS || !isInLine(bytes, at));
}

/** Whether so many characters of base64 stand before the "+" at `at` that it is one of them, near the end of their line. */
function isInLine(bytes: Buffer, at: number): boolean {
  for (let before = at - LINE; before < at; before++) if (!isShifted(bytes[before])) return false;
  return true;
}

/**
 * Writes the UTF-16 units of the characters between `from` and `to`; each stands for those that hold its bits, the first for the "+" at
 * `plus` too, and the last for what ends the sequence, up to `next`.
 */
function writeUnits(writer: ViewWriter, bytes: Buffer, plus: number, to: number, next: number): void {
  let bits = 0;
  let held = 0;
  let high = 0;
  let start = plus;
  for (let at = plus + 1; at < to; at++) {
    bits = ((bits << 6) | VALUE[bytes[at]!]!) & 0xffffff;
    held += 6;
    if (held < 16) continue;
    held -= 16;
    const unit = (bits >> held) & 0xffff;
    if (isHighSurrogate(unit) && high === 0) {
      high = unit;
      continue;
    }
    const isLast = (to - at - 1) * 6 + held < 16;
    const value = high !== 0 && isLowSurrogate(unit) ? surrogatePair(high, unit) : unit;
    writer.codePoint(value, start, isLast ? next : at + 1);
    high = 0;
    start = at + 1;
  }
}

const code: CharacterCode = {
  stops: byteSet(""),
  next(bytes, from) {
    let at = indexOfByte(bytes, PLUS, from);
    while (at >= 0 && !isSequence(bytes, at)) at = indexOfByte(bytes, PLUS, at + 1);
    return at;
  },
  write(writer, bytes, from, to) {
    let copied = from;
    let at = indexOfByte(bytes, PLUS, from);
    while (at >= 0 && at < to) {
      let next = at + 1;
      if (bytes[next] === MINUS || isSequence(bytes, at)) {
        const end = sequenceEnd(bytes, at, to);
        next = end < to && bytes[end] === MINUS ? end + 1 : end;
        writer.copy(copied, at);
        if (end === at + 1) writer.byte(PLUS, at, next);
        else writeUnits(writer, bytes, at, end, next);
        copied = next;
      }
      at = indexOfByte(bytes, PLUS, next);
    }
    writer.copy(copied, to);
  },
};

/** UTF-7 (RFC 2152): UTF-16 in base64 between "+" and "-". */
export const utf7: Decoder = {
  name: "utf-7",
  tellTales: "+",
  isGuess: true,
  decode: (input) => decodePieces(input, code),
  examples: [
    { encoded: "+AGcAaABw-+AF8-abcdefghij", contains: "ghp_abcdefghij" },
    { encoded: "ghp+AF8-abcd+-efghij", contains: "ghp_abcd+efghij" },
  ],
  quiet: [
    "a+b, c + d, +ABC",
    "1+A2",
    "nusi2w+AGcA==",
    "C++ and +1 555 0100",
    "q7RtZ9xK2mW4pL8vB3nH6sYd1F5gJ0aCeUoTq7RtZ9xK2mW4pL8vB3+AGc\r\nq7RtZ9xK2mW4",
  ],
};
