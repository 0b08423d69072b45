import zlib from "node:zlib";

/** One way to write a text, and the decoder that undoes it. */
export interface Encoder {
  readonly name: string;
  /** The decoder's name, as `Location.decoded` has it. */
  readonly decoder: string;
  /** Bytes to bytes; `seed` varies the form. */
  encode(text: Buffer, seed: number): Buffer;
  /** The whole of what it writes is the smallest run whose decoding is the text. */
  readonly exact: boolean;
  /** Works on characters: what it is given must be printable text. */
  readonly text?: boolean;
  /** Splits the text into pieces: what has marks of its own cannot be split so. */
  readonly splits?: boolean;
  /** Is read only at the start of what it stands in. */
  readonly atStart?: boolean;
}

const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");
const utf8 = (text: string): Buffer => Buffer.from(text, "utf8");
const each = (text: Buffer, write: (byte: number, index: number) => string): Buffer =>
  latin1([...text].map((byte, index) => write(byte, index)).join(""));
const hex2 = (byte: number): string => byte.toString(16).padStart(2, "0");
const isPlain = (byte: number): boolean => /[A-Za-z0-9_-]/.test(String.fromCharCode(byte));
/** Encodes some characters and leaves the others: at least one of three. */
const some = (byte: number, index: number, seed: number): boolean => !isPlain(byte) || index % 3 === seed % 3;

function base32(text: Buffer): string {
  let bits = "";
  for (const byte of text) bits += byte.toString(2).padStart(8, "0");
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[Number.parseInt(five.padEnd(5, "0"), 2)])
    .join("");
}

const wrap = (text: string, width: number, separator: string): string =>
  (text.match(new RegExp(`[^]{1,${width}}`, "g")) ?? []).join(separator);

function utf16(text: Buffer, little: boolean): Buffer {
  const encoded = Buffer.from(text.toString("utf8"), "utf16le");
  return little ? encoded : encoded.swap16();
}

