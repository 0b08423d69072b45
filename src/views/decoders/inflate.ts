/**
 * DEFLATE (RFC 1951) that keeps what it has when the data end or break off: a receiver can read that much too. zlib gives nothing then.
 * Slower than zlib, so only for data that zlib refuses, and for so few that beginning to call zlib takes longer.
 */

/** Lengths and distances by their codes, and the bits beyond (RFC 1951, section 3.2.5). */
export const LENGTH_BASE: readonly number[] = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
export const LENGTH_BITS: readonly number[] = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
];
export const DISTANCE_BASE: readonly number[] = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
];
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const MAX_BITS = 15;

/** Canonical Huffman code: how many symbols have each length, and the symbols in the order of their codes. */
interface Huffman {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
  /** Codes of the greatest length that are left: fewer than none of a code that says more than there can be. */
  readonly left: number;
}

function huffman(lengths: Uint8Array, from: number, to: number): Huffman {
  const counts = new Uint16Array(MAX_BITS + 1);
  for (let i = from; i < to; i++) counts[lengths[i]!]!++;
  counts[0] = 0;
  let left = 1;
  for (let bits = 1; bits <= MAX_BITS && left >= 0; bits++) left = 2 * left - counts[bits]!;
  const offsets = new Uint16Array(MAX_BITS + 2);
  for (let bits = 1; bits <= MAX_BITS; bits++) offsets[bits + 1] = offsets[bits]! + counts[bits]!;
  const symbols = new Uint16Array(to - from);
  for (let i = from; i < to; i++) if (lengths[i] !== 0) symbols[offsets[lengths[i]!]!++] = i - from;
  return { counts, symbols, left };
}

/** Whether zlib takes the code: each text of bits is one, or there is one code of one bit, or none. */
function isComplete({ counts, symbols, left }: Huffman): boolean {
  if (left === 0) return true;
  const codes = counts.reduce((sum, count) => sum + count, 0);
  return left > 0 && symbols.length > 0 && (codes === 0 || (codes === 1 && counts[1] === 1));
}

const FIXED_LENGTHS = new Uint8Array(288 + 30);
FIXED_LENGTHS.fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280, 288).fill(5, 288);
const FIXED = { literals: huffman(FIXED_LENGTHS, 0, 288), distances: huffman(FIXED_LENGTHS, 288, 318) };

/** Most codes of either kind, and the one that ends a block. */
const MOST_LITERALS = 286;
const MOST_DISTANCES = 30;
const END_OF_BLOCK = 256;

/** Thrown and caught in this file alone: the data end here. */
const STOP = Symbol("stop");

class Inflater {
  readonly #bytes: Uint8Array;
  readonly #limit: number;
  at: number;
  #bits = 0;
  #held = 0;
  out: Buffer = Buffer.allocUnsafe(256);
  length = 0;
  /** Whether no block so far says what zlib refuses. */
  isStrict = true;
  /** Whether more came out than was asked for. */
  isFull = false;

  constructor(bytes: Uint8Array, from: number, limit: number) {
    this.#bytes = bytes;
    this.at = from;
    this.#limit = limit;
  }

  run(): void {
    let last = 0;
    while (last === 0) {
      last = this.#take(1);
      const type = this.#take(2);
      if (type === 0) this.#stored();
      else if (type === 1) this.#block(FIXED.literals, FIXED.distances);
      else if (type === 2) this.#dynamic();
      else throw STOP;
    }
  }

