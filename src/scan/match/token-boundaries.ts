import { pieceAt } from "../../views/piece-at.js";
import { RUN_BYTES } from "../../views/runs.js";
import type { CompiledDetector } from "../compile/compiled-detector.js";
import { continuesWord, isWordByte } from "../context/word.js";
import type { Span, View } from "../view.js";
import type { Matches } from "./matches.js";

const EQUALS_SIGN = 0x3d;
/** How long a word may be for a marked token to be glued to its end. */
const LONGEST_GLUED_WORD = 32;

/** Where in one view tokens may begin and end. */
export class TokenBoundaries {
  readonly #view: View;
  readonly #matches: Matches;

  constructor(view: View, matches: Matches) {
    this.#view = view;
    this.#matches = matches;
  }

  /**
   * Whether a token may begin here: not in the middle of a word. The letter of an escape ("\n", as it stands in JSON) ends no word,
   * another token neither, and a mark that no word has (`ghp_`) begins a token even behind a short word.
   */
  mayBegin(detector: CompiledDetector, start: number): boolean {
    const { bytes } = this.#view;
    if (!continuesWord(bytes, start)) return true;
    if (this.#matches.isEnd(start) || this.#startsPiece(start)) return true;
    if (!detector.mayFollowWord) return false;
    const low = Math.max(0, start - LONGEST_GLUED_WORD - 1);
    for (let i = start - 1; i >= low; i--) if (RUN_BYTES[bytes[i]!] === 0) return true;
    return low === 0 && start <= LONGEST_GLUED_WORD;
  }

  /** Whether a piece begins here that stood apart on the wire. */
  #startsPiece(start: number): boolean {
    const { pieces } = this.#view;
    return pieces !== undefined && pieces[pieceAt(pieces, start)] === start;
  }

  /**
   * Whether no letter or digit, and nothing that the token could hold, stands on either side. The sign of an assignment ("KEY=") is no
   * part of it, even where a token can hold one as padding.
   */
  fills(detector: CompiledDetector, { start, end }: Span): boolean {
    const { bytes } = this.#view;
    const blocks = (at: number): boolean =>
      at >= 0 &&
      at < bytes.length &&
      (isWordByte(bytes[at]!) || (bytes[at]! > 0x20 && detector.alphabet[bytes[at]!] === 1));
    return (!blocks(start - 1) || this.#isGiven(detector, start)) && !blocks(end);
  }

  /** Whether the sign of an assignment stands before `start`, behind a name that is no part of a longer token. */
  #isGiven(detector: CompiledDetector, start: number): boolean {
    const { bytes } = this.#view;
    if (bytes[start - 1] !== EQUALS_SIGN) return false;
    let at = start - 1;
    while (at > 0 && start - at <= LONGEST_GLUED_WORD && isWordByte(bytes[at - 1]!)) at--;
    return at < start - 1 && (at === 0 || (!isWordByte(bytes[at - 1]!) && detector.alphabet[bytes[at - 1]!] !== 1));
  }

  /** The next place in a match, after its first byte, at which a token may begin instead: behind a mark, or else the match's end. */
  behindMark({ start, end }: Span): number {
    const { bytes } = this.#view;
    for (let at = start + 1; at < end; at++) if (!isWordByte(bytes[at - 1]!)) return at;
    return Math.max(end, start + 1);
  }
}
