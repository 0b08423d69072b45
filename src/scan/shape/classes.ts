/** Character classes of RE2 (https://github.com/google/re2/wiki/Syntax) as tables of 256. */

function table(accepts: (byte: number) => boolean): Uint8Array {
  const set = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte++) if (accepts(byte)) set[byte] = 1;
  return set;
}

const between = (low: string, high: string) => (byte: number) =>
  byte >= low.charCodeAt(0) && byte <= high.charCodeAt(0);
const digit = between("0", "9");
const lower = between("a", "z");
const upper = between("A", "Z");
const letter = (byte: number) => lower(byte) || upper(byte);
const oneOf = (characters: string) => (byte: number) => characters.includes(String.fromCharCode(byte)) && byte < 0x80;

/** Perl classes in lower case; the upper-case letter is the complement. `\s` in RE2 has no vertical tab. */
export const PERL_CLASSES: Readonly<Record<string, Uint8Array>> = {
  d: table(digit),
  s: table(oneOf("\t\n\f\r ")),
  w: table((byte) => letter(byte) || digit(byte) || byte === 0x5f),
};

/** POSIX classes, by the name between `[:` and `:]`. */
const POSIX_CLASSES: Readonly<Record<string, (byte: number) => boolean>> = {
  alnum: (byte) => letter(byte) || digit(byte),
  alpha: letter,
  ascii: (byte) => byte < 0x80,
  blank: oneOf("\t "),
  cntrl: (byte) => byte < 0x20 || byte === 0x7f,
  digit,
  graph: (byte) => byte > 0x20 && byte < 0x7f,
  lower,
  print: (byte) => byte >= 0x20 && byte < 0x7f,
  punct: (byte) => byte > 0x20 && byte < 0x7f && !letter(byte) && !digit(byte),
  space: oneOf("\t\n\v\f\r "),
  upper,
  word: (byte) => letter(byte) || digit(byte) || byte === 0x5f,
  xdigit: (byte) => digit(byte) || between("a", "f")(byte) || between("A", "F")(byte),
};

/** One of them as a table; undefined for a name that none has. */
export function posixClass(name: string): Uint8Array | undefined {
  return Object.hasOwn(POSIX_CLASSES, name) ? table(POSIX_CLASSES[name]!) : undefined;
}

/** Escapes that stand for one character. */
export const CHARACTER_ESCAPES: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

/** Every byte but those of `set`; what is not ASCII is in a complement, always. */
export function complement(set: Uint8Array): Uint8Array {
  return table((byte) => byte >= 0x80 || set[byte] === 0);
}

/** `set` with both cases of each letter in it. */
export function foldCase(set: Uint8Array): Uint8Array {
  return table((byte) => set[byte] === 1 || (letter(byte) && set[byte ^ 0x20] === 1));
}