  #take(count: number): number {
    while (this.#held < count) {
      const byte = this.#bytes[this.at++];
      if (byte === undefined) throw STOP;
      this.#bits |= byte << this.#held;
      this.#held += 8;
    }
    const value = this.#bits & ((1 << count) - 1);
    this.#bits >>>= count;
    this.#held -= count;
    return value;
  }

  #symbol(code: Huffman): number {
    let value = 0;
    let first = 0;
    let index = 0;
    for (let bits = 1; bits <= MAX_BITS; bits++) {
      value |= this.#take(1);
      const count = code.counts[bits]!;
      if (value - count < first) return code.symbols[index + value - first]!;
      index += count;
      first = (first + count) << 1;
      value <<= 1;
    }
    throw STOP;
  }

  #put(byte: number): void {
    if (this.length >= this.#limit) {
      this.isFull = true;
      throw STOP;
    }
    if (this.length === this.out.length) {
      const grown = Buffer.allocUnsafe(this.out.length * 2);
      this.out.copy(grown);
      this.out = grown;
    }
    this.out[this.length++] = byte;
  }

  #stored(): void {
    this.#bits = 0;
    this.#held = 0;
    const size = this.#take(16);
    if ((this.#take(16) ^ 0xffff) !== size) throw STOP;
    for (let i = 0; i < size; i++) this.#put(this.#take(8));
  }

  #dynamic(): void {
    const literals = this.#take(5) + 257;
    const distances = this.#take(5) + 1;
    const ordered = this.#take(4) + 4;
    const lengths = new Uint8Array(320);
    for (let i = 0; i < ordered; i++) lengths[CODE_LENGTH_ORDER[i]!] = this.#take(3);
    const code = huffman(lengths, 0, 19);
    lengths.fill(0);
    for (let i = 0; i < literals + distances; ) {
      const symbol = this.#symbol(code);
      if (symbol < 16) {
        lengths[i++] = symbol;
        continue;
      }
      if (symbol === 16 && i === 0) throw STOP;
      const value = symbol === 16 ? lengths[i - 1]! : 0;
      const times = symbol === 16 ? 3 + this.#take(2) : symbol === 17 ? 3 + this.#take(3) : 11 + this.#take(7);
      if (i + times > literals + distances) throw STOP;
      lengths.fill(value, i, i + times);
      i += times;
    }
    const [literal, distance] = [huffman(lengths, 0, literals), huffman(lengths, literals, literals + distances)];
    if (literals > MOST_LITERALS || distances > MOST_DISTANCES || lengths[END_OF_BLOCK] === 0) this.isStrict = false;
    if (code.left !== 0 || !isComplete(literal) || !isComplete(distance)) this.isStrict = false;
    this.#block(literal, distance);
  }

  #block(literals: Huffman, distances: Huffman): void {
    for (let symbol = this.#symbol(literals); symbol !== END_OF_BLOCK; symbol = this.#symbol(literals)) {
      if (symbol < END_OF_BLOCK) {
        this.#put(symbol);
        continue;
      }
      if (symbol > 285) throw STOP;
      const length = LENGTH_BASE[symbol - 257]! + this.#take(LENGTH_BITS[symbol - 257]!);
      const code = this.#symbol(distances);
      if (code > 29) throw STOP;
      const distance = DISTANCE_BASE[code]! + this.#take(code < 2 ? 0 : (code >> 1) - 1);
      if (distance > this.length) throw STOP;
      for (let i = 0; i < length; i++) this.#put(this.out[this.length - distance]!);
    }
  }
}

/** What came out, and the place after what was read. */
export interface Inflated {
  readonly bytes: Buffer;
  readonly end: number;
}

/** What the DEFLATE data at `from` give before they end, break off or exceed `limit` bytes. */
export function inflatePart(bytes: Uint8Array, from: number, limit: number): Inflated {
  const inflater = new Inflater(bytes, from, limit);
  isRunWhole(inflater);
  return inflatedBy(inflater, bytes);
}

/** The same, and whether zlib gives all of it; undefined where more than `limit` bytes come out. */
export function inflateFew(
  bytes: Uint8Array,
  from: number,
  limit: number,
): (Inflated & { readonly whole: boolean }) | undefined {
  const inflater = new Inflater(bytes, from, limit);
  const whole = isRunWhole(inflater) && inflater.isStrict;
  return inflater.isFull ? undefined : { ...inflatedBy(inflater, bytes), whole };
}

/** Whether the data end where they say so. */
function isRunWhole(inflater: Inflater): boolean {
  try {
    inflater.run();
    return true;
  } catch (stop) {
    if (stop !== STOP) throw stop;
    return false;
  }
}

function inflatedBy({ out, length, at }: Inflater, bytes: Uint8Array): Inflated {
  return { bytes: out.subarray(0, length), end: Math.min(bytes.length, at) };
}

/** A necessary condition: the first block is of a kind that there is, and a stored one says its length twice. */
function mayInflate(bytes: Uint8Array, from: number): boolean {
  const kind = ((bytes[from] ?? 0xff) >> 1) & 3;
  if (kind !== 0) return kind !== 3;
  return (
    ((bytes[from + 1] ?? 0) ^ (bytes[from + 3] ?? 0)) === 0xff &&
    ((bytes[from + 2] ?? 0) ^ (bytes[from + 4] ?? 0)) === 0xff
  );
}

/** Whether at least `least` bytes come out: a cheap test before zlib is called. */
export function startsInflating(bytes: Uint8Array, from: number, least: number): boolean {
  return mayInflate(bytes, from) && inflatePart(bytes, from, least).bytes.length >= least;
}
