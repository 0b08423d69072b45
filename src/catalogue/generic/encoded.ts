import { fromBase32 } from "../../checksums.js";

/** Up to here, in characters, a value is looked into. */
const LONGEST = 8192;

const PERCENT = /%[0-9a-f]{2}/i;
/** A value in UTF-7 (RFC 2152): Base64 of UTF-16 between "+" and "-". */
const SHIFTED = /\+([A-Za-z0-9+/]{4,})-?/g;

/** A byte in quoted-printable (RFC 2045, section 6.7); fewer of them stand in a text by chance. */
const QUOTED = /=[0-9a-f]{2}/gi;
const LEAST_QUOTED = 4;

/** First bytes of what is compressed: gzip (RFC 1952), zlib (RFC 1950), Zstandard (RFC 8878). */
const COMPRESSED: readonly (readonly number[])[] = [
  [0x1f, 0x8b],
  [0x78, 0x01],
  [0x78, 0x5e],
  [0x78, 0x9c],
  [0x78, 0xda],
  [0x28, 0xb5, 0x2f, 0xfd],
];

/** A gzip member's first bytes with its method, which stand nowhere by chance: behind other bytes too. */
const GZIP: Buffer = Buffer.of(0x1f, 0x8b, 8);

/** ASCII in two bytes, as UTF-8 forbids (RFC 3629, section 3). */
const OVERLONG = /[\xc0\xc1][\x80-\xbf]/g;
const NO_TEXT = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]/;

/** Encodings of bytes as characters (RFC 4648): which texts can be one, and what it decodes to. */
const ENCODINGS: readonly (readonly [fits: RegExp, decode: (text: string) => Buffer])[] = [
  [/^(?:(?:0x)?[0-9a-f]{2}[:,.|-]?)+[0-9a-f]?$/i, (text) => Buffer.from(text.replace(/0x|[^0-9a-f]/gi, ""), "hex")],
  [/^(?:[A-Z2-7]+|[a-z2-7]+)(?:=|%3D)*$/, (text) => fromBase32(text.toUpperCase())],
  [/^[\w+/-]+(?:=|%3D)*$/i, (text) => Buffer.from(text.replace(/%3D/gi, ""), "base64")],
];

/**
 * Whether a value is text, or compressed data, written in an encoding: then it is no random string, and what it says is judged where it is
 * decoded. One random value in a thousand, of twelve characters, looks so by chance; of twenty, one in a million.
 */
export function isEncodedText(value: string, depth = 2): boolean {
  if (value.length > LONGEST) return false;
  if (PERCENT.test(value)) {
    const plain = value.replace(/%([0-9a-f]{2})/gi, (_, pair: string) =>
      String.fromCharCode(Number.parseInt(pair, 16)),
    );
    return (
      /\s|[\0-\x1f]/.test(plain) || plain.length * 2 < value.length || (depth > 0 && isEncodedText(plain, depth - 1))
    );
  }
  if (isUtf7(value) || isQuotedPrintable(value)) return true;
  const core = coreOf(value);
  if (core !== value && depth > 0) return isEncodedText(core, depth - 1);
  return ENCODINGS.some(([fits, decode]) => fits.test(value) && saysSomething(decode(value)));
}

/** The longest part of a value in a list or in brackets ("a,…,b") where it is nearly all of it, else the value. */
function coreOf(value: string): string {
  const core = value
    .split(/[,;|()[\]{}]/)
    .reduce((longest, part) => (part.length > longest.length ? part : longest), "");
  return core.length * 5 >= value.length * 4 ? core : value;
}

function saysSomething(bytes: Buffer): boolean {
  if (bytes.length < 6) return false;
  if (COMPRESSED.some((first) => first.every((byte, i) => bytes[i] === byte)) || bytes.includes(GZIP)) return true;
  if (isWide(bytes)) return true;
  const text = Buffer.from(bytes.toString("latin1").replace(OVERLONG, "x"), "latin1").toString("utf8");
  // The value may be cut in the middle of a character.
  return !NO_TEXT.test(text.replace(/\ufffd$/, ""));
}

/** UTF-16 or UTF-32: half of the units or more have one high byte, as those of one script do and random ones never. */
function isWide(bytes: Buffer): boolean {
  const units = bytes.length >> 1;
  return units >= 4 && [0, 1].some((first) => mostOf(bytes, first) * 2 >= units);
}

/** How often the byte stands that stands most often at every second place. */
function mostOf(bytes: Buffer, first: number): number {
  const counts = new Map<number, number>();
  for (let at = first; at < bytes.length; at += 2) counts.set(bytes[at]!, (counts.get(bytes[at]!) ?? 0) + 1);
  return Math.max(...counts.values());
}

/** Whether most characters are codes of quoted-printable. */
function isQuotedPrintable(value: string): boolean {
  const codes = value.match(QUOTED)?.length ?? 0;
  if (codes < LEAST_QUOTED || codes * 6 < value.length) return false;
  const plain = value.replace(QUOTED, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)));
  return saysSomething(Buffer.from(plain, "latin1"));
}

function isUtf7(value: string): boolean {
  const shifted = [...value.matchAll(SHIFTED)];
  const length = shifted.reduce((sum, [whole]) => sum + whole.length, 0);
  return length * 2 > value.length && shifted.every(([, text = ""]) => saysSomething(Buffer.from(text, "base64")));
}
