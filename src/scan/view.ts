import { JOINED, type Region } from "../request/index.js";
import type { Confidence, Told } from "../types.js";
import type { Decoded } from "../views/decoder.js";
import type { SourceMap } from "../views/source-map.js";
import type { CompiledDetector } from "./compile/compiled-detector.js";
import type { WordPlaces } from "./context/word-places.js";

/** A value that a detector matched: `[start, end)` in the bytes of its view. */
export interface Match {
  readonly compiled: CompiledDetector;
  readonly view: View;
  readonly start: number;
  readonly end: number;
  readonly value: string;
  /** What its surroundings tell of it, where they do. */
  readonly told: Told | undefined;
  readonly confidence: Confidence;
  /** Whether it goes on, without a break, beyond a match with a mark of its own that is part of it. Known once its view is settled. */
  outgrows?: boolean;
}

/** What a surface's bytes can mean: its wire bytes, or what a decoder made of another view. */
export interface View {
  readonly bytes: Buffer;
  readonly parent: View | undefined;
  /** Leads into the parent's bytes; absent for wire bytes. */
  readonly map: SourceMap | undefined;
  /** Where each piece starts, in a view that joins pieces that stood apart. */
  readonly pieces: readonly number[] | undefined;
  /** Decoders passed, outermost first. */
  readonly chain: readonly string[];
  /** The structure of these very bytes, where they have one of their own. */
  readonly region: Region | undefined;
  readonly matches: Match[];
  readonly children: View[];
  /** Its context words, once they have been asked for. */
  words: WordPlaces | undefined;
  /** Whether it may hold any; undefined: not known. */
  mayHoldWords: boolean | undefined;
  /** Where: `TextIndex.wordPlaces`. */
  wordPlaces: Uint8Array | undefined;
}

/** A span of bytes. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The view that a surface's wire bytes are. `chain`: what was decoded to get the bytes themselves. */
export function createView(bytes: Buffer, region: Region | undefined, chain: readonly string[] = []): View {
  return {
    bytes,
    parent: undefined,
    map: undefined,
    pieces: undefined,
    chain,
    region,
    matches: [],
    children: [],
    words: undefined,
    mayHoldWords: undefined,
    wordPlaces: undefined,
  };
}

/** The view that a decoder or a declaration made of `parent`; with a region where it has a structure of its own. */
export function createChild(
  parent: View,
  { bytes, map, pieces }: Decoded,
  chain: readonly string[],
  region: Region | undefined,
): View {
  return {
    bytes,
    parent,
    map,
    pieces,
    chain,
    region,
    matches: [],
    children: [],
    words: undefined,
    mayHoldWords: undefined,
    wordPlaces: undefined,
  };
}

/** Whether a view, or one that it was made of, joins what stood apart: what its pieces hold counts for it too. */
export function isJoined(view: View): boolean {
  for (let at: View | undefined = view; at !== undefined; at = at.parent) if (at.pieces !== undefined) return true;
  // Headers are joined before they are read.
  return view.chain[0] === JOINED;
}

/** Where `[start, end)` of a view came from in the nearest view that has a region: itself or one above. */
export function inRegion(view: View, start: number, end: number): { region: Region | undefined; span: Span } {
  let at = view;
  let span: Span = { start, end };
  while (at.region === undefined && at.parent !== undefined && at.map !== undefined) {
    span = at.map.span(span.start, span.end);
    at = at.parent;
  }
  return { region: at.region, span };
}
