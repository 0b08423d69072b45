/** A body or text as bytes, without a copy; none for nothing. `undefined` for what is neither bytes nor text, or no longer at hand. */
export function bytesOf(given: unknown): Buffer | undefined {
  if (given === undefined || given === null) return Buffer.alloc(0);
  if (typeof given === "string") return Buffer.from(given, "utf8");
  try {
    if (ArrayBuffer.isView(given)) return Buffer.from(given.buffer, given.byteOffset, given.byteLength);
    return given instanceof ArrayBuffer ? Buffer.from(given) : undefined;
  } catch {
    // The memory was given away (transferred to another thread): what it holds is not known.
    return undefined;
  }
}
