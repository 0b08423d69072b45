/**
 * DEFLATE without a header (RFC 1951), told from noise by how it begins: a first block with the fixed code of which text comes, to its end
 * where that is near, or with a code of its own that is whole. kernel/deflate.h says the same.
 */
import { holdsText, KIND } from "../text.js";
import { beginsAsUtf8 } from "./headless.js";
import { DISTANCE_BASE, inflatePart, LENGTH_BASE, LENGTH_BITS } from "./inflate.js";

/** Bytes that are looked at. */
const DEFLATE_HEAD = 40;

/** Fewest bytes that must come out. */
const LEAST_TEXT = 8;

/** Bits that can be left behind the end: of its byte, and of one that a code was filled up with. */
const MOST_LEFT = 15;

const CR = 0x0d;
const LF = 0x0a;

const END_OF_BLOCK = 256;
const MOST_LITERALS = 29;
const MOST_DISTANCES = 29;

function lengthOf(symbol: number, head: Head): number {
  return LENGTH_BASE[symbol - 257]! + head.take(LENGTH_BITS[symbol - 257]!);
}

function distanceOf(code: number, head: Head): number {
  return DISTANCE_BASE[code]! + head.take(code < 2 ? 0 : (code >> 1) - 1);
}

/** Bits of the first bytes; zeros behind them. */
class Head {
  readonly #bytes: Uint8Array;
  readonly #from: number;
  /** Number of bits, and whether the bytes end there. */
  readonly size: number;
  readonly isWhole: boolean;
  at = 0;

  constructor(bytes: Uint8Array, from: number) {
    this.#bytes = bytes;
    this.#from = from;
    this.isWhole = bytes.length - from <= DEFLATE_HEAD;
    this.size = 8 * Math.min(bytes.length - from, DEFLATE_HEAD);
  }

  #bit(at: number): number {
    return at < this.size ? (this.#bytes[this.#from + (at >> 3)]! >> (at & 7)) & 1 : 0;
  }

  /** Whether the bytes end here, or a part of a multipart body. */
  isAtEnd(): boolean {
    const next = this.#from + ((this.at + 7) >> 3);
    if (this.#bytes[next] === CR && this.#bytes[next + 1] === LF) return true;
    return this.isWhole && this.size - this.at <= MOST_LEFT;
  }

  /** A number, its lowest bit first. */
  take(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) value |= this.#bit(this.at++) << i;
    return value;
  }

  /** The bits from here on as a code has them: the highest first. */
  peek(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) value = (value << 1) | this.#bit(this.at + i);
    return value;
  }

  /** A symbol of the fixed code (RFC 1951, section 3.2.6). */
  fixed(): number {
    const code = this.peek(9);
    const [symbol, bits] =
      code < 0x60
        ? [256 + (code >> 2), 7]
        : code < 0x180
          ? [(code >> 1) - 0x30, 8]
          : code < 0x190
            ? [280 + (code >> 1) - 0xc0, 8]
            : [144 + code - 0x190, 9];
    this.at += bits;
    return symbol;
  }
}

/** Whether text comes out of the fixed code. */
function startsFixed(head: Head): boolean {
  for (let out = 0; ; ) {
    const symbol = head.fixed();
    if (head.at > head.size) return !head.isWhole;
    if (symbol === END_OF_BLOCK) return out >= LEAST_TEXT && head.isAtEnd();
    if (symbol < END_OF_BLOCK) {
      if (symbol === 0 || KIND[symbol] === 0) return false;
      out++;
      continue;
    }
    if (symbol > 285) return false;
    const length = lengthOf(symbol, head);
    const code = head.peek(5);
    head.at += 5;
    if (code > MOST_DISTANCES || distanceOf(code, head) > out) return false;
    out += length;
  }
}

/** Whether the code in which a block writes its own code is whole: nothing else is taken by zlib. */
function startsDynamic(head: Head): boolean {
  if (head.take(5) > MOST_LITERALS || head.take(5) > MOST_DISTANCES) return false;
  let left = 128;
  for (let codes = head.take(4) + 4; codes > 0; codes--) {
    const bits = head.take(3);
    if (bits > 0) left -= 128 >> bits;
  }
  return left === 0 && !head.isWhole;
}

/** The kinds of block that data which are shorter than what they give begin with. */
const FIXED = 1;
const DYNAMIC = 2;

/** The kind of block that begins with a byte. */
function kindOf(first: number): number {
  return (first >> 1) & 3;
}

/** Whether such data may begin with a byte. */
export function opensDeflate(first: number): boolean {
  return kindOf(first) === FIXED || kindOf(first) === DYNAMIC;
}

/** A necessary condition for DEFLATE data that are text to stand at `from`. */
export function mayStartDeflate(bytes: Uint8Array, from = 0): boolean {
  const first = bytes[from] ?? 0;
  if (!opensDeflate(first)) return false;
  const head = new Head(bytes, from);
  head.at = 3;
  return kindOf(first) === FIXED ? startsFixed(head) : startsDynamic(head);
}

/** Bytes of what comes out that are read to tell text from noise. */
const PROBE = 64;
/** What no text has. */
const CONTROLS = /[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]/;

/** Whether the first bytes of what came out are those of a text. */
export function isTextHead(head: Buffer): boolean {
  return beginsAsUtf8(head, PROBE / 2) && holdsText(head, LEAST_TEXT) && !CONTROLS.test(head.toString("latin1"));
}

/** The first bytes that the DEFLATE data at `from` give. */
export function headInflated(bytes: Uint8Array, from: number): Buffer {
  return inflatePart(bytes, from, PROBE).bytes;
}

/** Whether DEFLATE data without a header stand at `from` that begin as a text. */
export function startsDeflatedText(bytes: Uint8Array, from = 0): boolean {
  return mayStartDeflate(bytes, from) && isTextHead(headInflated(bytes, from));
}
