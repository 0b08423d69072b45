import { byteSet, RUN_BYTES } from "../views/runs.js";
import type { CompiledDetector, ContextWords } from "./compile.js";
import { inRegion, type View } from "./view.js";
import { isWordByte } from "./word.js";

/** Which context words stand round a place, and how far away. Made once for all detectors that ask about the same place. */
export class Surroundings {
  /** Least distance in bytes of each word that stands near; 0 for one in the value's name. */
  readonly #distances = new Map<number, number>();

  /** `inside`: words within `[start, end)` count too, for a place that may hold several tokens. */
  constructor(words: ContextWords, view: View, start: number, end: number, reach: number, inside = false) {
    this.#near(words, view.bytes, start, end, reach);
    if (inside) this.#search(words, view.bytes, start, end, () => 0);
    if (view.parent !== undefined && view.map !== undefined) {
      const span = view.map.span(start, end);
      this.#near(words, view.parent.bytes, span.start, span.end, reach);
    }
    const { region, span } = inRegion(view, start, end);
    const name = Buffer.from(region?.nameOf(span.start) ?? "", "utf8");
    words.automaton.search(name, 0, name.length, (word) => this.#distances.set(word, 0));
  }

  get isEmpty(): boolean {
    return this.#distances.size === 0;
  }

  /** Whether one of the detector's words stands near enough. */
  suits(compiled: CompiledDetector): boolean {
    const within = compiled.detector.context?.within ?? 0;
    return (
      compiled.words.length === 0 || compiled.wordIds.some((word) => (this.#distances.get(word) ?? Infinity) <= within)
    );
  }

  #near(words: ContextWords, bytes: Buffer, start: number, end: number, reach: number): void {
    // What stands in a URL's path is an id of the host's more often than its credential: the host is no context for it.
    const to = startOfUrl(bytes, start) ?? start;
    this.#search(words, bytes, Math.max(0, start - reach), to, (at, length) => start - at - length);
    this.#search(words, bytes, end, Math.min(bytes.length, end + reach), (at) => at - end);
  }

  #search(
    words: ContextWords,
    bytes: Buffer,
    from: number,
    to: number,
    distanceOf: (at: number, length: number) => number,
  ): void {
    words.automaton.search(bytes, from, to, (word, at, length) => {
      const distance = distanceOf(at, length);
      const known = this.#distances.get(word) ?? Infinity;
      if (distance < known && isWordAt(bytes, at, length)) this.#distances.set(word, distance);
    });
  }
}

/** How far back the start of a URL is looked for, in bytes. */
const LONGEST_URL = 512;
const NOT_IN_PATH: Uint8Array = byteSet(" \t\r\n\"'`<>\\?#=&;,");

/** Where the URL begins in whose path a segment starts at `at`; undefined when it does not stand in one. */
function startOfUrl(bytes: Buffer, at: number): number | undefined {
  if (bytes[at - 1] !== 0x2f) return undefined;
  const low = Math.max(2, at - LONGEST_URL);
  for (let i = at - 1; i >= low; i--) {
    if (NOT_IN_PATH[bytes[i]!] === 1) return undefined;
    if (bytes[i] !== 0x2f || bytes[i - 1] !== 0x2f || bytes[i - 2] !== 0x3a) continue;
    let start = i - 2;
    while (start > 0 && isWordByte(bytes[start - 1]!)) start--;
    return start;
  }
  return undefined;
}

/** Letters in the middle of a blob are no word: names and paths that hold a word are shorter than this, in bytes. */
const LONGEST_NAME = 160;

function isWordAt(bytes: Buffer, at: number, length: number): boolean {
  let from = at;
  let to = at + length;
  while (from > 0 && to - from < LONGEST_NAME && RUN_BYTES[bytes[from - 1]!] === 1) from--;
  while (to < bytes.length && to - from < LONGEST_NAME && RUN_BYTES[bytes[to]!] === 1) to++;
  return to - from < LONGEST_NAME;
}
