/** What is known of a text when a detector locates its values. */
export interface LocateHints {
  /** Where the detector's own `literals` stand, in any case, as offsets in order. */
  readonly marks: readonly number[];
  /**
   * The name that the whole text is the value of, where that stands outside it: a header's. "" when there is none, or when the detector has
   * literals and none of them stands in the name.
   */
  readonly name: string;
  /**
   * Where twelve words and more that a detector asks about stand in a row (`TextFeature`), as pairs of start and end, and perhaps more;
   * undefined: not looked for.
   */
  readonly rows?: readonly number[] | undefined;
  /**
   * Where digits may stand as in numbers of cards and accounts, as pairs of start and end: such a number begins and ends in one of them;
   * undefined: not looked for.
   */
  readonly digitGroups?: readonly number[] | undefined;
  /**
   * Takes work, in bytes, from the scan's budget, for what costs more than a look at each mark; `false`: it is used up, which the scan
   * reports, and the detector ends. undefined: no budget holds.
   */
  readonly spend?: ((bytes: number) => boolean) | undefined;
}

/** A value's byte offsets, and what its surroundings tell of it. */
export type LocatedValue = readonly [start: number, end: number, told?: Told];

/** What the surroundings of one value tell: how sure the find is, and why, as the end of a sentence that quotes nothing of the text. */
export interface Told {
  readonly confidence: "high" | "medium" | "low";
  readonly because: string;
}

/**
 * What one pass over a text tells of it: whether digits stand in groups as in numbers of cards and accounts; whether a run stands behind a
 * name's sign (`name = run`, `--name run`, `"name": "run"`) or is built as an account's number, a Bitcoin address or key, or 80 and more
 * hexadecimal digits; whether it begins as a URL does, or is an authority (`host:port`); whether twelve words of a list, each of three to
 * eight ASCII letters, stand in a row with at most eight other bytes between two.
 */
export type TextFeature = "digit-groups" | "value-runs" | "url" | { readonly rowsOf: readonly string[] };
