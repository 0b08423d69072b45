import type { Detector } from "../../types.js";
import { type Alphabet, alphabets, sample } from "./alphabets.js";
import { withExamples } from "./examples.js";

/** A token with no mark: so many characters of an alphabet, which only the words near it tell from any other such run. */
export interface UnmarkedToken
  extends Omit<Detector, "literals" | "shape" | "context" | "minEntropyBits" | "examples" | "counterExamples"> {
  readonly body: Alphabet;
  /** Characters: exactly, or least and most. */
  readonly length: number | readonly [least: number, most: number];
  /** Words of which one must stand near: the service's name, or the names of its settings. */
  readonly words: readonly [string, ...string[]];
  /** How near, in bytes. Default 48: a setting's name, or the sentence before. */
  readonly within?: number;
  /** Least entropy, in bits per character. Default: what nearly every random token of this alphabet and length has. */
  readonly minEntropyBits?: number;
}

const DEFAULT_WITHIN = 48;

/** The detector of an unmarked token, with an example and near misses (too short, too long, no word near, a placeholder). */
export function unmarked(fields: UnmarkedToken): Detector {
  const { body, length, words, within = DEFAULT_WITHIN, minEntropyBits, ...rest } = fields;
  const [least, most] = typeof length === "number" ? [length, length] : length;
  const [word] = words;
  const detector = {
    ...rest,
    literals: [],
    shape: `[${alphabets[body]}]{${least === most ? least : `${least},${most}`}}`,
    context: { words, within },
    minEntropyBits: minEntropyBits ?? leastEntropy(body, least),
  };
  return withExamples(detector, () => ({
    examples: [`${word}=${sample(body, least)}`],
    counterExamples: [
      `${word}=${sample(body, least - 1)}`,
      `${word}: ${sample(body, most)}${sample("digits", 1)}`,
      sample(body, least),
      `${word}=${"x".repeat(least)}`,
    ],
  }));
}

/** Hexadecimal keys where letters and digits may stand, and keys of a few characters again and again, have no more. */
const MOST_ENTROPY_BITS = 2.5;

/** The least entropy that is asked of a token beside words that tell it: what constants and padding do not have. */
export function leastEntropy(body: Alphabet, length: number): number {
  return Math.min(MOST_ENTROPY_BITS, usualEntropy(body, length));
}

/**
 * Bits per character that all but a few in a thousand random tokens reach. A text of n characters has at most log2(n), so that
 * short tokens show less than their alphabet's log2(size).
 */
function usualEntropy(body: Alphabet, length: number): number {
  const most = Math.log2(Math.min(ALPHABET_SIZES[body], length));
  return Math.round(most * 0.7 * 10) / 10;
}

const ALPHABET_SIZES: Readonly<Record<Alphabet, number>> = {
  digits: 10,
  hex: 16,
  anyCaseHex: 22,
  letters: 52,
  lowerAlnum: 36,
  upperAlnum: 36,
  alnum: 62,
  alnumHyphen: 63,
  word: 63,
  base32: 32,
  lowerBase32: 32,
  base58: 58,
  base64: 64,
  base64url: 64,
  base64Padded: 65,
  base64urlPadded: 65,
  passwordMarks: 76,
  token68: 68,
};
