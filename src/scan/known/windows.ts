/** Bytes of a window: no value is shorter. */
export const WINDOW = 8;

/** Bytes of a block, and one place in so many is looked at: each window then has a block at just one of those places. */
const BLOCK = 4;
const STEP: number = WINDOW - BLOCK + 1;

/** Bits of the filter for each block in it: one place in so many passes by chance. */
const SPARSE = 32;
const LEAST_BITS = 13;
const MOST_BITS = 23;

/** A window of bytes to look for, and whose it is. */
export interface Window<Owner> {
  /** Starts at `offset`, `WINDOW` bytes long. */
  readonly bytes: Buffer;
  readonly offset: number;
  readonly owner: Owner;
}

/**
 * Finds any number of windows in a text. One place in five is looked at, and a bit says whether one of the blocks can begin there, so that
 * what is not there costs the same for ten windows and for a hundred thousand (Wu and Manber 1994, with one shift).
 */
export class WindowFinder<Owner> {
  readonly #bits: Int32Array;
  readonly #shift: number;
  /** For each block, a bit for each of its places in a window. */
  readonly #places: BlockTable;
  /** By their first four bytes. */
  readonly #windows = new Map<number, Known<Owner>>();

  constructor(windows: readonly Window<Owner>[]) {
    const blocks = windows.length * STEP;
    const bits = Math.min(MOST_BITS, Math.max(LEAST_BITS, Math.ceil(Math.log2(blocks * SPARSE + 1))));
    this.#bits = new Int32Array((1 << bits) >>> 5);
    this.#shift = 32 - bits;
    this.#places = new BlockTable(blocks);
    for (const window of windows) this.#add(window);
  }

  get isEmpty(): boolean {
    return this.#windows.size === 0;
  }

  /** Calls `found` with the place and the owners of each window in `[from, to)`, in order. Stops when it says `false`. */
  search(bytes: Buffer, from: number, to: number, found: (start: number, owners: readonly Owner[]) => boolean): void {
    const bits = this.#bits;
    const shift = this.#shift;
    const last = to - BLOCK;
    for (let at = from + STEP - 1; at <= last; at += STEP) {
      const block = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
      const hash = hashOf(block, shift);
      if ((bits[hash >>> 5]! & (1 << (hash & 31))) !== 0 && !this.#look(bytes, block, at, from, to, found)) return;
    }
  }

  /** Earlier starts have later places in their window. */
  #look(
    bytes: Buffer,
    block: number,
    at: number,
    from: number,
    to: number,
    found: (start: number, owners: readonly Owner[]) => boolean,
  ): boolean {
    const places = this.#places.get(block);
    for (let place = STEP - 1; places !== 0 && place >= 0; place--) {
      const start = at - place;
      if ((places & (1 << place)) === 0 || start < from || start + WINDOW > to) continue;
      const known = withLast(this.#windows.get(blockAt(bytes, start)), blockAt(bytes, start + BLOCK));
      if (known !== undefined && !found(start, known.owners)) return false;
    }
    return true;
  }

  #add({ bytes, offset, owner }: Window<Owner>): void {
    for (let place = 0; place < STEP; place++) {
      const block = blockAt(bytes, offset + place);
      const hash = hashOf(block, this.#shift);
      this.#bits[hash >>> 5]! |= 1 << (hash & 31);
      this.#places.add(block, 1 << place);
    }
    const first = blockAt(bytes, offset);
    const last = blockAt(bytes, offset + BLOCK);
    const others = this.#windows.get(first);
    const known = withLast(others, last);
    if (known === undefined) this.#windows.set(first, { last, owners: [owner], next: others });
    else known.owners.push(owner);
  }
}

/** One of the windows that have their first four bytes in common. */
interface Known<Owner> {
  /** Its last four bytes. */
  readonly last: number;
  readonly owners: Owner[];
  readonly next: Known<Owner> | undefined;
}

function withLast<Owner>(first: Known<Owner> | undefined, last: number): Known<Owner> | undefined {
  let known = first;
  while (known !== undefined && known.last !== last) known = known.next;
  return known;
}

/** Bits for each of many blocks: by open addressing, with a step of one. */
class BlockTable {
  readonly #blocks: Int32Array;
  /** 0 where no block stands yet. */
  readonly #bits: Uint8Array;
  readonly #shift: number;

  constructor(most: number) {
    const log = Math.max(1, Math.ceil(Math.log2(2 * most + 1)));
    this.#blocks = new Int32Array(1 << log);
    this.#bits = new Uint8Array(1 << log);
    this.#shift = 32 - log;
  }

  get(block: number): number {
    return this.#bits[this.#placeOf(block)]!;
  }

  add(block: number, bits: number): void {
    const place = this.#placeOf(block);
    this.#blocks[place] = block;
    this.#bits[place]! |= bits;
  }

  /** Where it stands, or will. */
  #placeOf(block: number): number {
    let place = hashOf(block, this.#shift);
    while (this.#bits[place] !== 0 && this.#blocks[place] !== block) place = (place + 1) & (this.#bits.length - 1);
    return place;
  }
}

function blockAt(bytes: Buffer, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

function hashOf(block: number, shift: number): number {
  return Math.imul(block, 0x9e3779b1) >>> shift;
}
