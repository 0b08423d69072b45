import { headerRow, rowOf, type Surface, slices } from "../request/index.js";
import { Budget } from "../views/budget.js";
import type { Decoder, DecoderInput } from "../views/decoder.js";
import { NO_PLACES, Reading, type TextIndex } from "../views/text-index.js";
import { isTelling } from "./context/names.js";
import type { MatchRules } from "./match/match-rules.js";
import { askedKernel, isQuiet, isQuietView, readView } from "./quiet/quiet.js";
import { QuietTexts } from "./quiet/texts.js";

/** Longer surfaces, in bytes, are read by themselves. */
const LONGEST = 4096;
/** Longest text of all of them. */
const LONGEST_TEXT = 32_768;
/** Line breaks between two texts: nothing runs over them. */
const SEAM = Buffer.from("\n\n\n");

/** A text of the head: a surface's bytes, or what stands in a join. */
interface Part {
  readonly bytes: Buffer;
  readonly name: string;
  /** Where it begins in the text of all. */
  readonly from: number;
}

/**
 * Surfaces of a request but for its body, read in one pass. Most of them are short, and nothing can be found in them: those need not be
 * looked at any closer.
 */
export class Head {
  readonly #quiet: ReadonlySet<Surface>;
  readonly #quietJoins: ReadonlySet<Surface["kind"]>;

  private constructor(quiet: ReadonlySet<Surface>, quietJoins: ReadonlySet<Surface["kind"]>) {
    this.#quiet = quiet;
    this.#quietJoins = quietJoins;
  }

  /** `undefined` where the kernel cannot read them. */
  static read(surfaces: readonly Surface[], rules: MatchRules): Head | undefined {
    const kernel = askedKernel(rules);
    // Known values may stand in any code, which only decoders that look for them see.
    if (kernel === undefined || rules.known !== undefined) return undefined;
    const row = new Row();
    const parts = new Map<Surface, readonly Part[]>();
    const texts = new QuietTexts(rules.compiled);
    const quiet = new Set<Surface>();
    for (const surface of surfaces) {
      const { lists, bytes, ownName = "" } = surface;
      if (lists !== undefined && texts.has(surface)) {
        quiet.add(surface);
        continue;
      }
      if (lists === undefined || bytes.length > LONGEST || isTelling(rules.compiled, ownName)) continue;
      const joins = lists().map((spans) => rowOf(slices(bytes, spans)));
      parts.set(surface, [row.add(bytes, ownName), ...joins.map((join) => row.add(join.bytes, "", join.starts))]);
    }
    const joins = KINDS.map((kind) => {
      const fields = surfaces.filter((surface) => surface.kind === kind);
      const join = fields.length === 0 ? undefined : headerRow(fields);
      return [kind, join && row.add(join.bytes, "", join.starts)] as const;
    });
    const text = row.finish();
    if (text.length > LONGEST_TEXT) return undefined;
    if (text.length === 0) return new Head(quiet, new Set(KINDS));
    kernel.load(text, row.starts);
    kernel.askForWords(true);
    const slicer = new Slicer(new Reading(kernel, text.length));
    const areQuiet = (some: readonly Part[]) => some.every((part) => isQuietPart(part, slicer, rules));
    for (const [surface, own] of parts) {
      if (!areQuiet(own)) continue;
      quiet.add(surface);
      texts.add(surface);
    }
    const quietJoins = joins.filter(([, part]) => part === undefined || areQuiet([part])).map(([kind]) => kind);
    return new Head(quiet, new Set(quietJoins));
  }

  /** Whether nothing can be found in a surface. It may miss that. */
  isQuiet(surface: Surface): boolean {
    return this.#quiet.has(surface);
  }

  /** Whether nothing can be found in the headers, or trailers, joined. */
  isJoinQuiet(kind: Surface["kind"]): boolean {
    return this.#quietJoins.has(kind);
  }
}

const KINDS = ["header", "trailer"] as const;

function isQuietPart({ bytes, name, from }: Part, slicer: Slicer, rules: MatchRules): boolean {
  const index = slicer.slice(from, from + bytes.length);
  return index !== undefined && isQuiet(bytes, index, rules.compiled, name, (one) => makes(one, bytes, index, rules));
}

