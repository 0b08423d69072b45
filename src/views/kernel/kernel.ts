import { type Exports, instantiate } from "./instance.js";
import { align, Memory, makeMemory } from "./memory.js";
import { askFor, type KernelQuery, type KernelTables, putQuery, type TablePlaces } from "./query.js";
import { textTables } from "./text-tables.js";

/** Zeros on either side of a text. */
const MARGIN = 512;

/** Bytes of memory at the start: room for the kernel's own, its tables and a text of 256 KiB. What is not used takes none of the machine's. */
const FIRST_MEMORY: number = 4 * 1024 * 1024;

/** Beyond so many bytes a text is not expected to be little but values. */
const MANY: number = 1024 * 1024;

/** Longest text that is read: beyond it, the memory for it would be held for nothing by most scans. */
export const LONGEST_TEXT: number = 64 * 1024 * 1024;

/** Places of a join in the kernel's memory. */
interface JoinPlaces {
  readonly out: number;
  readonly starts: number;
  readonly sources: number;
  readonly words: number;
}

/** Pieces of a text, one after the other: where each begins in `bytes`, and in the text. Between two joins stands a piece of line breaks. */
export interface Join {
  readonly bytes: Buffer;
  readonly starts: Int32Array;
  readonly sources: Int32Array;
}

/** Lists and numbers in the kernel's memory. */
interface Lists {
  readonly results: Int32Array;
  /** Start, end and uses of each run. */
  readonly runs: Int32Array;
  readonly slashes: Int32Array;
  readonly quotes: Int32Array;
  /** Start and number of each fixed string. */
  readonly hits: Int32Array;
  /** Places of runs in `runs`, counted in runs. */
  readonly candidates: Int32Array;
  /** Start and end of each row of words. */
  readonly rows: Int32Array;
}

/** The compiled kernel.c with its own memory. It reads one text at a time: the one that it was last given. */
export class Kernel {
  /** Made anew when all moves to a larger memory: not to be kept. */
  lists: Lists;
  /** Whether fixed strings and candidates are looked for. */
  readonly isAsked: boolean;
  #exports: Exports;
  readonly #memory: Memory;
  readonly #tablesStart: number;
  readonly #textStart: number;
  #bytes: Uint8Array;
  #length = 0;
  /** Where in the text words may stand, a bit for each byte. */
  #words = 0;
  /** Behind the text and what is known of it. */
  #free = 0;
  #join: JoinPlaces = { out: 0, starts: 0, sources: 0, words: 0 };

  readonly #places: TablePlaces | undefined;

