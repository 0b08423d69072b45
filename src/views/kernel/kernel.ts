import { PROBE, PROBE_KIND, TEXT_IN_ORDER } from "../base64-regions.js";
import { VALUE } from "../base64-text.js";
import { HEX_VALUE } from "../bytes.js";
import { BREAKS, CLASSES, ROUND_PAIRS, WORD } from "../json-string.js";
import { RUN_BYTES } from "../runs.js";
import { BETWEEN, LITERAL, QUOTE } from "../string-pieces.js";
import { KIND } from "../text.js";
import { BINARY } from "./binary.js";
import { CLASS_TABLES } from "./classes.js";

/** Bytes before a chunk that the kernel sees, bytes of a chunk, and bytes after it that it sees: as in kernel.c. */
export const BEFORE = 64;
export const CHUNK = 32_768;
export const AHEAD = 256;

/** Places of the numbers in `Kernel.results`, as in kernel.c. */
export const RUNS = 0;
export const SLASHES = 1;
export const QUOTES = 2;
export const TELLS = 3;
export const LEAD = 4;
export const PAIRS = 5;

/** The compiled kernel.c: what it reads and writes stands in its memory, which never grows. */
export interface Kernel {
  /** Where a chunk is put, `BEFORE` bytes into it; those before and after it too. */
  readonly text: Uint8Array;
  readonly results: Int32Array;
  /** Start, end and uses of each run. */
  readonly runs: Int32Array;
  readonly slashes: Int32Array;
  readonly quotes: Int32Array;
  index(behind: number, core: number, ahead: number, more: 0 | 1): void;
}

let kernel: Kernel | undefined;
let isMissing = false;

/** The kernel, compiled at the first call; `undefined` where WebAssembly has no SIMD or is switched off. */
export function loadKernel(): Kernel | undefined {
  if (kernel === undefined && !isMissing) {
    try {
      kernel = instantiate();
    } catch {
      isMissing = true;
    }
  }
  return kernel;
}

/** As far as it is used here: the types of Node 20 leave it out. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly text: () => number;
  readonly tables: () => number;
  readonly results: () => number;
  readonly runs: () => number;
  readonly slashes: () => number;
  readonly quotes: () => number;
  readonly index: Kernel["index"];
}

function instantiate(): Kernel {
  const module = new WebAssembly.Module(Buffer.from(BINARY.join(""), "base64"));
  const exports = new WebAssembly.Instance(module).exports as Exports;
  const { buffer } = exports.memory;
  new Uint8Array(buffer, exports.tables()).set(tables());
  return {
    text: new Uint8Array(buffer, exports.text() - BEFORE, BEFORE + CHUNK + AHEAD),
    results: new Int32Array(buffer, exports.results(), 8),
    runs: new Int32Array(buffer, exports.runs()),
    slashes: new Int32Array(buffer, exports.slashes()),
    quotes: new Int32Array(buffer, exports.quotes()),
    index: exports.index,
  };
}

/** The bits of `tables.kinds` in kernel.c, from the lowest on. */
const KINDS: readonly Uint8Array[] = [LITERAL, BETWEEN, QUOTE, BREAKS, CLASSES, WORD, ROUND_PAIRS, RUN_BYTES];

/** The tables that kernel.c names, in its order. */
function tables(): Uint8Array {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const kinds = bytes.map((byte) => KINDS.reduce((bits, set, bit) => bits | (set[byte]! << bit), 0));
  const hex = bytes.map((byte) => (HEX_VALUE[byte]! >= 0 ? 1 : 0));
  const base32 = bytes.map((byte) => (/[A-Za-z2-7]/.test(String.fromCharCode(byte)) ? 1 : 0));
  const base64 = new Uint8Array(VALUE.buffer);
  return Buffer.concat([kinds, hex, base64, PROBE_KIND, KIND, base32, PROBE, TEXT_IN_ORDER, ...CLASS_TABLES]);
}
