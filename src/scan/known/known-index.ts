import type { Budget } from "../../views/budget.js";
import type { TracedCode, Traces } from "../../views/traces.js";
import type { CompiledDetector } from "../compile/compiled-detector.js";
import { MATCH_COST } from "../match/matches.js";
import type { View } from "../view.js";
import { Anchors, PLAIN } from "./anchors.js";
import { base32Of, base64Core, formsOf, wideForms } from "./forms.js";
import { WINDOW, type Window, WindowFinder } from "./windows.js";

/** One of the operator's values. */
export interface KnownValue {
  readonly value: string;
  /** In UTF-8. */
  readonly bytes: Buffer;
  /** As what its matches are reported. */
  readonly detector: CompiledDetector;
}

/** A text that is looked for by one of its windows: a value itself, or what it is in a code. */
interface Needle {
  readonly value: KnownValue;
  /** "value": it must stand there in full; "form": it is enough that the window does. */
  readonly kind: "value" | "form" | TracedCode;
  /** Of the window, in the text; and the text's length. */
  readonly offset: number;
  readonly length: number;
}

/** A needle of base64: where its window stands in the groups of four, and how many bytes stand before the value in its first group. */
interface Base64Needle {
  readonly at: number;
  readonly before: number;
  readonly length: number;
}

/** Base64 of fewer bytes than this is no run, and base32 neither: looked for in the whole text. */
const RUN_OF_BASE64 = 12;
const RUN_OF_BASE32 = 10;

/** Bytes from the beginning of a value that its base64 is told by. */
const CORE = 768;

/** In UTF-16, so many characters of ASCII are seen by the NULs between them. */
const SURE_OF_LETTERS = 16;

/** Most characters that a code writes for one, a few times over, and what else may stand there. */
const WIDEST_CODE = 10;
const SLACK = 64;

/** All values, ready to be looked for. What it costs to look does not depend on how many there are. */
export class KnownIndex {
  readonly least: number;
  readonly #needles: WindowFinder<Needle>;
  readonly #base64: WindowFinder<Base64Needle>;

  constructor(values: readonly KnownValue[]) {
    this.least = Math.min(...values.map(({ bytes }) => bytes.length));
    this.#needles = new WindowFinder(needlesOf(values));
    this.#base64 = new WindowFinder(base64Needles(values));
  }

  /** Adds the values that stand in a view to its matches. Gives what the decoders need to find those that stand in it encoded. */
  search(view: View, budget: Budget): Traces {
    const { bytes } = view;
    const traces = new FoundTraces(this);
    /** Where the last match of each value ended: one that repeats itself does not match at each of its bytes. */
    let ends: Map<KnownValue, number> | undefined;
    const take = ({ value, kind, offset, length }: Needle, at: number): boolean => {
      const start = at - offset;
      const end = start + length;
      if (kind === "value" && standsAt(value.bytes, bytes, start)) {
        ends ??= new Map();
        if (start < (ends.get(value) ?? 0)) return true;
        ends.set(value, end);
        const { detector: compiled, value: known } = value;
        const { confidence } = compiled;
        view.matches.push({ compiled, view, start, end, value: known, told: undefined, confidence });
        return budget.spend(MATCH_COST);
      }
      if (kind === "value" || kind === "form") {
        if (!isPlain(value.bytes)) traces.addSpan(start - reach(offset), end + reach(length - offset), bytes.length);
      } else if (start >= 0 && end <= bytes.length) traces.addText(kind, start, end);
      return budget.spend(length);
    };
    this.#needles.search(bytes, 0, bytes.length, (at, needles) => needles.every((needle) => take(needle, at)));
    return traces;
  }

  mayBeIn(bytes: Buffer): boolean {
    let found = false;
    this.#needles.search(bytes, 0, bytes.length, () => {
      found = true;
      return false;
    });
    return found;
  }

  /** Whether nothing of a value stands in a text, as itself or in base64. */
  isQuiet(bytes: Buffer): boolean {
    return !this.mayBeIn(bytes) && this.base64In(bytes, 0, bytes.length).length === 0;
  }

  base64In(bytes: Buffer, start: number, end: number): readonly number[] {
    let found: number[] | undefined;
    this.#base64.search(bytes, start, end, (place, needles) => {
      for (const { at, before, length } of needles) {
        const from = place - at - start;
        if (from < 0) continue;
        found ??= [];
        found.push(from % 4, ((from - (from % 4)) / 4) * 3, ((from - (from % 4)) / 4) * 3 + before + length);
      }
      return true;
    });
    return found ?? NONE;
  }
}

const NONE: readonly number[] = [];

class FoundTraces implements Traces {
  readonly #index: KnownIndex;
  #spans: number[] | undefined;
  #texts: Map<TracedCode, number[]> | undefined;

  constructor(index: KnownIndex) {
    this.#index = index;
  }

  get least(): number {
    return this.#index.least;
  }

  get isEmpty(): boolean {
    return this.#spans === undefined && this.#texts === undefined;
  }

  get spans(): readonly number[] {
    return this.#spans ?? NONE;
  }

  textsOf(code: TracedCode): readonly number[] {
    return this.#texts?.get(code) ?? NONE;
  }

