import { PROBE, PROBE_KIND, TEXT_IN_ORDER } from "../base64-regions.js";
import { VALUE } from "../base64-text.js";
import { HEX_VALUE } from "../bytes.js";
import { CONTAINER_STARTS } from "../containers.js";
import { BREAKS, CLASSES, ROUND_PAIRS, WORD } from "../json-string.js";
import { RUN_BYTES } from "../runs.js";
import { BETWEEN, LITERAL, QUOTE } from "../string-pieces.js";
import { KIND } from "../text.js";
import { BINARY } from "./binary.js";
import { CLASS_TABLES } from "./classes.js";
import { type KernelString, putFinder } from "./finder.js";
import { align, Memory, makeMemory, type WasmMemory } from "./memory.js";

/** Bytes of a chunk, and bytes after it that the kernel sees: as in text.h. */
export const CHUNK = 32_768;
export const AHEAD = 256;

/** Places of the numbers in `Kernel.results`, as in text.h. */
export const RUNS = 0;
export const SLASHES = 1;
export const QUOTES = 2;
export const TELLS = 3;
export const LEAD = 4;
export const LISTS = 5;
export const HITS = 6;
export const CANDIDATES = 7;
export const ROWS = 8;
export const HOLDS_WORDS = 9;

/** Bits of `results[LISTS]`, as in runs.h and rows.h. */
export const HEX_PAIRS = 1;
export const NUMBERS = 2;
export const DIGIT_GROUPS = 4;

/** Zeros on either side of a text. */
const MARGIN = 512;

/** Bytes of memory at the start: room for the kernel's own, its tables and a text of 256 KiB. What is not used takes none of the machine's. */
const FIRST_MEMORY: number = 4 * 1024 * 1024;

/** Beyond so many bytes a text is not expected to be little but values. */
const MANY: number = 1024 * 1024;

/** Longest text that is read: beyond it, the memory for it would be held for nothing by most scans. */
export const LONGEST_TEXT: number = 64 * 1024 * 1024;

/** What is looked for beside what every text is asked: fixed strings, and runs that words near them tell. */
export interface KernelQuery {
  readonly strings: readonly KernelString[];
  /** As run-filter.ts makes it. */
  readonly context: KernelContext | undefined;
  /** Words of which rows are looked for; none: no rows are. */
  readonly rowWords: readonly string[];
}

/** See context.h for each. */
export interface KernelContext {
  readonly kinds: Uint32Array;
  readonly beyond: Uint8Array;
  readonly demands: Int32Array;
  readonly longest: Uint16Array;
  readonly reach: number;
  /** In lower case. */
  readonly words: readonly Uint8Array[];
}

/** What a query is in the kernel's memory, to be put there again. It holds for this binary alone. */
export interface KernelTables extends TablePlaces {
  /** What stands behind the kernel's own memory. */
  readonly bytes: Uint8Array;
}

/** Where the tables stand, as the kernel's own structures have it. */
interface TablePlaces {
  readonly literals: readonly number[];
  readonly context: readonly number[] | undefined;
  /** 0: no rows are looked for. */
  readonly rowWords: number;
}

/** Places of a join in the kernel's memory. */
interface JoinPlaces {
  readonly out: number;
  readonly starts: number;
  readonly sources: number;
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
  /** Behind the text and what is known of it. */
  #free = 0;
  #join: JoinPlaces = { out: 0, starts: 0, sources: 0 };

  readonly #places: TablePlaces | undefined;