/** Every way to write a text that a scan undoes. */
export const encoders: readonly Encoder[] = [
  { name: "percent", decoder: "percent", exact: true, encode: (text) => each(text, (byte) => `%${hex2(byte)}`) },
  {
    name: "percent, some, upper case",
    decoder: "percent",
    exact: true,
    encode: (text, seed) =>
      each(text, (byte, i) => (some(byte, i, seed) ? `%${hex2(byte).toUpperCase()}` : String.fromCharCode(byte))),
  },
  {
    name: "%u",
    text: true,
    decoder: "percent",
    exact: true,
    encode: (text) =>
      latin1(
        [...text.toString("utf8")]
          .map((c) => [...utf16(utf8(c), false)].map(hex2).join("").replace(/.{4}/g, "%u$&"))
          .join(""),
      ),
  },
  {
    name: "\\u",
    text: true,
    decoder: "json-string",
    exact: true,
    encode: (text) =>
      latin1(
        [...text.toString("utf8")]
          .map((c) => [...utf16(utf8(c), false)].map(hex2).join("").replace(/.{4}/g, "\\u$&"))
          .join(""),
      ),
  },
  { name: "\\x", decoder: "json-string", exact: true, encode: (text) => each(text, (byte) => `\\x${hex2(byte)}`) },
  {
    name: "octal",
    decoder: "json-string",
    exact: true,
    encode: (text) => each(text, (byte) => `\\${byte.toString(8).padStart(3, "0")}`),
  },
  {
    name: "\\u, some",
    text: true,
    decoder: "json-string",
    exact: true,
    encode: (text, seed) =>
      utf8(
        [...text.toString("utf8")]
          .map((c, i) =>
            some(c.codePointAt(0)!, i, seed)
              ? [...utf16(utf8(c), false)].map(hex2).join("").replace(/.{4}/g, "\\u$&")
              : c,
          )
          .join(""),
      ),
  },
  { name: "base64", decoder: "base64", exact: false, encode: (text) => latin1(text.toString("base64")) },
  { name: "base64url", decoder: "base64", exact: false, encode: (text) => latin1(text.toString("base64url")) },
  {
    name: "base64 in lines",
    decoder: "base64",
    exact: false,
    encode: (text, seed) =>
      latin1(wrap(text.toString("base64"), 16 + (seed % 60), ["\n", "\r\n", "\\n", "\n  "][seed % 4]!)),
  },
  { name: "hex", decoder: "hex", exact: true, encode: (text) => latin1(text.toString("hex")) },
  {
    name: "hex, upper case",
    decoder: "hex",
    exact: true,
    encode: (text) => latin1(text.toString("hex").toUpperCase()),
  },
  {
    name: "hex in lines",
    decoder: "hex",
    exact: true,
    encode: (text, seed) =>
      latin1(wrap(text.toString("hex"), 24 + (seed % 60), ["\n", "\r\n", "\\n", "\n  "][seed % 4]!)),
  },
  {
    name: "hex with separators",
    decoder: "hex",
    exact: true,
    encode: (text, seed) => latin1([...text].map(hex2).join([":", " ", "-", ", ", "\n"][seed % 5]!)),
  },
  {
    name: "0x",
    decoder: "hex",
    exact: false,
    encode: (text, seed) => latin1([...text].map((byte) => `0x${hex2(byte)}`).join(["", ",", ", ", " "][seed % 4]!)),
  },
  { name: "base32", decoder: "base32", exact: false, encode: (text) => latin1(base32(text)) },
  { name: "base32, lower case", decoder: "base32", exact: false, encode: (text) => latin1(base32(text).toLowerCase()) },
  { name: "gzip", decoder: "gzip", exact: false, encode: (text) => zlib.gzipSync(text) },
  { name: "deflate", decoder: "deflate", exact: false, atStart: true, encode: (text) => zlib.deflateSync(text) },
  { name: "utf-16le", text: true, decoder: "utf-16", exact: true, encode: (text) => utf16(text, true) },
  { name: "utf-16be", text: true, decoder: "utf-16", exact: true, encode: (text) => utf16(text, false) },
  {
    name: "utf-32",
    text: true,
    decoder: "utf-32",
    exact: true,
    encode: (text) =>
      Buffer.concat(
        [...text.toString("utf8")].map((c) => {
          const b = Buffer.alloc(4);
          b.writeUInt32LE(c.codePointAt(0)!);
          return b;
        }),
      ),
  },
  {
    name: "html entity",
    text: true,
    decoder: "html-entity",
    exact: true,
    encode: (text) => latin1([...text.toString("utf8")].map((c) => `&#${c.codePointAt(0)!};`).join("")),
  },
  {
    name: "html entity, hex, some",
    text: true,
    decoder: "html-entity",
    exact: true,
    encode: (text, seed) =>
      utf8(
        [...text.toString("utf8")]
          .map((c, i) => (some(c.codePointAt(0)!, i, seed) ? `&#x${c.codePointAt(0)!.toString(16)};` : c))
          .join(""),
      ),
  },
  {
    name: "quoted-printable",
    decoder: "quoted-printable",
    exact: true,
    encode: (text) => each(text, (byte) => `=${hex2(byte).toUpperCase()}`),
  },
  {
    name: "quoted-printable soft breaks",
    splits: true,
    text: true,
    decoder: "quoted-printable",
    exact: true,
    encode: (text, seed) =>
      latin1(wrap(text.toString("latin1"), 5 + (seed % 6), "=\r\n").replaceAll(/=(?!\r\n)/g, "=3D")),
  },
  {
    name: "zero-width",
    text: true,
    decoder: "invisible",
    exact: true,
    encode: (text, seed) =>
      utf8(
        [...text.toString("utf8")].join(
          ["\u200b", "\u00ad", "\u2060", "\u202e", "\u0332", "\ufe0f", "\u{e0061}"][seed % 7],
        ),
      ),
  },
  {
    name: "full-width",
    text: true,
    decoder: "confusable",
    exact: true,
    encode: (text) =>
      utf8(
        [...text.toString("utf8")]
          .map((c) => (c > " " && c <= "~" ? String.fromCodePoint(c.codePointAt(0)! + 0xfee0) : c))
          .join(""),
      ),
  },
  {
    name: "overlong",
    decoder: "overlong-utf8",
    exact: true,
    encode: (text) =>
      Buffer.concat(
        [...text].map((byte) => (byte < 0x80 ? Buffer.of(0xc0 | (byte >> 6), 0x80 | (byte & 63)) : Buffer.of(byte))),
      ),
  },
  {
    name: "utf-7",
    text: true,
    decoder: "utf-7",
    exact: true,
    encode: (text) => latin1(`+${utf16(text, false).toString("base64").replaceAll("=", "")}-`),
  },
  {
    name: "string pieces",
    splits: true,
    text: true,
    decoder: "string-pieces",
    exact: false,
    encode: (text, seed) =>
      latin1(`"${wrap(text.toString("latin1"), 4 + (seed % 7), ['" + "', '", "', '" "', '","'][seed % 4]!)}"`),
  },
  {
    name: "chunked",
    splits: true,
    atStart: true,
    decoder: "chunked",
    exact: false,
    encode: (text) => {
      const half = text.length >> 1;
      const chunk = (part: Buffer): Buffer =>
        Buffer.concat([latin1(`${part.length.toString(16)}\r\n`), part, latin1("\r\n")]);
      return Buffer.concat([chunk(text.subarray(0, half)), chunk(text.subarray(half)), latin1("0\r\n\r\n")]);
    },
  },
  {
    name: "comments",
    splits: true,
    text: true,
    decoder: "markup",
    exact: true,
    encode: (text, seed) => latin1(wrap(text.toString("latin1"), 4 + (seed % 7), "<!-- x -->")),
  },
];
