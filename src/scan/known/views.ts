import { guesses } from "../../views/index.js";
import { isJoined, type View } from "../view.js";

/** Most bytes of views that are kept to be compared, of all and of one. */
const MOST_BYTES = 1024 * 1024;
const LONGEST = 16_384;
/** Views of one place that are kept: compressed data are one place. */
const MOST_OF_ONE_PLACE = 8;

/**
 * Views of one surface that two decoders and more have made. Codes that are mixed with each other can be undone in any order, with the
 * same text in the end: it is looked at once, where it took the fewest steps.
 */
export class KnownViews {
  readonly #byPlace = new Map<string, View[]>();
  #left = MOST_BYTES;

  /** Whether the same bytes were seen at the same place after no more steps; if not, they are from now on. */
  isKnown(view: View): boolean {
    const { bytes, chain } = view;
    if (chain.length < 2 || bytes.length > LONGEST || isJoined(view)) return false;
    const place = placeOf(view);
    const others = this.#byPlace.get(place);
    const isSame = (other: View): boolean => other.chain.length <= chain.length && other.bytes.equals(bytes);
    // What a decoder that guesses made may be dropped for what is found without guessing.
    if (others?.some((other) => isSame(other) && guessesNoMore(other, view))) return true;
    if (this.#left < bytes.length || (others !== undefined && others.length >= MOST_OF_ONE_PLACE)) return false;
    this.#left -= bytes.length;
    if (others === undefined) this.#byPlace.set(place, [view]);
    else others.push(view);
    return false;
  }
}

/** Whether the other view passed every guess that the one passed. */
function guessesNoMore(one: View, other: View): boolean {
  return one.chain.every((decoder) => !guesses.has(decoder) || other.chain.includes(decoder));
}

/** Where a view stands in the surface's bytes, and its length. */
function placeOf(view: View): string {
  let start = 0;
  let end = view.bytes.length;
  for (let at: View = view; at.parent !== undefined && at.map !== undefined; at = at.parent) {
    const span = at.map.span(start, end);
    start = span.start;
    end = span.end;
  }
  return `${start},${end},${view.bytes.length}`;
}
