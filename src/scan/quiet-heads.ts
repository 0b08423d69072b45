import { hash } from "node:crypto";
import type { RequestReading } from "../request/index.js";
import type { Compiled } from "./compile.js";
import type { Settings } from "./options.js";

/** Longer heads, in UTF-16 units, are read each time. */
const LONGEST = 8192;
/** Kept for each list of detectors; when there are more, all are forgotten. */
const MOST = 2048;

/** What reading a head took in which nothing was found. */
export interface QuietHead {
  /** Bytes of its surfaces. */
  readonly bytes: number;
  /** Bytes of work. */
  readonly work: number;
}

const known = new WeakMap<Compiled, Map<string, QuietHead>>();

/**
 * What is remembered of a request's head (method, URL, headers, trailers): clients send the same one again and again, and where nothing was
 * found in it, nothing will be the next time either, so that it need not be read. Of each such head, a SHA-256 stays in memory.
 */
export class HeadMemory {
  readonly #heads: Map<string, QuietHead>;
  readonly #key: string;

  private constructor(heads: Map<string, QuietHead>, key: string) {
    this.#heads = heads;
    this.#key = key;
  }

  /**
   * `undefined` where nothing is remembered: known values may stand in any code, and whose traffic is trusted, the head tells.
   */
  static of(reading: RequestReading, compiled: Compiled, settings: Settings): HeadMemory | undefined {
    const { minConfidence, viewDepth } = settings;
    if (settings.known !== undefined || settings.trustedHosts !== undefined) return undefined;
    const text = reading.headText;
    if (text === undefined || text.length > LONGEST) return undefined;
    let heads = known.get(compiled);
    if (heads === undefined) {
      heads = new Map();
      known.set(compiled, heads);
    }
    return new HeadMemory(heads, hash("sha256", `${minConfidence} ${viewDepth} ${text}`, "base64"));
  }

  /** What is known of the head, if nothing was found in it before. */
  get quiet(): QuietHead | undefined {
    return this.#heads.get(this.#key);
  }

  learn(head: QuietHead): void {
    if (this.#heads.size >= MOST) this.#heads.clear();
    this.#heads.set(this.#key, head);
  }
}
