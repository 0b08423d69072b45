import { hash } from "node:crypto";
import type { Compiled } from "./compile.js";

/** Longer ones, in UTF-16 units, are read each time. */
const LONGEST = 8192;
/** Kept for each list of detectors; when there are more, all are forgotten. */
const MOST = 2048;

const known = new WeakMap<Compiled, QuietHeads>();

/**
 * Heads of requests (method, URL, headers, trailers) in which nothing was found: clients send the same one again and again, and nothing can
 * be found in it the next time either, so that it need not be read. Of each, a SHA-256 stays in memory.
 */
export class QuietHeads {
  readonly #sizes = new Map<string, number>();

  static of(compiled: Compiled): QuietHeads {
    let heads = known.get(compiled);
    if (heads === undefined) {
      heads = new QuietHeads();
      known.set(compiled, heads);
    }
    return heads;
  }

  /** What stands for a head; undefined for one that is not kept. */
  keyOf(text: string | undefined): string | undefined {
    return text === undefined || text.length > LONGEST ? undefined : hash("sha256", text, "base64");
  }

  /** Bytes of a head in which nothing was found; undefined: not known. */
  sizeOf(key: string): number | undefined {
    return this.#sizes.get(key);
  }

  add(key: string, bytes: number): void {
    if (this.#sizes.size >= MOST) this.#sizes.clear();
    this.#sizes.set(key, bytes);
  }
}
