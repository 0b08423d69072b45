import { BINARY } from "./binary.js";
import type { WasmMemory } from "./memory.js";

/** As far as it is used here: the types of Node 20 leave it out. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: { readonly env: { readonly memory: WasmMemory } },
  ) => { readonly exports: unknown };
};

/** What kernel.c exports. */
export interface Exports {
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

/** kernel.c, compiled once, with a memory. @throws where WebAssembly has no SIMD or is switched off */
export function instantiate(memory: WasmMemory): Exports {
  module ??= new WebAssembly.Module(Buffer.from(BINARY.join(""), "base64"));
  return new WebAssembly.Instance(module, { env: { memory } }).exports as Exports;
}
