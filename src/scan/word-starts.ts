/** Characters of a word by which it is looked up. */
const START = 3;

/** Words by their beginnings, to be found in names: these are short and many, and few words begin as a part of one does. */
export class WordStarts {
  readonly #words: readonly string[];
  /** Words shorter than a beginning. */
  readonly #short: readonly number[];
  /** 1 for five bits each of the characters that a word begins with: in most places none does. */
  readonly #mayStart: Uint8Array = new Uint8Array(1 << (5 * START));
  /** Places of the words that begin so. */
  readonly #byStart = new Map<string, number[]>();

  constructor(words: readonly string[]) {
    this.#words = words;
    this.#short = [...words.keys()].filter((index) => words[index]!.length < START);
    words.forEach((word, index) => {
      if (word.length < START) return;
      this.#mayStart[keyAt(word, 0)] = 1;
      const start = word.slice(0, START);
      const others = this.#byStart.get(start);
      if (others === undefined) this.#byStart.set(start, [index]);
      else others.push(index);
    });
  }

  /** Places of the words that stand in `text`, some of them several times. */
  wordsIn(text: string): readonly number[] {
    let found: number[] | undefined;
    for (let at = 0; at + START <= text.length; at++) {
      if (this.#mayStart[keyAt(text, at)] === 0) continue;
      for (const index of this.#byStart.get(text.slice(at, at + START)) ?? NONE) {
        if (!text.startsWith(this.#words[index]!, at)) continue;
        found ??= [];
        found.push(index);
      }
    }
    for (const index of this.#short) {
      if (!text.includes(this.#words[index]!)) continue;
      found ??= [];
      found.push(index);
    }
    return found ?? NONE;
  }
}

function keyAt(text: string, at: number): number {
  return ((text.charCodeAt(at) & 31) << 10) | ((text.charCodeAt(at + 1) & 31) << 5) | (text.charCodeAt(at + 2) & 31);
}

const NONE: readonly number[] = [];