/** Whether a decoder makes a view of a text in which something can be found, or that could be decoded further. */
function makes(decoder: Decoder, bytes: Buffer, index: TextIndex, rules: MatchRules): boolean {
  let tells = false;
  const input: DecoderInput = {
    bytes,
    chain: [],
    runs: index.runs,
    index,
    structuralHits: NONE,
    traces: undefined,
    budget: new Budget(LONGEST_TEXT * 16),
    emit(decoded) {
      tells ||= !isQuietView(decoded.bytes, readView(decoded, rules), rules.compiled, index.mayHoldWords === false);
    },
    uninspectable() {
      tells = true;
    },
  };
  decoder.decode(input);
  return tells || input.budget.exhausted;
}

/** Texts one after the other, with seams between them. */
class Row {
  readonly #texts: Buffer[] = [];
  readonly starts: number[] = [];
  #length = 0;

  add(bytes: Buffer, name: string, starts: readonly number[] = []): Part {
    const from = this.#length;
    this.#texts.push(bytes, SEAM);
    this.#length += bytes.length + SEAM.length;
    for (const start of starts) this.starts.push(from + start);
    return { bytes, name, from };
  }

  finish(): Buffer {
    return Buffer.concat(this.#texts, this.#length);
  }
}

/** What a reading tells of parts of its text. */
class Slicer {
  readonly #reading: Reading;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  /** `undefined` where too much stands in the text to be told. */
  slice(from: number, to: number): TextIndex | undefined {
    const { runs, uses, backslashes, seams, hits, candidates, rows, digitGroups } = this.#reading;
    if (hits === undefined || candidates === undefined || rows === undefined) return undefined;
    const [first, last] = rangeOf(runs, 2, from, to);
    return {
      runs: shifted(runs, 2, from, to),
      uses: first === last ? NONE : uses.slice(first / 2, last / 2),
      backslashes: shifted(backslashes, 1, from, to),
      seams: shifted(seams, 1, from, to),
      mayHoldPairs: this.#reading.mayHoldPairs,
      mayHoldNumbers: this.#reading.mayHoldNumbers,
      tells: this.#reading.tells,
      hits: hitsIn(hits, from, to),
      candidates: shifted(candidates, 2, from, to),
      mayHoldWords: this.#reading.mayHoldWords,
      wordPlaces: this.#reading.mayHoldWords === false ? NO_PLACES : undefined,
      rows: overlapping(rows, from, to),
      digitGroups: overlapping(digitGroups, from, to),
    };
  }
}

const NONE: readonly number[] = [];

/** Places in a list, in order, of the entries of `size` numbers that begin in `[from, to)`. */
function rangeOf(
  list: readonly number[],
  size: number,
  from: number,
  to: number,
): readonly [first: number, last: number] {
  let first = 0;
  while (first < list.length && list[first]! < from) first += size;
  let last = first;
  while (last < list.length && list[last]! < to) last += size;
  return [first, last];
}

/** Those entries, all of whose numbers are places, counted from `from`. */
function shifted(list: readonly number[], size: number, from: number, to: number): readonly number[] {
  if (list.length === 0) return NONE;
  const [first, last] = rangeOf(list, size, from, to);
  if (first === last) return NONE;
  return list.slice(first, last).map((place) => place - from);
}

/** Pairs of place and string, in no order. */
function hitsIn(hits: readonly number[], from: number, to: number): readonly number[] {
  let own: number[] | undefined;
  for (let i = 0; i < hits.length; i += 2) {
    if (hits[i]! < from || hits[i]! >= to) continue;
    own ??= [];
    own.push(hits[i]! - from, hits[i + 1]!);
  }
  return own ?? NONE;
}

/** Parts of spans that overlap `[from, to)`. */
function overlapping(spans: readonly number[], from: number, to: number): readonly number[] {
  const own: number[] = [];
  for (let i = 0; i < spans.length; i += 2) {
    if (spans[i]! < to && spans[i + 1]! > from)
      own.push(Math.max(0, spans[i]! - from), Math.min(to, spans[i + 1]!) - from);
  }
  return own;
}
