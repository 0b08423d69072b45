/** As far as it is used here: the types of Node 20 leave it out. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

const PAGE = 65_536;
/** A multiple of what any vector needs. */
const ALIGNMENT = 64;

/** Gives out the memory behind the kernel's own, never to be given back: tables first, the text last, which may be made longer. */
export class Memory {
  readonly #memory: WasmMemory;
  #next: number;

  constructor(memory: WasmMemory, first: number) {
    this.#memory = memory;
    this.#next = align(first);
  }

  /** Changes whenever the memory grows. */
  get buffer(): ArrayBuffer {
    return this.#memory.buffer;
  }

  /** Place of `bytes` bytes, all zeros. @throws RangeError when there is no memory left */
  take(bytes: number): number {
    const place = this.#next;
    this.reserve(place + bytes);
    this.#next = align(place + bytes);
    return place;
  }

  /** Place of a copy of `bytes`. */
  put(bytes: Uint8Array | Uint16Array | Uint32Array | Int32Array): number {
    const place = this.take(bytes.byteLength);
    new Uint8Array(this.buffer, place).set(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    return place;
  }

  /** Sees to it that there is memory up to `end`. */
  reserve(end: number): void {
    const missing = end - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE));
  }

  /** Where what has not been given out begins. */
  get free(): number {
    return this.#next;
  }
}

export function align(place: number): number {
  return Math.ceil(place / ALIGNMENT) * ALIGNMENT;
}
