/** Kinds that have a bit of their own; bytes of all further kinds share the last one. */
const MOST_KINDS = 31;

/**
 * Bytes told apart only as far as some sets do: bytes that are in the same of them are of one kind. What a stretch of bytes holds is
 * then one number, to be compared with each set by one operation.
 */
export class ByteKinds {
  /** For each byte, the bit of its kind. */
  readonly bitOf: Int32Array = new Int32Array(256);
  readonly #masks = new Map<Uint8Array, number>();

  constructor(sets: readonly Uint8Array[]) {
    const kindOf = new Array<number>(256).fill(0);
    let count = 1;
    for (const set of new Set(sets)) {
      const split = new Map<number, number>();
      for (let byte = 0; byte < 256; byte++) {
        if (set[byte] === 0) continue;
        const kind = kindOf[byte]!;
        if (!split.has(kind)) split.set(kind, count++);
        kindOf[byte] = split.get(kind)!;
      }
    }
    const numbers = new Map<number, number>();
    for (let byte = 0; byte < 256; byte++) {
      const number = numbers.get(kindOf[byte]!) ?? numbers.size;
      numbers.set(kindOf[byte]!, number);
      this.bitOf[byte] = 1 << Math.min(number, MOST_KINDS - 1);
    }
  }

  /** The bits of all kinds of which a byte is in `set`. */
  maskOf(set: Uint8Array): number {
    let mask = this.#masks.get(set);
    if (mask === undefined) {
      mask = 0;
      for (let byte = 0; byte < 256; byte++) if (set[byte] === 1) mask |= this.bitOf[byte]!;
      this.#masks.set(set, mask);
    }
    return mask;
  }
}