  mayBeIn(bytes: Buffer): boolean {
    return this.#index.mayBeIn(bytes);
  }

  base64In(bytes: Buffer, start: number, end: number): readonly number[] {
    return this.#index.base64In(bytes, start, end);
  }

  /** Joins the last spans with it that it touches. */
  addSpan(start: number, end: number, length: number): void {
    this.#spans ??= [];
    const spans = this.#spans;
    let from = Math.max(0, start);
    let to = Math.min(length, end);
    while (spans.length > 0 && spans.at(-1)! >= from) {
      to = Math.max(to, spans.pop()!);
      from = Math.min(from, spans.pop()!);
    }
    spans.push(from, to);
  }

  addText(code: TracedCode, start: number, end: number): void {
    this.#texts ??= new Map();
    const texts = this.#texts.get(code);
    if (texts === undefined) this.#texts.set(code, [start, end]);
    else if (texts.at(-2) !== start) texts.push(start, end);
  }
}

function reach(length: number): number {
  return WIDEST_CODE * length + SLACK;
}

function standsAt(value: Buffer, bytes: Buffer, start: number): boolean {
  if (start < 0 || start + value.length > bytes.length) return false;
  return value.compare(bytes, start, start + value.length) === 0;
}

/** Codes leave such a value as it is, or change characters for which no decoder needs to be told. */
function isPlain(bytes: Buffer): boolean {
  for (const byte of bytes) if (PLAIN[byte] === 0) return false;
  return true;
}

function hasPlainWindow(bytes: Buffer): boolean {
  let run = 0;
  for (const byte of bytes) {
    run = PLAIN[byte] === 1 ? run + 1 : 0;
    if (run === WINDOW) return true;
  }
  return false;
}

/** Each text by one window: of a value, one that no code changes, if it has one. */
function needlesOf(values: readonly KnownValue[]): readonly Window<Needle>[] {
  const texts: { readonly value: KnownValue; readonly kind: Needle["kind"]; readonly bytes: Buffer }[] = [];
  const anchors = new Anchors(values.length);
  for (const { bytes } of values) anchors.tell(bytes);
  for (const value of values) {
    texts.push({ value, kind: "value", bytes: value.bytes });
    for (const [kind, bytes] of textsOf(value)) texts.push({ value, kind, bytes });
  }
  return texts.flatMap(({ value, kind, bytes }) => {
    const plain = kind === "value" ? anchors.choose(bytes, PLAIN) : -1;
    const offset = plain < 0 ? anchors.choose(bytes) : plain;
    // Three characters beyond ASCII have fewer bytes in UTF-16 than in UTF-8.
    return offset < 0 ? [] : [{ bytes, offset, owner: { value, kind, offset, length: bytes.length } }];
  });
}

/** What else to look for beside the value itself. */
function textsOf({ value, bytes }: KnownValue): readonly (readonly [Needle["kind"], Buffer])[] {
  const texts: (readonly [Needle["kind"], Buffer])[] = [];
  if (!hasPlainWindow(bytes)) for (const form of formsOf(value)) texts.push(["form", Buffer.from(form, "utf8")]);
  if (value.length < SURE_OF_LETTERS || /[^ -~]/.test(value)) texts.push(...wideForms(value));
  if (bytes.length < RUN_OF_BASE64)
    for (const text of base64Texts(bytes)) texts.push(["base64", Buffer.from(text, "latin1")]);
  if (bytes.length < RUN_OF_BASE32) {
    const text = base32Of(bytes);
    texts.push(["base32", Buffer.from(text, "latin1")], ["base32", Buffer.from(text.toLowerCase(), "latin1")]);
  }
  return texts;
}

/** Unpadded base64 and base64url of a short value by itself. */
function base64Texts(bytes: Buffer): readonly string[] {
  return [...new Set([bytes.toString("base64").replace(/=+$/, ""), bytes.toString("base64url")])];
}

function base64Needles(values: readonly KnownValue[]): readonly Window<Base64Needle>[] {
  const anchors = new Anchors(3 * values.length);
  const cores = values.flatMap(({ bytes: value }) =>
    [0, 1, 2].map((before) => {
      const { text, at } = base64Core(value.subarray(0, CORE), before);
      return { bytes: Buffer.from(text, "latin1"), at, before, length: value.length };
    }),
  );
  for (const { bytes } of cores) anchors.tell(bytes);
  return cores.flatMap(({ bytes: core, at, before, length }) =>
    inBothAlphabets(core).map((bytes) => {
      const plain = anchors.choose(bytes, PLAIN);
      const offset = plain < 0 ? anchors.choose(bytes) : plain;
      return { bytes, offset, owner: { at: at + offset, before, length } };
    }),
  );
}

const PLUS = 0x2b;
const SLASH = 0x2f;
const HYPHEN = 0x2d;
const UNDERSCORE = 0x5f;

/** Base64, and base64url where that is another text. */
function inBothAlphabets(base64: Buffer): readonly Buffer[] {
  if (!base64.includes(PLUS) && !base64.includes(SLASH)) return [base64];
  const other = base64.map((byte) => (byte === PLUS ? HYPHEN : byte === SLASH ? UNDERSCORE : byte));
  return [base64, Buffer.from(other.buffer, other.byteOffset, other.length)];
}