  /** @throws where WebAssembly has no SIMD or is switched off */
  constructor(query: KernelQuery | KernelTables | undefined) {
    const memory = makeMemory(FIRST_MEMORY);
    this.#exports = instantiate(memory);
    this.#memory = new Memory(memory, this.#exports.__heap_base.value, (larger) => {
      this.#exports = instantiate(larger);
    });
    new Uint8Array(this.#memory.buffer, this.#exports.tables()).set(tables());
    this.#tablesStart = this.#memory.free;
    this.isAsked = query !== undefined;
    this.#places = query && ("bytes" in query ? this.#restore(query) : this.#build(query));
    if (this.#places !== undefined) this.#ask(this.#places);
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
    for (let i = 0; i < starts.length; i++) memory[bits + (starts[i]! >> 3)]! |= 1 << (starts[i]! & 7);
    this.#length = bytes.length;
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
    this.#join = { out, starts, sources };
    return this.#exports.join();
  }

  /** Makes the join, just made, what `index` reads until the next `load`; gives it, in bytes which are the kernel's own. */
  enterJoin(length: number): Join {
    const pieces = this.#exports.enterJoin();
    const { buffer } = this.#memory;
    const { out, starts, sources } = this.#join;
    return {
      bytes: Buffer.from(buffer, out, length),
      starts: new Int32Array(buffer, starts, pieces),
      sources: new Int32Array(buffer, sources, pieces),
    };
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

  #restore(tables: KernelTables): TablePlaces {
    this.#memory.put(tables.bytes);
    return tables;
  }

  #build({ strings, context, rowWords }: KernelQuery): TablePlaces {
    const words = context?.words.map((text) => ({ text, begins: false, repeats: 0 })) ?? [];
    const put = (table: Parameters<Memory["put"]>[0]) => this.#memory.put(table);
    return {
      rowWords: rowWords.length > 0 ? put(rowWordTable(rowWords)) : 0,
      literals: [...putFinder(this.#memory, [...strings, ...words]), strings.length],
      context: context && [
        ...[context.kinds, context.beyond, context.demands, context.longest].map(put),
        context.reach,
      ],
    };
  }

  #ask({ literals, context, rowWords }: TablePlaces): void {
    this.#write(this.#exports.literals(), literals);
    if (context !== undefined) this.#write(this.#exports.context(), context);
    if (rowWords !== 0) this.#exports.rowWords(rowWords);
  }

  #write(place: number, numbers: readonly number[]): void {
    new Uint32Array(this.#memory.buffer, place, numbers.length).set(numbers);
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

/** As far as it is used here: the types of Node 20 leave it out. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: { readonly env: { readonly memory: WasmMemory } },
  ) => { readonly exports: unknown };
};

interface Exports {
  readonly __heap_base: { readonly value: number };
  readonly tables: () => number;
  readonly results: () => number;
  readonly runs: () => number;
  readonly slashes: () => number;
  readonly quotes: () => number;
  readonly hits: () => number;
  readonly candidates: () => number;
  readonly rows: () => number;
  readonly literals: () => number;
  readonly context: () => number;
  readonly room: () => number;
  readonly rowWords: (table: number) => void;
  readonly enter: (at: number, bytes: number, words: number) => void;
  readonly enterStarts: (bits: number) => void;
  readonly index: (from: number) => void;
  readonly join: () => number;
  readonly enterJoin: () => number;
  readonly askForWords: (asks: 0 | 1) => void;
}

let module: object | undefined;

function instantiate(memory: WasmMemory): Exports {
  module ??= new WebAssembly.Module(Buffer.from(BINARY.join(""), "base64"));
  return new WebAssembly.Instance(module, { env: { memory } }).exports as Exports;
}

/** A bit for each hash of a word: `isRowWord` of rows.h. */
function rowWordTable(words: readonly string[]): Uint8Array {
  const table = new Uint8Array(8192);
  for (const word of words) {
    let [low, high] = [0, 0];
    for (let i = 0; i < Math.min(4, word.length); i++) low |= (word.charCodeAt(i) & 31) << (8 * i);
    for (let i = 4; i < word.length; i++) high |= (word.charCodeAt(i) & 31) << (8 * (i - 4));
    const hash = (Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)) >>> 16;
    table[hash >> 3]! |= 1 << (hash & 7);
  }
  return table;
}

/** The bits of `tables.kinds` in text.h, from the lowest on. */
const KINDS: readonly Uint8Array[] = [LITERAL, BETWEEN, QUOTE, BREAKS, CLASSES, WORD, ROUND_PAIRS, RUN_BYTES];

/** As in text.h; a test counts them. */
export const MOST_CONTAINERS = 40;

/** The tables that text.h names, in its order. */
function tables(): Uint8Array {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const kinds = bytes.map((byte) => KINDS.reduce((bits, set, bit) => bits | (set[byte]! << bit), 0));
  const hex = bytes.map((byte) => (HEX_VALUE[byte]! >= 0 ? 1 : 0));
  const base32 = bytes.map((byte) => (/[A-Za-z2-7]/.test(String.fromCharCode(byte)) ? 1 : 0));
  const base64 = new Uint8Array(VALUE.buffer);
  const opens = bytes.map((byte) => (CONTAINER_STARTS.some((start) => start >> 16 === byte) ? 1 : 0));
  const containers = new Uint8Array(
    Uint32Array.from({ length: MOST_CONTAINERS }, (_, i) => CONTAINER_STARTS[i] ?? 0).buffer,
  );
  const inOrder = [kinds, hex, base64, PROBE_KIND, KIND, base32, PROBE, TEXT_IN_ORDER, ...CLASS_TABLES];
  return Buffer.concat([...inOrder, opens, containers]);
}
