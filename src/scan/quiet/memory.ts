import type { Compiled } from "../compile/compile.js";
import type { Settings } from "../options.js";
import type { QuietBody } from "./bodies.js";
import type { QuietHead } from "./heads.js";

/** What is remembered of requests in which nothing was found, for one list of detectors and one of known values. Of each, a SHA-256. */
export class QuietMemory {
  /** When there are more of a kind, all are forgotten. */
  static readonly MOST = 2048;
  readonly heads: Map<string, QuietHead> = new Map();
  readonly bodies: Map<string, QuietBody> = new Map();
  /** Samples of bodies that came. */
  readonly samples: Set<number> = new Set();

  static of(compiled: Compiled, { known }: Settings): QuietMemory {
    let own = memories.get(compiled);
    if (own === undefined) {
      own = new WeakMap();
      memories.set(compiled, own);
    }
    let memory = own.get(known ?? compiled);
    if (memory === undefined) {
      memory = new QuietMemory();
      own.set(known ?? compiled, memory);
    }
    return memory;
  }
}

const memories = new WeakMap<Compiled, WeakMap<object, QuietMemory>>();

/** Makes room for one more. */
export function makeRoom(kept: { readonly size: number; clear(): void }): void {
  if (kept.size >= QuietMemory.MOST) kept.clear();
}

/** What is remembered under one key, or will be. */
export class Entry<Value> {
  readonly #kept: Map<string, Value>;
  readonly #key: string;

  constructor(kept: Map<string, Value>, key: string) {
    this.#kept = kept;
    this.#key = key;
  }

  get value(): Value | undefined {
    return this.#kept.get(this.#key);
  }

  learn(value: Value): void {
    makeRoom(this.#kept);
    this.#kept.set(this.#key, value);
  }
}
