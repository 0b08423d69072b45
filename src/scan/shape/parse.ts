import { CHARACTER_ESCAPES, complement, foldCase, PERL_CLASSES, posixClass } from "./classes.js";
import { sharedSet } from "./shared-set.js";
import type { Shape } from "./syntax.js";

const EMPTY: Shape = { kind: "empty" };

/** What stands in a pattern that this parser does not know: the compiler then treats the shape as "anything". */
class Unsupported extends Error {}

/**
 * Parses an RE2 pattern (https://github.com/google/re2/wiki/Syntax) into what it can match. RE2 itself stays the judge of every
 * match: this tells the prefilter where to look.
 * @returns undefined for a pattern with syntax unknown here, or that is malformed.
 */
export function parseShape(pattern: string): Shape | undefined {
  try {
    return new Parser(pattern).parse();
  } catch (error) {
    if (error instanceof Unsupported) return undefined;
    throw error;
  }
}

class Parser {
  readonly #pattern: string;
  #at = 0;
  #folded = false;
  #dotAll = false;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  parse(): Shape {
    const shape = this.#choice();
    if (this.#at < this.#pattern.length) throw new Unsupported();
    return shape;
  }

  #choice(): Shape {
    const folded = this.#folded;
    const dotAll = this.#dotAll;
    const options: Shape[] = [this.#sequence()];
    while (this.#take("|")) options.push(this.#sequence());
    this.#folded = folded;
    this.#dotAll = dotAll;
    return options.length === 1 ? options[0]! : { kind: "choice", options };
  }

  #sequence(): Shape {
    const items: Shape[] = [];
    while (this.#at < this.#pattern.length && !"|)".includes(this.#pattern[this.#at]!)) {
      if (this.#take("\\Q")) items.push(...this.#quoted());
      else items.push(this.#quantified(this.#atom()));
    }
    return { kind: "sequence", items };
  }

  #atom(): Shape {
    const character = this.#next();
    if (character === "(") return this.#group();
    if (character === "[") return this.#class();
    if (character === "\\") return this.#escape();
    if (character === "^" || character === "$") return EMPTY;
    if (character === ".") return this.#dot();
    if ("*+?".includes(character)) throw new Unsupported();
    return this.#literal(character.codePointAt(0)!);
  }

  #group(): Shape {
    if (this.#pattern[this.#at] !== "?") return this.#closing();
    const named = this.#match(/^\?P?<([A-Za-z_][A-Za-z0-9_]*)>/);
    if (named) return { kind: "group", name: named[1]!, item: this.#closing() };
    const flags = this.#match(/^\?([imsU]*)(?:-([imsU]*))?([:)])/);
    if (flags) {
      if (flags[3] === ")") {
        this.#setFlags(flags[1]!, flags[2] ?? "");
        return EMPTY;
      }
      const before = [this.#folded, this.#dotAll] as const;
      this.#setFlags(flags[1]!, flags[2] ?? "");
      const item = this.#closing();
      [this.#folded, this.#dotAll] = before;
      return item;
    }
    throw new Unsupported();
  }

  #closing(): Shape {
    const item = this.#choice();
    if (!this.#take(")")) throw new Unsupported();
    return item;
  }

  #setFlags(on: string, off: string): void {
    if (on.includes("i")) this.#folded = true;
    if (on.includes("s")) this.#dotAll = true;
    if (off.includes("i")) this.#folded = false;
    if (off.includes("s")) this.#dotAll = false;
  }

  #quantified(item: Shape): Shape {
    if (!QUANTIFIERS.has(this.#pattern[this.#at])) return item;
    const found = this.#match(/^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/);
    if (!found) return item;
    const [min, max] =
      found[1] === undefined
        ? [Number(found[2]), found[3] === undefined ? Number(found[2]) : found[4] ? Number(found[4]) : Infinity]
        : { "*": [0, Infinity], "+": [1, Infinity], "?": [0, 1] }[found[1] as "*" | "+" | "?"];
    return this.#quantified({ kind: "repeat", item, min: min!, max: max! });
  }

  #dot(): Shape {
    const bytes = new Uint8Array(256).fill(1);
    if (!this.#dotAll) bytes[0x0a] = 0;
    return { kind: "set", bytes, wide: true };
  }

  #escape(): Shape {
    const character = this.#next();
    if ("bBAz".includes(character)) return EMPTY;
    const set = this.#perlClass(character);
    if (set) return { kind: "set", bytes: set, wide: set[0x80] === 1 };
    return this.#literal(this.#escapedCharacter(character));
  }

  #perlClass(character: string): Uint8Array | undefined {
    const set = PERL_CLASSES[character.toLowerCase()];
    if (set === undefined) return undefined;
    return character === character.toLowerCase() ? set : sharedSet(complement(set));
  }

  #escapedCharacter(character: string): number {
    if (character === "x") {
      const hex = this.#match(/^(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/);
      if (!hex) throw new Unsupported();
      return Number.parseInt(hex[1] ?? hex[2]!, 16);
    }
    const known = CHARACTER_ESCAPES[character];
    if (known !== undefined) return known;
    if (/[A-Za-z0-9]/.test(character)) throw new Unsupported();
    return character.codePointAt(0)!;
  }

  #class(): Shape {
    const known = this.#knownClass();
    if (known !== undefined) return known;
    const start = this.#at;
    const negated = this.#take("^");
    const bytes = new Uint8Array(256);
    let first = true;
    while (first || this.#pattern[this.#at] !== "]") {
      if (this.#at >= this.#pattern.length) throw new Unsupported();
      first = false;
      this.#classItem(bytes);
    }
    this.#at++;
    const folded = this.#folded ? foldCase(bytes) : bytes;
    const set = sharedSet(negated ? complement(folded) : folded);
    const shape: Shape = { kind: "set", bytes: set, wide: set[0x80] === 1 };
    if (classes.size < MOST_CLASSES)
      classes.set(this.#pattern.slice(start, this.#at) + (this.#folded ? "i" : ""), shape);
    return shape;
  }

  /** The class that stands here, where it was read before and its first "]" is its end. */
  #knownClass(): Shape | undefined {
    const end = this.#pattern.indexOf("]", this.#at) + 1;
    const text = this.#pattern.slice(this.#at, end);
    const known = classes.get(text + (this.#folded ? "i" : ""));
    if (known !== undefined) this.#at = end;
    return known;
  }

  #classItem(into: Uint8Array): void {
    const posix = this.#pattern[this.#at] === "[" ? this.#match(/^\[:(\^?)([a-z]+):\]/) : null;
    if (posix) {
      const set = posixClass(posix[2]!);
      if (!set) throw new Unsupported();
      merge(into, posix[1] ? complement(set) : set);
      return;
    }
    const low = this.#classCharacter(into);
    if (low === undefined) return;
    if (this.#pattern[this.#at] === "-" && this.#pattern[this.#at + 1] !== "]") {
      this.#at++;
      const high = this.#classCharacter(into);
      if (high === undefined || high < low) throw new Unsupported();
      addRange(into, low, high);
    } else addRange(into, low, low);
  }

  /** One character of a class; undefined when a Perl class stood there, which is merged at once. */
  #classCharacter(into: Uint8Array): number | undefined {
    const character = this.#next();
    if (character !== "\\") return character.codePointAt(0)!;
    const escaped = this.#next();
    const set = this.#perlClass(escaped);
    if (!set) return this.#escapedCharacter(escaped);
    merge(into, set);
    return undefined;
  }

  #quoted(): Shape[] {
    const end = this.#pattern.indexOf("\\E", this.#at);
    const text = this.#pattern.slice(this.#at, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.#pattern.length : end + 2;
    return [...text].map((character) => this.#literal(character.codePointAt(0)!));
  }

  #literal(codePoint: number): Shape {
    return literalShape(codePoint, this.#folded);
  }

  #next(): string {
    const codePoint = this.#pattern.codePointAt(this.#at);
    if (codePoint === undefined) throw new Unsupported();
    const character = String.fromCodePoint(codePoint);
    this.#at += character.length;
    return character;
  }

