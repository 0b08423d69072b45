/** As far as it is used here: the types of Node 20 leave it out. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number }) => WasmMemory;
};

const PAGE = 65_536;

/** @throws RangeError when there is no memory left */
export function makeMemory(bytes: number): WasmMemory {
  return new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
}

/** A multiple of what any vector needs. */
const ALIGNMENT = 64;

/**
 * Gives out the memory behind the kernel's own, never to be given back: tables first, the text last, which may be made longer. Where there
 * is too little, all moves to a larger one. `WebAssembly.Memory.grow` is not called: it detaches an ArrayBuffer, and once one is detached,
 * V8 compiles every loop over bytes in the process so that it asks whether its own is, and takes twice as long.
 */
export class Memory {
  #memory: WasmMemory;
  readonly #moving: (memory: WasmMemory) => void;
  #next: number;

  /** `moving`: called with a larger memory, before all that the present one holds is copied there. */
  constructor(memory: WasmMemory, first: number, moving: (memory: WasmMemory) => void) {
    this.#memory = memory;
    this.#moving = moving;
    this.#next = align(first);
  }

  /** Another one once all has moved. */
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
    if (end <= this.#memory.buffer.byteLength) return;
    const larger = makeMemory(end);
    this.#moving(larger);
    new Uint8Array(larger.buffer).set(new Uint8Array(this.#memory.buffer));
    this.#memory = larger;
  }

  /** Where what has not been given out begins. */
  get free(): number {
    return this.#next;
  }
}

export function align(place: number): number {
  return Math.ceil(place / ALIGNMENT) * ALIGNMENT;
}