  /** @throws where WebAssembly has no SIMD or is switched off */
  constructor(query: KernelQuery | KernelTables | undefined) {
    const memory = makeMemory(FIRST_MEMORY);
    this.#exports = instantiate(memory);
    this.#memory = new Memory(memory, this.#exports.__heap_base.value, (larger) => {
      this.#exports = instantiate(larger);
    });
    new Uint8Array(this.#memory.buffer, this.#exports.tables()).set(textTables());
    this.#tablesStart = this.#memory.free;
    this.isAsked = query !== undefined;
    this.#places = query && putQuery(this.#memory, query);
    if (this.#places !== undefined) askFor(this.#places, this.#exports, this.#memory);
    this.#textStart = align(this.#memory.free) + MARGIN;
    this.lists = this.#makeLists();
    this.#bytes = new Uint8Array(this.#memory.buffer);
  }

  /** Takes a text in, to be read by `index` and `join`. `starts`: places where what begins a word may begin, whatever stands before. */
  load(bytes: Uint8Array, starts: readonly number[] = NONE): void {
    const end = this.#textStart + bytes.length;
    const bits = align(end + MARGIN);
    const size = starts.length === 0 ? 0 : align((bytes.length >> 3) + 16);
    this.#reserve(bits + size + (bytes.length >> 3) + 2 * MARGIN);
    const memory = this.#bytes;
    memory.set(bytes, this.#textStart);
    memory.fill(0, end, bits + size);
    // A text's end is a line's end: a word may count there.
    memory[end] = LINE_END;
    for (let i = 0; i < starts.length; i++) memory[bits + (starts[i]! >> 3)]! |= 1 << (starts[i]! & 7);
    this.#length = bytes.length;
    this.#words = bits + size;
    this.#exports.enter(this.#textStart, bytes.length, bits + size);
    this.#free = align(bits + size + (bytes.length >> 3) + MARGIN);
    if (size > 0) this.#exports.enterStarts(bits);
  }

  /** Reads the chunk that begins at `from`, into `lists`. */
  index(from: number): void {
    this.#exports.index(from);
  }

  /** Joins the strings of a JSON text, the one last loaded, that are values; gives the length, -1 when that is not done here. */
  join(): number {
    const length = this.#length;
    const mostValues = 256 + (length >> (length > MANY ? 4 : 3));
    const mostOut = 1024 + length;
    const values = this.#free;
    const out = align(values + 12 * mostValues) + MARGIN;
    const starts = align(out + mostOut + MARGIN);
    const sources = starts + 4 * mostValues;
    const bits = align(sources + 4 * mostValues);
    const words = align(bits + (mostOut >> 3) + MARGIN);
    this.#reserve(words + (mostOut >> 3) + MARGIN);
    const room = [values, mostValues, out, mostOut, starts, sources, mostValues, bits, words];
    new Uint32Array(this.#memory.buffer, this.#exports.room()).set(room);
    this.#join = { out, starts, sources, words };
    return this.#exports.join();
  }

  /** Makes the join, just made, what `index` reads until the next `load`; gives it, in bytes which are the kernel's own. */
  enterJoin(length: number): Join {
    const pieces = this.#exports.enterJoin();
    const { buffer } = this.#memory;
    const { out, starts, sources, words } = this.#join;
    this.#words = words;
    return {
      bytes: Buffer.from(buffer, out, length),
      starts: new Int32Array(buffer, starts, pieces),
      sources: new Int32Array(buffer, sources, pieces),
    };
  }

  /** Where words may stand in a text of `length` bytes that has been read: a bit for each byte, one within each word. */
  wordPlaces(length: number): Uint8Array {
    return this.#bytes.slice(this.#words, this.#words + (length >> 3) + 1);
  }

  /** `false`: words may stand where the kernel does not see them, so that none are asked for. */
  askForWords(asks: boolean): void {
    this.#exports.askForWords(asks ? 1 : 0);
  }

  /** What it was asked, as it stands in its memory. */
  get tables(): KernelTables | undefined {
    const { buffer, free } = this.#memory;
    return this.#places && { ...this.#places, bytes: new Uint8Array(buffer.slice(this.#tablesStart, free)) };
  }

  /** More than is asked for, so that it is seldom too little. */
  #reserve(end: number): void {
    const { buffer } = this.#memory;
    if (end <= buffer.byteLength) return;
    this.#memory.reserve(end + (end >> 1));
    this.lists = this.#makeLists();
    this.#bytes = new Uint8Array(this.#memory.buffer);
  }

  #makeLists(): Lists {
    const { buffer } = this.#memory;
    const at = (place: number, length?: number) => new Int32Array(buffer, place, length);
    const { results, runs, slashes, quotes, hits, candidates, rows } = this.#exports;
    return {
      results: at(results(), 10),
      runs: at(runs()),
      slashes: at(slashes()),
      quotes: at(quotes()),
      hits: at(hits()),
      candidates: at(candidates()),
      rows: at(rows()),
    };
  }
}

const LINE_END = 0x0a;
const NONE: readonly number[] = [];

let plain: Kernel | undefined;
let isMissing = false;

/** A kernel that looks for no strings; `undefined` where WebAssembly has no SIMD or is switched off. */
export function plainKernel(): Kernel | undefined {
  plain ??= createKernel(undefined);
  return plain;
}

/** A kernel for a query; `undefined` where WebAssembly has no SIMD or is switched off. */
export function createKernel(query: KernelQuery | KernelTables | undefined): Kernel | undefined {
  if (isMissing) return undefined;
  try {
    return new Kernel(query);
  } catch {
    isMissing = true;
    return undefined;
  }
}
