import { createHash, type Hash, hash } from "node:crypto";

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

/** The least memory that is taken at first, in bytes. */
const FIRST = 1024;

/**
 * Takes a body in pieces and keeps a copy of its first `most` bytes; of what comes after them, only the running digest. The memory is at
 * most twice what is kept, and no more than that while it grows.
 */
export class KeptBody {
  readonly #most: number;
  #memory: Buffer = Buffer.alloc(0);
  #kept = 0;
  #length = 0;
  /** Of all bytes so far, from the first that was not kept. */
  #hash: Hash | undefined;

  /** `most`: `limits.bodyBytes`. */
  constructor(most: number) {
    this.#most = Math.floor(most);
  }

  /** Bytes that came. */
  get length(): number {
    return this.#length;
  }

  /** Whether there is more on the wire than was kept. */
  get isCut(): boolean {
    return this.#length > this.#kept;
  }

  push(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const taken = Math.min(bytes.length, this.#most - this.#kept);
    if (taken > 0) this.#keep(bytes, taken);
    if (taken < bytes.length) {
      this.#hash ??= createHash("sha256").update(this.#memory.subarray(0, this.#kept));
      this.#hash.update(bytes.subarray(taken));
    }
    this.#length += bytes.length;
  }

  /** What was kept so far, to be a request's `body`: a scan knows it for a beginning where it is one. Not a copy; read it, do not write. */
  body(): Buffer {
    const body = this.#memory.subarray(0, this.#kept);
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
    if (this.#kept < this.#memory.length) this.#memory = Buffer.from(this.#memory.subarray(0, this.#kept));
  }

  #keep(bytes: Buffer, taken: number): void {
    const needed = this.#kept + taken;
    if (needed > this.#memory.length) {
      const size = Math.min(this.#most, Math.max(needed, 2 * this.#memory.length, FIRST));
      const memory = Buffer.allocUnsafeSlow(size);
      this.#memory.copy(memory, 0, 0, this.#kept);
      this.#memory = memory;
    }
    bytes.copy(this.#memory, this.#kept, 0, taken);
    this.#kept = needed;
  }
}
