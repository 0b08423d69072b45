import type { Budget } from "./budget.js";
import type { Runs } from "./runs.js";
import type { SourceMap } from "./source-map.js";
import type { TextIndex } from "./text-index.js";
import type { Traces } from "./traces.js";

/** What a decoder made of a piece of its input: the bytes, and where each came from in the input. */
export interface Decoded {
  readonly bytes: Buffer;
  readonly map: SourceMap;
  /**
   * Where each piece starts in `bytes`, when this joins pieces that stood apart (string literals, array elements). A match in it is
   * reported only when it spans two pieces or more and none of the pieces that it touches holds a match itself.
   */
  readonly pieces?: readonly number[];
}

/** What a decoder is given. */
export interface DecoderInput {
  /** The view to decode: a surface's wire bytes, or what another decoder made. */
  readonly bytes: Buffer;
  /** Where each piece starts, in a view that joins pieces that stood apart. */
  readonly pieces?: readonly number[] | undefined;
  /** Its runs, found once for the prefilter and all decoders. */
  readonly runs: Runs;
  /** What else was found then. */
  readonly index: TextIndex;
  /** Names of the decoders that made this view, outermost first; empty for wire bytes. */
  readonly chain: readonly string[];
  /**
   * Where fixed strings of detectors whose tokens hold line breaks, quotes or spaces stand, in order, as triples: start, end, and the place
   * up to which a token may go on behind it. Up to there even an escape that only breaks lines must be decoded.
   */
  readonly structuralHits: readonly number[];
  /** Where values that are known beforehand may stand encoded; undefined when there are none. */
  readonly traces?: Traces | undefined;
  /** To be spent before memory is taken: the bytes read or written, whichever is more. Stop when it says `false`. */
  readonly budget: Budget;
  /** Takes one decoded piece, and scans it before it returns. */
  emit(decoded: Decoded): void;
  /**
   * Says that something stands here that cannot be read. `what`: lower-case words with hyphens; `reason`: one sentence, no input in it;
   * `type`: a container's media type, by its bytes, which the user may have allowed.
   */
  uninspectable(what: string, reason: string, type?: string): void;
}

/**
 * One way in which bytes can mean other bytes. It emits only pieces in which the decoding changes something, as small as can be
 * decoded by themselves (one base64 run, one string literal), so that clean text makes no view at all.
 *
 * Laws: decodes its own examples; never throws, on any bytes; its work is linear in its input and paid from the budget; the map leads
 * each decoded byte back to its source.
 */
export interface Decoder {
  /** As it stands in `Location.decoded`. */
  readonly name: string;
  /**
   * Characters, Latin-1, of which at least one stands in every input that it makes views of, so that short inputs need not be given to
   * it. Absent: any input can make views.
   */
  readonly tellTales?: string;
  /**
   * What it takes for codes stands in other texts too, with another meaning: the "=" of name=value, the "+" of base64. What it makes of
   * them is no match where it takes in a whole match that is found without guessing.
   */
  readonly isGuess?: boolean;
  decode(input: DecoderInput): void;
  /** Pairs of an encoded text and what one emitted piece must contain; Latin-1 strings. */
  readonly examples: readonly [DecoderExample, ...DecoderExample[]];
  /** Texts, Latin-1, that make no view: the benign twins. */
  readonly quiet: readonly [string, ...string[]];
}

export interface DecoderExample {
  readonly encoded: string;
  readonly contains: string;
}
