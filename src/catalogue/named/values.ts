import { shareOfWords } from "../../letter-pairs.js";

/** What a text in the place of a credential looks like. */
export interface ValueLook {
  /** Share of its letters and digits that stand in words, 0 to 1. */
  readonly words: number;
  readonly length: number;
  readonly hasDigit: boolean;
  readonly hasLower: boolean;
  readonly hasUpper: boolean;
  /** Anything but letters, digits, and `_-. `. */
  readonly hasMark: boolean;
  readonly distinct: number;
  /** How often the character stands that stands most often. */
  readonly most: number;
  /** Share of its places where letters, digits or the case change, but for a capital before small letters. */
  readonly changes: number;
  readonly isUuid: boolean;
  readonly isHex: boolean;
  readonly isNumber: boolean;
}

export const UUID: RegExp = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Reused by every count: values are Latin-1. */
const counts: Uint32Array = new Uint32Array(256);

/** How many different characters a text has, and how often the one stands that stands most often. */
function countsOf(value: string): { readonly distinct: number; readonly most: number } {
  let distinct = 0;
  let most = 0;
  for (let i = 0; i < value.length; i++) {
    const count = ++counts[value.charCodeAt(i) & 0xff]!;
    if (count === 1) distinct++;
    if (count > most) most = count;
  }
  for (let i = 0; i < value.length; i++) counts[value.charCodeAt(i) & 0xff] = 0;
  return { distinct, most };
}

export function lookOf(value: string): ValueLook {
  const { distinct, most } = countsOf(value);
  return {
    words: shareOfWords(value),
    length: value.length,
    hasDigit: /\d/.test(value),
    hasLower: /[a-z]/.test(value),
    hasUpper: /[A-Z]/.test(value),
    hasMark: /[^\w.\- ]/.test(value),
    distinct,
    most,
    changes:
      (value.match(/[a-z](?=[0-9A-Z])|\d(?=[A-Za-z])|[A-Z](?=\d)|[A-Z](?=[A-Z][a-z])/g)?.length ?? 0) / value.length,
    isUuid: UUID.test(value),
    isHex: /^(?:0x)?[0-9a-f]+$/i.test(value),
    isNumber: /^[+-]?\d+(?:[.,]\d+)*%?$/.test(value),
  };
}

/** Whether most of a text, in Latin-1, is of no letters that machines write credentials in: a label in another language. */
export function isForeign(value: string): boolean {
  return (value.match(/[\x80-\xff]/g)?.length ?? 0) * 2 > value.length;
}

/** Whether a text is the name of a setting, a label, a constant: words, with nothing between them but what joins names. */
export function isOfWords({ words, hasDigit, hasMark }: ValueLook): boolean {
  return words >= 0.8 && !hasDigit && !hasMark;
}

/** Whether a text looks as if a machine made it at random: of its length, fewer letters stand in words than chance would leave. */
export function looksRandom(look: ValueLook): boolean {
  const { length, words, distinct, hasDigit, hasUpper, hasLower } = look;
  if (length < 8 || distinct < Math.min(7, length * 0.6) || look.most > length * 0.4) return false;
  if (look.isUuid) return true;
  if (look.isNumber) return false;
  if (look.isHex) return length >= 16 && hasDigit;
  if (look.changes >= 0.33) return true;
  return words < 0.5 && (hasDigit || (hasUpper && hasLower) || (words < 0.25 && length >= 12));
}
