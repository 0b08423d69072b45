/** Characters of a word by which it is looked up. */
const START = 3;

/** Words by their beginnings, to be found in names: these are short and many, and few words begin as a part of one does. */
export class WordStarts {
  readonly #words: readonly string[];
  /** Places of the words that begin so. */
  readonly #byStart = new Map<string, number[]>();

  constructor(words: readonly string[]) {
    this.#words = words;
    words.forEach((word, index) => {
      const start = word.slice(0, START);
      const others = this.#byStart.get(start);
      if (others === undefined) this.#byStart.set(start, [index]);
      else others.push(index);
    });
  }

  /** Places of the words that stand in `text`, some of them several times. */
  wordsIn(text: string): readonly number[] {
    let found: number[] | undefined;
    for (let at = 0; at < text.length; at++) {
      for (let length = 1; length <= START; length++) {
        for (const index of this.#byStart.get(text.slice(at, at + length)) ?? NONE) {
          if (!text.startsWith(this.#words[index]!, at)) continue;
          found ??= [];
          found.push(index);
        }
      }
    }
    return found ?? NONE;
  }
}

const NONE: readonly number[] = [];
