/** The alphabets that tokens are written in, as the inside of an RE2 character class. */
export const alphabets = {
  digits: "0-9",
  hex: "0-9a-f",
  anyCaseHex: "0-9A-Fa-f",
  letters: "A-Za-z",
  lowerAlnum: "0-9a-z",
  upperAlnum: "0-9A-Z",
  alnum: "0-9A-Za-z",
  alnumHyphen: "0-9A-Za-z-",
  word: "0-9A-Za-z_",
  base32: "A-Z2-7",
  lowerBase32: "a-z2-7",
  base58: "1-9A-HJ-NP-Za-km-z",
  base64: "0-9A-Za-z+/",
  base64url: "0-9A-Za-z_-",
  base64Padded: "0-9A-Za-z+/=",
  base64urlPadded: "0-9A-Za-z_=-",
  /** With the marks that generators of passwords put in. */
  passwordMarks: "0-9A-Za-z!#$%&()*@^:;?_",
  // RFC 9110, section 11.2, without the padding.
  token68: "0-9A-Za-z._~+/-",
} as const;

export type Alphabet = keyof typeof alphabets;

/** RFC 9562 in lower-case hexadecimal. */
export const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

/** The same form in any letters and digits: some services' keys are no real UUIDs, and rule sets write others' so. */
export const UUID_SHAPED = "[0-9A-Za-z]{8}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}-[0-9A-Za-z]{12}";

/**
 * `length` characters of an alphabet for a detector's examples: the same at each call, as random to look at as a real token,
 * and nobody's. Examples are put together from these, so that no finished credential stands in a source file.
 */
export function sample(alphabet: Alphabet, length: number): string {
  const characters = charactersOf(alphabet);
  const text = Buffer.allocUnsafe(Math.max(0, length));
  let state = 0x9e3779b9 ^ (length * 0x85ebca6b);
  for (let at = 0; at < text.length; at++) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5;
    text[at] = characters[((state ^ (state >>> 13)) >>> 0) % characters.length]!;
  }
  return text.toString("latin1");
}

/** Samples of several lengths, joined by hyphens, as keys are written in groups. */
export function sampleGroups(alphabet: Alphabet, ...lengths: readonly number[]): string {
  const text = sample(
    alphabet,
    lengths.reduce((sum, length) => sum + length, 0),
  );
  let end = 0;
  return lengths
    .map((length) => {
      end += length;
      return text.slice(end - length, end);
    })
    .join("-");
}

/** A sample UUID of version 4. */
export function sampleUuid(): string {
  const hex = sample("hex", 30);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-a${hex.slice(15, 18)}-${hex.slice(18, 30)}`;
}

const characters = new Map<Alphabet, Buffer>();

/** Every character of an alphabet, such as "0-9a-f_-". */
function charactersOf(alphabet: Alphabet): Buffer {
  let known = characters.get(alphabet);
  if (known === undefined) {
    const members = alphabets[alphabet].replace(/(\w)-(\w)/g, (_range, from: string, to: string) => {
      const first = from.charCodeAt(0);
      return String.fromCharCode(
        ...Array.from({ length: to.charCodeAt(0) - first + 1 }, (_code, index) => first + index),
      );
    });
    known = Buffer.from(members, "latin1");
    characters.set(alphabet, known);
  }
  return known;
}
