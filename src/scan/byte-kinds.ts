/** Kinds that have a bit of their own; bytes of all further kinds share the last one. */
const MOST_KINDS = 31;

/**
 * Bytes told apart only as far as some sets do: bytes that are in the same of them are of one kind. What a stretch of bytes holds is
 * then one number, to be compared with each set by one operation.
 */
export class ByteKinds {
  /** For each byte, the bit of its kind. */
  readonly bitOf: Int32Array = new Int32Array(256);

  constructor(sets: readonly Uint8Array[]) {
    const kinds = new Map<string, number>();
    for (let byte = 0; byte < 256; byte++) {
      const key = sets.map((set) => set[byte]).join("");
      const kind = kinds.get(key) ?? kinds.size;
      kinds.set(key, kind);
      this.bitOf[byte] = 1 << Math.min(kind, MOST_KINDS - 1);
    }
  }

  /** The bits of all kinds of which a byte is in `set`. */
  maskOf(set: Uint8Array): number {
    let mask = 0;
    for (let byte = 0; byte < 256; byte++) if (set[byte] === 1) mask |= this.bitOf[byte]!;
    return mask;
  }
}
