import { hash } from "node:crypto";
import type { RequestReading } from "../request/index.js";
import type { Settings } from "./options.js";
import { makeRoom, type QuietMemory } from "./quiet-memory.js";

/** Longer heads, in UTF-16 units, are read each time. */
const LONGEST = 8192;

/** What reading a head took in which nothing was found. */
export interface QuietHead {
  /** Bytes of its surfaces. */
  readonly bytes: number;
  /** Bytes of work. */
  readonly work: number;
}

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

  /** `undefined` where nothing is remembered: whose traffic is trusted, the head tells. */
  static of(reading: RequestReading, { heads }: QuietMemory, settings: Settings): HeadMemory | undefined {
    const { minConfidence, viewDepth } = settings;
    if (settings.trustedHosts !== undefined) return undefined;
    const text = reading.headText;
    if (text === undefined || text.length > LONGEST) return undefined;
    return new HeadMemory(heads, hash("sha256", `${minConfidence} ${viewDepth} ${text}`, "base64"));
  }

  /** What is known of the head, if nothing was found in it before. */
  get quiet(): QuietHead | undefined {
    return this.#heads.get(this.#key);
  }

  learn(head: QuietHead): void {
    makeRoom(this.#heads);
    this.#heads.set(this.#key, head);
  }
}
