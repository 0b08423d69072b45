/** Work that a view of wire bytes takes beside its bytes, in bytes. */
const VIEW_COST = 384;

/** What one scan may spend on decoding, shared by every decoder of every surface, so that no input costs more than a multiple of its size. */
export class Budget {
  readonly #all: number;
  #left: number;
  #least: number;

  constructor(workBytes: number) {
    this.#all = workBytes;
    this.#left = workBytes;
    this.#least = workBytes;
  }

  /** The most bytes of work that were taken at any time: some are given back. */
  get peak(): number {
    return this.#all - Math.min(this.#least, this.#left);
  }

  /** Bytes of work taken so far. */
  get spent(): number {
    return this.#all - this.#left;
  }

  /** Takes `bytes` of work; `false` when they are no longer there, and then nothing more is. */
  spend(bytes: number): boolean {
    this.#left -= bytes;
    return this.#left >= 0;
  }

  /**
   * Takes the work for a view of `bytes` bytes, and what each view costs beside its bytes: more for every decoder passed before it
   * (`depth`), so that codes mixed with each other, which can be undone in any order, do not multiply. The bytes of what is deeper count
   * twice, too: few texts are encoded three times, and nothing makes them look like ordinary ones on the way.
   */
  spendView(bytes: number, depth: number): boolean {
    return this.spend((bytes << (depth >> 1)) + (VIEW_COST << depth));
  }

  /** Gives back what a view was made dearer for, once it is known that nothing more is made of it. */
  refundView(depth: number): void {
    this.#least = Math.min(this.#least, this.#left);
    if (this.#left >= 0) this.#left += (VIEW_COST << depth) - VIEW_COST;
  }

  /** Bytes of work left: the most that a decompressor may give out. */
  get left(): number {
    return Math.max(0, this.#left);
  }

  get exhausted(): boolean {
    return this.#left < 0;
  }
}
