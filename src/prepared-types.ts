/** What compiling a list of detectors finds out, kept so that it need not be found out at every start. */
export interface Prepared {
  /** Of what it was found out from. */
  readonly digest: string;
  /** A character for each detector. */
  readonly marks: string;
  /** Undefined where there is no kernel. */
  readonly kernel: PreparedKernel | undefined;
}

/** What the kernel is asked, as its memory holds it: `KernelTables` in kernel.ts. */
export interface PreparedKernel {
  /** Deflated (RFC 1951), in base64. A function, so that what is not asked for is not read. */
  readonly bytes: () => string;
  readonly literals: readonly number[];
  readonly context: readonly number[] | undefined;
  readonly rowWords: number;
}
