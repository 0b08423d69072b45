/** What compiling a list of detectors finds out, kept so that it need not be found out at every start. */
export interface Prepared {
  /** Of what it was found out from. */
  readonly digest: string;
  /** A character for each detector. */
  readonly marks: string;
  /** Undefined where there is no kernel. */
  readonly kernel: PreparedKernel | undefined;
  /** Of the detectors that say themselves where their values stand, and have no literals. */
  readonly located: PreparedDemands;
  /** Names of header fields that hold none of the context words, parted by blanks. */
  readonly plainNames: string;
}

/** What the values of detectors have, by which a short text is told to hold none. */
export interface PreparedDemands {
  /** For each byte, the bit of its kind. */
  readonly kinds: readonly number[];
  /** For each detector, lists of kinds of which every value has one each; null when not known. */
  readonly needs: readonly (readonly (readonly number[])[] | null)[];
  /** For each detector, bytes of its shortest value. */
  readonly least: readonly number[];
}

/** What the kernel is asked, as its memory holds it: `KernelTables` in kernel.ts. */
export interface PreparedKernel {
  /** Deflated (RFC 1951), in base64. A function, so that what is not asked for is not read. */
  readonly bytes: () => string;
  readonly literals: readonly number[];
  readonly context: readonly number[] | undefined;
  readonly rowWords: number;
}
