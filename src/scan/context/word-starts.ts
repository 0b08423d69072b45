/** Characters of a word by which it is looked up. */
const START = 3;
/** Five bits of each. */
const STARTS: number = 1 << (5 * START);

/** Words by their beginnings, to be found in names: these are short and many, and few words begin as a part of one does. */
export class WordStarts {
  readonly #words: readonly string[];
  /** Words shorter than a beginning. */
  readonly #short: number[] = [];
  /** For each beginning, the last of its words; for each word, the one before with the same beginning. -1: none. */
  readonly #last: Int32Array = new Int32Array(STARTS).fill(-1);
  readonly #before: Int32Array;

  constructor(words: readonly string[]) {
    this.#words = words;
    this.#before = new Int32Array(words.length);
    for (let i = 0; i < words.length; i++) {
      const word = words[i]!;
      if (word.length < START) {
        this.#short.push(i);
        continue;
      }
      const key = keyAt(word, 0);
      this.#before[i] = this.#last[key]!;
      this.#last[key] = i;
    }
  }

  /** Places of the words that stand in `text`, some of them several times. */
  wordsIn(text: string): readonly number[] {
    let found: number[] | undefined;
    for (let at = 0; at + START <= text.length; at++) {
      for (let index = this.#last[keyAt(text, at)]!; index >= 0; index = this.#before[index]!) {
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