  #take(text: string): boolean {
    if (!this.#pattern.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #match(expression: RegExp): RegExpExecArray | null {
    const found = expression.exec(this.#pattern.slice(this.#at, this.#at + 64));
    if (found) this.#at += found[0].length;
    return found;
  }
}

/** What a quantifier begins with. */
const QUANTIFIERS: ReadonlySet<string | undefined> = new Set("*+?{");

/** Classes by how they are written: a catalogue's shapes have the same ones over and over. */
const classes = new Map<string, Shape>();

/** So many classes are kept: more than a catalogue has, and a bound where detectors are made all the time. */
const MOST_CLASSES = 4096;

/** Shapes of one character, made once: a catalogue's shapes have thousands. All characters beyond ASCII share one. */
const literals: (Shape | undefined)[] = [];

function literalShape(codePoint: number, folded: boolean): Shape {
  const key = 2 * Math.min(codePoint, 0x80) + (folded ? 1 : 0);
  let shape = literals[key];
  if (shape === undefined) {
    const bytes = new Uint8Array(256);
    addRange(bytes, codePoint, codePoint);
    shape = { kind: "set", bytes: sharedSet(folded ? foldCase(bytes) : bytes), wide: codePoint >= 0x80 };
    literals[key] = shape;
  }
  return shape;
}

function merge(into: Uint8Array, set: Uint8Array): void {
  for (let byte = 0; byte < 256; byte++) if (set[byte] === 1) into[byte] = 1;
}

function addRange(into: Uint8Array, low: number, high: number): void {
  for (let code = low; code <= Math.min(high, 0x7f); code++) into[code] = 1;
  if (high >= 0x80) into.fill(1, 0x80);
}
