import { compilePattern } from "../scan/engine.js";
import { entropyBits } from "../scan/match/entropy.js";
import { isFilledIn } from "../scan/match/filled-in.js";
import { parseShape } from "../scan/shape/parse.js";
import type { Shape } from "../scan/shape/syntax.js";
import type { Detector } from "../types.js";
import { locateIn } from "./locate.js";

/** A text in which a detector finds its token, and that token. */
export interface TokenSample {
  /** The token, with what its shape or its context words say must stand round it. */
  readonly text: string;
  readonly value: string;
}

/** Gives a whole number of at least 0 and below `count`. */
export type Choose = (count: number) => number;

/** Choices that follow from a seed alone (xorshift32, Marsaglia 2003). */
export function chooser(seed: number): Choose {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) | 1;
  return (count) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % count;
  };
}

/** Tries to make a token with the entropy that a detector asks for, before an example is taken. */
const MOST_TRIES = 64;

/** What stands between a context word and the value. */
const BETWEEN = ["=", ": ", '":"', " "] as const;

/** Makes samples of a detector's tokens. Where its shape cannot be read they are its examples. */
export function sampler(detector: Detector): (choose: Choose) => TokenSample {
  if (detector.locate !== undefined) return (choose) => exampleOf(detector, choose);
  const shape = parseShape(detector.shape);
  const anywhere = compilePattern(detector.shape);
  const atStart = compilePattern(`^(?:${detector.shape})`);
  return (choose) => {
    for (let i = 0; shape !== undefined && i < MOST_TRIES; i++) {
      const found = atStart.exec(write(shape, choose));
      if (found === null || !suits(detector, found)) continue;
      const word = detector.context?.words[choose(detector.context.words.length)];
      const text = (word === undefined ? "" : word + BETWEEN[choose(BETWEEN.length)]) + found[0];
      if (holds(anywhere.exec(text), tokenIn(found))) return { text, value: tokenIn(found) };
    }
    const text = detector.examples[choose(detector.examples.length)]!;
    const found = anywhere.exec(text);
    return { text, value: found === null ? "" : tokenIn(found) };
  };
}

/** What a shape alone cannot say (check digits) an example has. */
function exampleOf(detector: Detector, choose: Choose): TokenSample {
  const text = detector.examples[choose(detector.examples.length)]!;
  const [first] = locateIn(detector, text);
  return { text, value: first === undefined ? "" : Buffer.from(text, "utf8").toString("utf8", first[0], first[1]) };
}

export function tokenIn(found: RegExpExecArray): string {
  return found.groups?.token ?? found[0];
}

function holds(found: RegExpExecArray | null, value: string): boolean {
  return found !== null && tokenIn(found) === value;
}

function suits({ literals, minEntropyBits = 0, shape }: Detector, found: RegExpExecArray): boolean {
  const whole = found[0].toLowerCase();
  const value = tokenIn(found);
  if (value === "" || entropyBits(value) < minEntropyBits || isFilledIn(value)) return false;
  // A token that nothing but words tells is looked for where a digit stands, if its shape has digits.
  if (literals.length === 0 && !/\d/.test(value) && /0-9|\\d/.test(shape)) return false;
  return literals.length === 0 || literals.some((literal) => whole.includes(literal.toLowerCase()));
}

/** A repetition without a bound is written at most this many times more than it must be. */
const MOST_MORE = 24;

/** A text of a shape. Assertions are not looked at: they hold or not by what stands round the text. */
export function write(shape: Shape, choose: Choose): string {
  switch (shape.kind) {
    case "empty":
      return "";
    case "set":
      return character(shape, choose);
    case "group":
      return write(shape.item, choose);
    case "choice":
      return write(shape.options[choose(shape.options.length)]!, choose);
    case "sequence":
      return shape.items.map((item) => write(item, choose)).join("");
    case "repeat": {
      const times = shape.min + choose(Math.min(shape.max - shape.min, MOST_MORE) + 1);
      let text = "";
      for (let i = 0; i < times; i++) text += write(shape.item, choose);
      return text;
    }
  }
}

const BEYOND_ASCII = ["é", "ÿ", "中", "😀", "Ж"] as const;
/** One character in so many is one that is rare in tokens, where a class allows it. */
const RARE = 64;

function character({ bytes, wide }: Shape & { readonly kind: "set" }, choose: Choose): string {
  const { printable, others } = charactersOf(bytes);
  const isRare = choose(RARE) === 0;
  if ((isRare && wide) || printable.length + others.length === 0) return BEYOND_ASCII[choose(BEYOND_ASCII.length)]!;
  const from = others.length > 0 && (isRare || printable.length === 0) ? others : printable;
  return from[choose(from.length)]!;
}

const known = new WeakMap<Uint8Array, { readonly printable: string; readonly others: string }>();

/** The ASCII characters of a class. */
function charactersOf(bytes: Uint8Array): { readonly printable: string; readonly others: string } {
  let found = known.get(bytes);
  if (found === undefined) {
    const all = Array.from({ length: 0x80 }, (_, code) => code).filter((code) => bytes[code] === 1);
    const isPrintable = (code: number): boolean => code >= 0x20 && code < 0x7f;
    found = {
      printable: String.fromCharCode(...all.filter(isPrintable)),
      others: String.fromCharCode(...all.filter((code) => !isPrintable(code))),
    };
    known.set(bytes, found);
  }
  return found;
}
