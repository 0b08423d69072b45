/** Codes whose texts are short or hold no letters, so that decoders do not see by themselves that they are worth a view. */
export type TracedCode = "base64" | "base32" | "utf-16le" | "utf-16be" | "utf-32le" | "utf-32be";

/**
 * Where values that are known beforehand may stand encoded in one view. A decoder leaves out what no credential can be made of; a known value
 * looks like anything, so that near its traces everything is decoded. They may lead to nothing, and must not be missed.
 */
export interface Traces {
  /** Bytes of the shortest value. */
  readonly least: number;
  /** Whether nothing was found: neither spans nor texts. */
  readonly isEmpty: boolean;
  /** Pairs of start and end, in order: between them stands a part of a value, or of its usual form in a code. */
  readonly spans: readonly number[];
  /** The same for whole texts of one code, as far as they belong to a value. */
  textsOf(code: TracedCode): readonly number[];
  /** Whether anything of a value stands in decoded bytes. */
  mayBeIn(bytes: Buffer): boolean;
  /**
   * Values in the base64 characters `[start, end)` of `bytes`, as triples: at which of the first four characters their groups start, and the
   * start and end of what they decode to, in bytes from there.
   */
  base64In(bytes: Buffer, start: number, end: number): readonly number[];
}

/** Fewest bytes or characters that a decoder looks at: `usual`, or what a shorter known value has. */
export function leastOf(traces: Traces | undefined, usual: number): number {
  return traces === undefined ? usual : Math.min(usual, traces.least);
}
