import { byteSet } from "../../views/runs.js";
import { WINDOW } from "./windows.js";

/** No code changes these, unless it changes everything: not percent-encoding, nor strings, markup or mail. */
export const PLAIN: Uint8Array = byteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");

/** Windows of one text that are compared: as many spread over it, or over its beginning if it is long. */
const MOST_COMPARED = 16;
const BEGINNING = 1024;

/** A window that more texts have is worse than any that is only more ordinary. */
const SHARED_COST = 64;

/**
 * Chooses in which window of a text it is looked for: one that few of the other texts have, and that ordinary text has seldom. Every text
 * is told first, then the choices are made.
 */
export class Anchors {
  readonly #counts = new Map<string, number>();

  tell(text: Buffer, allowed?: Uint8Array): void {
    for (const at of placesIn(text, allowed)) {
      const key = keyAt(text, at);
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    }
  }

  /** Start of the window; -1 when none is made of `allowed` bytes alone. */
  choose(text: Buffer, allowed?: Uint8Array): number {
    let best = -1;
    let least = Infinity;
    for (const at of placesIn(text, allowed)) {
      const others = (this.#counts.get(keyAt(text, at)) ?? 1) - 1;
      const cost = SHARED_COST * Math.log2(1 + others) - rarity(text, at);
      if (cost >= least) continue;
      least = cost;
      best = at;
    }
    return best;
  }
}

function keyAt(text: Buffer, at: number): string {
  return text.toString("latin1", at, at + WINDOW);
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
