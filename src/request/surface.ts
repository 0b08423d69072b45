import type { SurfaceKind } from "../types.js";
import type { Budget } from "../views/budget.js";
import type { Decoded } from "../views/decoder.js";
import type { Spans } from "./joins.js";
import type { Wire } from "./kept-body.js";

/** Something about a surface that keeps it from being read in full. */
export interface SurfaceProblem {
  /** Lower-case words with hyphens, such as "body-size", "content-encoding": a finding's `detector`. */
  readonly what: string;
  /** One plain sentence; quotes nothing of the request. */
  readonly reason: string;
  /** `false`: not all of the bytes are at hand, so no approval can name them. */
  readonly approvable: boolean;
  /** Media type, by its bytes, of a container that was not opened: what `opaqueTypes` names. */
  readonly type?: string;
  /** Where that container stands, in the region that `Opened` or `DeclaredView` belongs to. */
  readonly at?: { readonly start: number; readonly end: number };
}

/** Bytes with a structure of their own: a surface as it is on the wire, or a body after its content codings. */
export interface Region {
  readonly bytes: Buffer;
  /**
   * Path of the smallest element that holds `[start, end)` of `bytes`. Computed when asked; asked in ascending order, all answers
   * together cost one pass over the bytes. May quote names of the request.
   */
  pathOf(start: number, end: number): string;
  /**
   * The name that the value at `start` is the value of: a header's name, a cookie's, a query, form or JSON key; "" when there is none.
   * Looks back a few hundred bytes at most. For context words, so it is as written: escapes still stand in it.
   */
  nameOf(start: number): string;
  /** What `nameOf` gives, where that stands neither in `bytes` nor in those that they were made of: a header's name. */
  readonly ownName?: string | undefined;
}

/**
 * A region made of another by what the request says of itself, not by what the bytes look like: a body without its content codings
 * (["gzip"]), values that stand apart joined (["joined"]; these have `pieces`).
 */
export interface DeclaredView extends Region, Decoded {
  /** Names for `Location.decoded`, outermost first. The map leads to the bytes of the region that this was made of. */
  readonly chain: readonly string[];
  /** Views made of this one in turn. */
  readonly views: readonly DeclaredView[];
}

/** What `Surface.open` gives: views to scan beside the wire bytes, and what stood in the way of reading. */
export interface Opened {
  readonly views: readonly DeclaredView[];
  readonly problems: readonly SurfaceProblem[];
  /** A declared coding, by its decoder's name, that gives more than may be read: undoing it once more would show no more. */
  readonly tooLarge?: string | undefined;
}

/**
 * Joins the values of a JSON text. A number: their length, where it is known that nothing can be found in them; `undefined`: it is not
 * done here.
 */
export type JoinJson = (json: Buffer) => Decoded | number | undefined;

/** One part of a request that is scanned by itself. Its `bytes` are the wire bytes that `Location` counts in. */
export interface Surface extends Region {
  readonly kind: SurfaceKind;
  /** A header's name as given; "" for other surfaces. */
  readonly name: string;
  /** All wire bytes, for a digest: more than `bytes` where a body is longer than the limit. */
  readonly wire: Wire;
  /** Undoes the content codings; paid from the budget. Call it once, even for an empty surface: its problems come from here alone. */
  open(budget: Budget, joinJson?: JoinJson): Opened;
  /** What is joined when it is opened, for surfaces of which nothing else is opened and nothing has to be said. */
  readonly lists?: (() => readonly Spans[]) | undefined;
}

/** For surfaces that are read as they are. */
export const NOTHING_TO_OPEN: Opened = { views: [], problems: [] };
