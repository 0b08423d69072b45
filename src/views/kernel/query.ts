import { type KernelString, putFinder } from "./finder.js";
import type { Exports } from "./instance.js";
import type { Memory } from "./memory.js";

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
export interface TablePlaces {
  readonly literals: readonly number[];
  readonly context: readonly number[] | undefined;
  /** 0: no rows are looked for. */
  readonly rowWords: number;
}

/** Puts a query in the kernel's memory, or what it was there before. */
export function putQuery(memory: Memory, query: KernelQuery | KernelTables): TablePlaces {
  if (!("bytes" in query)) return buildQuery(memory, query);
  memory.put(query.bytes);
  return query;
}

function buildQuery(memory: Memory, { strings, context, rowWords }: KernelQuery): TablePlaces {
  const words = context?.words.map((text) => ({ text, begins: false, repeats: 0 })) ?? [];
  const put = (table: Parameters<Memory["put"]>[0]) => memory.put(table);
  return {
    rowWords: rowWords.length > 0 ? put(rowWordTable(rowWords)) : 0,
    literals: [...putFinder(memory, [...strings, ...words]), strings.length],
    context: context && [...[context.kinds, context.beyond, context.demands, context.longest].map(put), context.reach],
  };
}

/** Tells the kernel where the tables of its query stand. */
export function askFor({ literals, context, rowWords }: TablePlaces, exports: Exports, { buffer }: Memory): void {
  const write = (place: number, numbers: readonly number[]) =>
    new Uint32Array(buffer, place, numbers.length).set(numbers);
  write(exports.literals(), literals);
  if (context !== undefined) write(exports.context(), context);
  if (rowWords !== 0) exports.rowWords(rowWords);
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
