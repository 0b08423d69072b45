import { hash } from "node:crypto";
import type { Surface } from "../request/index.js";
import type { Settings } from "./options.js";
import { makeRoom, type QuietMemory } from "./quiet-memory.js";

/** Shorter bodies, in bytes, are read in no time. */
const SHORTEST = 64;
/** How many numbers of four bytes are looked at, at most, to tell that a body has not come before. */
const SAMPLES = 512;

/** What reading a body took in which nothing was found, in bytes of work. */
export interface QuietBody {
  readonly work: number;
  /** The most that was taken at any time. */
  readonly peak: number;
}

/**
 * What is remembered of a request's body: clients retry and poll with the same one, and where nothing was found in it, nothing will be the
 * next time either, so that it need not be read. Of each such body, a SHA-256 stays in memory.
 */
export class BodyMemory {
  readonly #bodies: Map<string, QuietBody>;
  readonly #key: string;

  private constructor(bodies: Map<string, QuietBody>, key: string) {
    this.#bodies = bodies;
    this.#key = key;
  }

  /** `undefined` where nothing is remembered: of what comes for the first time, a sample is kept that is cheaper than a digest. */
  static of(body: Surface, { samples, bodies }: QuietMemory, settings: Settings): BodyMemory | undefined {
    const { bytes, readAs } = body;
    if (readAs === undefined || bytes.length < SHORTEST) return undefined;
    const sample = sampleOf(bytes);
    if (!samples.has(sample)) {
      makeRoom(samples);
      samples.add(sample);
      return undefined;
    }
    const told = `${settings.minConfidence} ${settings.viewDepth} ${readAs}`;
    return new BodyMemory(bodies, hash("sha256", told + hash("sha256", bytes, "base64"), "base64"));
  }

  /** What is known of the body, if nothing was found in it before. */
  get quiet(): QuietBody | undefined {
    return this.#bodies.get(this.#key);
  }

  learn(body: QuietBody): void {
    makeRoom(this.#bodies);
    this.#bodies.set(this.#key, body);
  }
}

function sampleOf(bytes: Buffer): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const step = 4 * Math.ceil(bytes.length / (4 * SAMPLES));
  let sample = bytes.length ^ view.getInt32(bytes.length - 4, true);
  for (let at = 0; at + 4 <= bytes.length; at += step) sample = Math.imul(sample ^ view.getInt32(at, true), 0x9e3779b1);
  return sample >> 2;
}
