import { type Needs, needsOf } from "../shape/needs.js";
import { parseShape } from "../shape/parse.js";
import { holdsRun } from "../shape/plan.js";
import { sharedSet } from "../shape/shared-set.js";
import { alphabetOf, firstBytesOf, type Shape, setsOf, type Width, widthOf } from "../shape/syntax.js";

/** What a pattern can match, found out as far as it is asked for: of most patterns little ever is. Detectors share their shapes. */
export class ShapeFacts {
  readonly pattern: string;
  #hasToken: boolean | undefined;
  #shape: Shape | null | undefined;
  #width: Width | undefined;
  #length: number | null | undefined;
  #alphabet: Uint8Array | undefined;
  #firstBytes: Uint8Array | undefined;
  #holdsRun: boolean | undefined;
  #needs: Needs | null | undefined;

  constructor(pattern: string) {
    this.pattern = pattern;
  }

  /** Whether it has a group named "token", which then is the value. */
  get hasToken(): boolean {
    this.#hasToken ??= /\(\?P?<token>/.test(this.pattern);
    return this.#hasToken;
  }

  /** Undefined when it can be anything. */
  get shape(): Shape | undefined {
    if (this.#shape === undefined) this.#shape = parseShape(this.pattern) ?? null;
    return this.#shape ?? undefined;
  }

  get width(): Width {
    this.#width ??= this.shape === undefined ? { min: 0, max: Infinity } : widthOf(this.shape);
    return this.#width;
  }

  /** Bytes of a match, where all have the same number. */
  get length(): number | undefined {
    if (this.#length === undefined) {
      const { min, max } = this.width;
      // A character that is not ASCII has several bytes, whatever the width counts.
      this.#length = min === max && !this.alphabet.includes(1, 0x80) ? min : null;
    }
    return this.#length ?? undefined;
  }

  /** Whether a match can hold what JSON strings escape with a letter or a mark: then it is seen whole only after unescaping. */
  get isEscapedInJson(): boolean {
    if (this.shape === undefined) return true;
    for (const set of setsOf(this.shape)) if (ESCAPED_IN_JSON.some((byte) => set[byte] === 1)) return true;
    return false;
  }

  get alphabet(): Uint8Array {
    this.#alphabet ??= this.shape === undefined ? ANYTHING : alphabetOf(this.shape);
    return this.#alphabet;
  }

  get firstBytes(): Uint8Array {
    this.#firstBytes ??= this.shape === undefined ? ANYTHING : firstBytesOf(this.shape);
    return this.#firstBytes;
  }

  /** Whether every match holds a run. */
  get holdsRun(): boolean {
    this.#holdsRun ??= holdsRun(this.shape);
    return this.#holdsRun;
  }

  /** What every match holds; undefined when not known. */
  get needs(): Needs | undefined {
    if (this.#needs === undefined) this.#needs = needsOf(this.shape) ?? null;
    return this.#needs ?? undefined;
  }
}

const ESCAPED_IN_JSON: readonly number[] = [...Buffer.from('\n\r\t"\\')];

const ANYTHING: Uint8Array = sharedSet(new Uint8Array(256).fill(1));
