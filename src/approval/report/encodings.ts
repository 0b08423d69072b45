/** How a value may be written down: the spellings that must not stand in a report. */

type Spelling = (value: string) => readonly string[];

const SPELLINGS: readonly Spelling[] = [
  (value) => [value],
  (value) => [[...value].reverse().join("")],
  (value) => [value.replace(/[a-z]/gi, rotated)],
  (value) => [0, 1, 2].map((offset) => base64(value, offset)),
  (value) => [Buffer.from(value).toString("hex")], // and %67%68, 67 68, 67:68: compared without what stands between
  (value) => [eachUnit(value, (hex) => `x${hex.slice(2)}`)],
  (value) => [eachUnit(value, (hex) => `u${hex}`)],
  (value) => [encodeURIComponent(value.replace(/\p{Surrogate}/gu, "\ufffd"))],
  (value) => [JSON.stringify(value).slice(1, -1)],
];

/** Every spelling of `value`. Case and what is neither a letter nor a digit make no difference to who compares. */
export function spellings(value: string): string[] {
  return SPELLINGS.flatMap((spelling) => spelling(value));
}

function rotated(letter: string): string {
  const code = letter.charCodeAt(0);
  const first = code & 0x20 ? 97 : 65;
  return String.fromCharCode(first + ((code - first + 13) % 26));
}

/** The characters of a base64 text (RFC 4648) that `value` alone decides when `offset` bytes of a group of 3 stand before it. */
function base64(value: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)]);
  return bytes.toString("base64").slice(offset === 0 ? 0 : offset + 1, Math.floor((bytes.length * 8) / 6));
}

function eachUnit(value: string, write: (hex: string) => string): string {
  let text = "";
  for (let i = 0; i < value.length; i++) text += write(value.charCodeAt(i).toString(16).padStart(4, "0"));
  return text;
}
