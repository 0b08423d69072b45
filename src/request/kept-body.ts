import { createHash, type Hash, hash } from "node:crypto";
import { GrowingBytes } from "../growing-bytes.js";

/** All bytes of a surface as they came: what an approval of a surface that cannot be read names. */
export interface Wire {
  /** In bytes. */
  readonly length: number;
  /** SHA-256 (FIPS 180-4) of them all, hexadecimal. */
  digest(): string;
}

/** Bodies of which only the beginning is at hand, and what they were on the wire. */
const beginnings = new WeakMap<object, Wire>();

/** What `bytes`, read from `body`, were on the wire: more than these where `body` is the beginning that a `KeptBody` gave. */
export function wireOf(bytes: Buffer, body: unknown = bytes): Wire {
  const wire = typeof body === "object" && body !== null ? beginnings.get(body) : undefined;
  return wire ?? { length: bytes.length, digest: () => hash("sha256", bytes) };
}

/**
 * Takes a body in pieces and keeps a copy of its first `most` bytes; of what comes after them, only the running digest. The memory is at
 * most twice what is kept, and no more than that while it grows.
 */
export class KeptBody {
  readonly #most: number;
  readonly #kept: GrowingBytes;
  #length = 0;
  /** Of all bytes so far, from the first that was not kept. */
  #hash: Hash | undefined;

  /** `most`: `limits.bodyBytes`. */
  constructor(most: number) {
    this.#most = Math.floor(most);
    this.#kept = new GrowingBytes(this.#most);
  }

  /** Bytes that came. */
  get length(): number {
    return this.#length;
  }

  /** Bytes of memory that it takes. */
  get capacity(): number {
    return this.#kept.capacity;
  }

  /** Whether there is more on the wire than was kept. */
  get isCut(): boolean {
    return this.#length > this.#kept.length;
  }

  push(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const taken = Math.min(bytes.length, this.#most - this.#kept.length);
    if (taken > 0) this.#kept.push(bytes.subarray(0, taken));
    if (taken < bytes.length) {
      this.#hash ??= createHash("sha256").update(this.#kept.bytes());
      this.#hash.update(bytes.subarray(taken));
    }
    this.#length += bytes.length;
  }

  /** What was kept so far, to be a request's `body`: a scan knows it for a beginning where it is one. Not a copy; read it, do not write. */
  body(): Buffer {
    const body = this.#kept.bytes();
    if (this.#hash !== undefined) {
      const hash = this.#hash.copy();
      let digest: string | undefined;
      beginnings.set(body, {
        length: this.#length,
        digest() {
          digest ??= hash.digest("hex");
          return digest;
        },
      });
    }
    return body;
  }

  /** Gives back the memory that nothing stands in: for a body that has ended and will be held. */
  trim(): void {
    this.#kept.trim();
  }
}
