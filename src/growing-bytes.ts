/** The least memory that is taken at first, in bytes. */
const FIRST = 1024;

/** Bytes that come in pieces, copied into one piece of memory. However small the pieces are, it is at most twice what stands in it. */
export class GrowingBytes {
  readonly #most: number;
  #memory: Buffer = Buffer.alloc(0);
  #length = 0;

  /** @param most Bytes that will be pushed at most: no more memory is taken than that. */
  constructor(most: number) {
    this.#most = most;
  }

  get length(): number {
    return this.#length;
  }

  /** Bytes of memory. */
  get capacity(): number {
    return this.#memory.length;
  }

  /** Throws RangeError where there is no memory. */
  push(bytes: Uint8Array): void {
    const needed = this.#length + bytes.length;
    if (needed > this.#memory.length) {
      const size = Math.max(needed, Math.min(this.#most, Math.max(2 * this.#memory.length, FIRST)));
      this.#move(size);
    }
    this.#memory.set(bytes, this.#length);
    this.#length = needed;
  }

  /** All of them so far. Not a copy; read it, do not write. */
  bytes(): Buffer {
    return this.#memory.subarray(0, this.#length);
  }

  /** Gives back the memory that nothing stands in. */
  trim(): void {
    if (this.#length < this.#memory.length) this.#move(this.#length);
  }

  #move(size: number): void {
    const memory = Buffer.allocUnsafeSlow(size);
    memory.set(this.bytes());
    this.#memory = memory;
  }
}
