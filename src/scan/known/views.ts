import { guesses } from "../../views/index.js";
import { isJoined, type View } from "../view.js";

/** Most bytes of views that are kept to be compared, of all and of one. */
const MOST_BYTES = 1024 * 1024;
const LONGEST = 16_384;
/** Wire bytes of one shelf, as a power of two, and views that are kept on it: compressed data are one place. */
const SHELF_BITS = 10;
const MOST_OF_ONE_SHELF = 32;
/** Places in one view at which another is looked for: a text that repeats itself has many. */
const MOST_PLACES = 4;

/** A view, and where it stands in the surface's bytes. */
interface Kept {
  readonly view: View;
  readonly start: number;
  readonly end: number;
}

/**
 * Views of one surface that two decoders and more have made. Codes that are mixed with each other can be undone in any order, with the
 * same text in the end: it is looked at once, where it took the fewest steps.
 */
export class KnownViews {
  readonly #shelves = new Map<number, Kept[]>();
  #left = MOST_BYTES;

  /**
   * Whether the same bytes were seen at the same place after no more steps, or in a longer view that the same decoders made; if not, they are
   * from now on.
   */
  isKnown(view: View): boolean {
    const { bytes, chain } = view;
    if (chain.length < 2 || bytes.length > LONGEST) return false;
    const own = keptOf(view);
    if (this.#shelves.get(own.start >> SHELF_BITS)?.some((other) => holds(other, own)) === true) return true;
    if (this.#left >= bytes.length) this.#keep(own);
    return false;
  }

  #keep(own: Kept): void {
    this.#left -= own.view.bytes.length;
    for (let number = own.start >> SHELF_BITS; number <= own.end >> SHELF_BITS; number++) {
      const shelf = this.#shelves.get(number);
      if (shelf === undefined) this.#shelves.set(number, [own]);
      else if (shelf.length < MOST_OF_ONE_SHELF) shelf.push(own);
    }
  }
}

/** Whether all of `own` stands in `other`, at the same place. What a decoder that guesses made may be dropped for what is found without. */
function holds(other: Kept, own: Kept): boolean {
  const { view, start, end } = other;
  if (start > own.start || end < own.end || view.chain.length > own.view.chain.length) return false;
  if (isJoined(view) !== isJoined(own.view)) return false;
  const isSame = start === own.start && end === own.end && view.bytes.length === own.view.bytes.length;
  if (!(isSame ? guessesNoMore(view, own.view) : passedNoOthers(view, own.view))) return false;
  let at = view.bytes.indexOf(own.view.bytes);
  for (let places = 0; at >= 0 && places < MOST_PLACES; places++) {
    const place = placeIn(view, at, at + own.view.bytes.length);
    if (place.start === own.start && place.end === own.end) return true;
    at = view.bytes.indexOf(own.view.bytes, at + 1);
  }
  return false;
}

/** Whether all decoders that the one passed made the other view too. */
function passedNoOthers(one: View, other: View): boolean {
  return one.chain.every((decoder) => other.chain.includes(decoder));
}

/** Whether the other view passed every guess that the one passed. */
function guessesNoMore(one: View, other: View): boolean {
  return one.chain.every((decoder) => !guesses.has(decoder) || other.chain.includes(decoder));
}

function keptOf(view: View): Kept {
  return { view, ...placeIn(view, 0, view.bytes.length) };
}

/** Where a part of a view stands in the surface's bytes. */
function placeIn(view: View, from: number, to: number): { readonly start: number; readonly end: number } {
  let start = from;
  let end = to;
  for (let at: View = view; at.parent !== undefined && at.map !== undefined; at = at.parent) {
    const span = at.map.span(start, end);
    start = span.start;
    end = span.end;
  }
  return { start, end };
}
