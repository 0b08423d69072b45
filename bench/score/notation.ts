import { ALNUM, DIGITS, LOWER, type Random, UPPER } from "./random.js";

/** Alphabets of the notation in which tables of credential formats write a token's shape. */
const ALPHABETS: Readonly<Record<string, string>> = {
  digit: DIGITS,
  lower: LOWER,
  upper: UPPER,
  letter: UPPER + LOWER,
  alnum: ALNUM,
  word: `${ALNUM}_`,
  hex: `${DIGITS}abcdef`,
  HEX: `${DIGITS}ABCDEF`,
  hexany: `${DIGITS}abcdef`,
  base36: DIGITS + LOWER,
  BASE36: DIGITS + UPPER,
  base32: `${UPPER}234567`,
  base58: [...ALNUM].filter((character) => !"0OIl".includes(character)).join(""),
  base64: `${ALNUM}+/`,
  base64url: `${ALNUM}_-`,
  base64any: `${ALNUM}+/_-`,
  bech32: "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
};

/** What is written more of when the notation sets no upper bound, beyond the least. */
const OPEN_END = 24;

/**
 * Writes a random token of a shape: `"fixed"` (`"fixed"i`: any case), an alphabet or `[class]` with `{n}` or `{least,most}`, `( a | b )`, `?`.
 * Undefined where the shape holds what has no alphabet (`any`).
 */
export function writeToken(notation: string, random: Random): string | undefined {
  try {
    return new Writer(notation, random).alternatives();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

class Writer {
  #at = 0;
  readonly #text: string;
  readonly #random: Random;

  constructor(text: string, random: Random) {
    this.#text = text;
    this.#random = random;
  }

  alternatives(): string {
    const options = [this.#sequence()];
    while (this.#take(/\|/y)) options.push(this.#sequence());
    return this.#random.pick(options);
  }

  #sequence(): string {
    let text = "";
    for (;;) {
      this.#take(/\s+/y);
      if (this.#at >= this.#text.length || "|)".includes(this.#text[this.#at]!)) return text;
      text += this.#atom();
    }
  }

  #atom(): string {
    const start = this.#at;
    const once = this.#one();
    const times = this.#times();
    const end = this.#at;
    let text = times > 0 ? once : "";
    for (let i = 1; i < times; i++) {
      this.#at = start;
      text += this.#one();
    }
    this.#at = end;
    return text;
  }

  #one(): string {
    const fixed = this.#take(/"((?:[^"\\]|\\.)*)"i?/y);
    if (fixed) return fixed[1]!.replace(/\\(.)/g, "$1");
    if (this.#take(/\(/y)) {
      const text = this.alternatives();
      this.#take(/\)/y);
      return text;
    }
    const members = this.#take(/\[((?:[^\]\\]|\\.)+)\]/y);
    if (members) return this.#random.text(expand(members[1]!), 1);
    const name = this.#take(/([A-Za-z]+[0-9]*[A-Za-z]*)([-.=]*)/y);
    const alphabet = name && ALPHABETS[name[1]!];
    if (!alphabet) throw new RangeError("not an alphabet");
    return this.#random.text(alphabet + name[2]!.replaceAll("=", ""), 1);
  }

  #times(): number {
    const count = this.#take(/\{(\d+)(,?)(\d*)\}/y);
    if (this.#take(/\s*\?/y)) return this.#random.below(2);
    if (!count) return 1;
    const least = Number(count[1]);
    if (count[2] === "") return least;
    const open = Math.max(least, Math.min(64, least + OPEN_END));
    return this.#random.between(least, count[3] === "" ? open : Math.min(Number(count[3]), Math.max(least, 400)));
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) return undefined;
    this.#at = pattern.lastIndex;
    return found;
  }
}

/** The letters and digits of a class; of its marks the first two, for which most classes are only loose. */
function expand(members: string): string {
  const all = members.replace(/([0-9A-Za-z])-([0-9A-Za-z])/g, (_range, from: string, to: string) => {
    let text = "";
    for (let code = from.charCodeAt(0); code <= to.charCodeAt(0); code++) text += String.fromCharCode(code);
    return text;
  });
  const plain = [...all].filter((character) => /[0-9A-Za-z]/.test(character)).join("");
  return plain === "" ? all.replace("\\", "") : plain;
}
