import { byteSet } from "../../views/runs.js";
import { WINDOW } from "./windows.js";

/** No code changes these, unless it changes everything: not percent-encoding, nor strings, markup or mail. */
export const PLAIN: Uint8Array = byteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");

/** Windows of one text that are compared: as many spread over it, or over its beginning if it is long. */
const MOST_COMPARED = 16;
const BEGINNING = 1024;

/** Rarity of a window that ordinary text hardly ever has: no better one is looked for. */
const RARE = 16;

/** Counters for each window that is told of, and the most bits of a hash. */
const SPARSE = 4;
const MOST_BITS = 23;

/** A window that more texts have is worse than any that is only more ordinary. */
const SHARED_COST = 64;

/**
 * Chooses in which window of a text it is looked for: one that few of the other texts have, and that ordinary text has seldom. Every text
 * is told first, then the choices are made.
 */
export class Anchors {
  /** How many windows have each hash: two that share one only look more ordinary than they are. */
  readonly #counts: Uint32Array;
  readonly #shift: number;

  /** `texts`: about how many there are. */
  constructor(texts: number) {
    const bits = Math.min(MOST_BITS, Math.ceil(Math.log2(texts * MOST_COMPARED * SPARSE + 1)));
    this.#counts = new Uint32Array(1 << bits);
    this.#shift = 32 - bits;
  }

  tell(text: Buffer, allowed?: Uint8Array): void {
    for (const at of placesIn(text, allowed)) this.#counts[hashAt(text, at, this.#shift)]!++;
  }

  /** Start of the window; -1 when none is made of `allowed` bytes alone. */
  choose(text: Buffer, allowed?: Uint8Array): number {
    let best = -1;
    let least = Infinity;
    for (const at of placesIn(text, allowed)) {
      const count = this.#counts[hashAt(text, at, this.#shift)]!;
      const cost = (count > 1 ? SHARED_COST * Math.log2(count) : 0) - rarity(text, at);
      if (cost >= least) continue;
      least = cost;
      best = at;
      if (least <= -RARE) break;
    }
    return best;
  }
}

/** Of the window at `at`: FNV-1a, of which the high bits are taken. */
function hashAt(text: Buffer, at: number, shift: number): number {
  let hash = 0x811c9dc5;
  for (let i = at; i < at + WINDOW; i++) hash = Math.imul(hash ^ text[i]!, 0x01000193);
  return Math.imul(hash, 0x9e3779b1) >>> shift;
}

function placesIn(text: Buffer, allowed: Uint8Array | undefined): readonly number[] {
  const places: number[] = [];
  const length = Math.min(text.length, BEGINNING);
  if (allowed === undefined) for (let at = 0; at + WINDOW <= length; at++) places.push(at);
  else {
    for (let at = 0, run = 0; at < length; at++) {
      run = allowed[text[at]!] === 1 ? run + 1 : 0;
      if (run >= WINDOW) places.push(at + 1 - WINDOW);
    }
  }
  const step = Math.ceil(places.length / MOST_COMPARED);
  return step < 2 ? places : places.filter((_, i) => i % step === 0);
}

/** More for different bytes, for kinds of bytes that words have not, and for changes from one kind to another. */
function rarity(text: Buffer, at: number): number {
  let score = 0;
  let before = kindOf(text[at]!);
  for (let i = at; i < at + WINDOW; i++) {
    const byte = text[i]!;
    const kind = kindOf(byte);
    if (kind > 0) score++;
    if (kind !== before) score++;
    before = kind;
    let earlier = i - 1;
    while (earlier >= at && text[earlier] !== byte) earlier--;
    if (earlier < at) score++;
  }
  return score;
}

/** 0 for what words are made of; 1 digits, 2 capitals, 3 everything else. */
function kindOf(byte: number): number {
  if ((byte >= 0x61 && byte <= 0x7a) || byte === 0x20) return 0;
  if (byte >= 0x30 && byte <= 0x39) return 1;
  return byte >= 0x41 && byte <= 0x5a ? 2 : 3;
}
