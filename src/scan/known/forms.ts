/**
 * How a value is usually written in a code, for values with so many characters that codes change that no part of them stays as it is.
 * Where such a form stands, the decoders are told to look: what they make of it decides.
 */

type Form = (value: string) => string;

const hex4 = (unit: number): string => unit.toString(16).padStart(4, "0");
const eachCharacter = (value: string, write: (character: string) => string): string => [...value].map(write).join("");
const eachUnit = (text: string, pattern: RegExp, write: (unit: number) => string): string =>
  text.replace(pattern, (unit) => write(unit.charCodeAt(0)));

const json: Form = (value) => JSON.stringify(value).slice(1, -1);
const jsonAscii: Form = (value) => eachUnit(json(value), /[\u007f-\uffff]/g, (unit) => `\\u${hex4(unit)}`);
const jsonAsciiUpper: Form = (value) =>
  eachUnit(json(value), /[\u007f-\uffff]/g, (unit) => `\\u${hex4(unit).toUpperCase()}`);
const NAMED: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const markup: Form = (value) => value.replace(/[&<>"]/g, (character) => NAMED[character]!);
const markupWith =
  (apostrophe: string): Form =>
  (value) =>
    markup(value).replaceAll("'", apostrophe);
const markupNumbers =
  (write: (codePoint: number) => string): Form =>
  (value) =>
    eachCharacter(value, (c) => (/[A-Za-z0-9 ]/.test(c) ? c : `&#${write(c.codePointAt(0)!)};`));
const percent: Form = (value) => encodeURIComponent(value.replace(/\p{Surrogate}/gu, "\ufffd"));
const percentUrl: Form = (value) => encodeURI(value.replace(/\p{Surrogate}/gu, "\ufffd"));
const quotedPrintable: Form = (value) =>
  [...Buffer.from(value, "utf8")]
    .map((byte) =>
      byte < 0x20 || byte > 0x7e || byte === 0x3d
        ? `=${byte.toString(16).toUpperCase().padStart(2, "0")}`
        : String.fromCharCode(byte),
    )
    .join("");

const FORMS: readonly Form[] = [
  json,
  jsonAscii,
  jsonAsciiUpper,
  (value) => json(json(value)),
  (value) => json(json(json(value))),
  (value) => json(json(json(json(value)))),
  (value) => json(jsonAscii(value)),
  (value) => markup(json(value)),
  markup,
  markupWith("&#39;"),
  markupWith("&#x27;"),
  markupWith("&apos;"),
  markupNumbers((codePoint) => String(codePoint)),
  markupNumbers((codePoint) => `x${codePoint.toString(16)}`),
  markupNumbers((codePoint) => `x${codePoint.toString(16).toUpperCase()}`),
  percent,
  (value) => percent(value).replaceAll("%20", "+"),
  percentUrl,
  (value) => value.replaceAll(" ", "+"),
  quotedPrintable,
];

/** The forms that differ from the value, each once. */
export function formsOf(value: string): readonly string[] {
  return [...new Set(FORMS.map((form) => form(value)))].filter((form) => form !== value);
}

/** The value in UTF-16 and UTF-32 of either byte order: what has no ASCII in it shows no NULs. */
export function wideForms(value: string): readonly (readonly [code: WideCode, bytes: Buffer])[] {
  const little = Buffer.from(value, "utf16le");
  const points = [...value].map((character) => character.codePointAt(0)!);
  const wide = Buffer.alloc(points.length * 4);
  points.forEach((point, i) => void wide.writeUInt32LE(point, i * 4));
  return [
    ["utf-16le", little],
    ["utf-16be", Buffer.from(little).swap16()],
    ["utf-32le", wide],
    ["utf-32be", Buffer.from(wide).swap32()],
  ];
}

export type WideCode = "utf-16le" | "utf-16be" | "utf-32le" | "utf-32be";

/** The characters of base64 that the value alone decides, after `before` bytes of a group of three; and where in its group they begin. */
export function base64Core(value: Buffer, before: number): { readonly text: string; readonly at: number } {
  const whole = Buffer.concat([Buffer.alloc(before), value]).toString("base64");
  const at = Math.ceil((before * 8) / 6);
  return { text: whole.slice(at, Math.floor(((before + value.length) * 8) / 6)), at };
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The whole groups of five bits of a value in base32 (RFC 4648, section 6). */
export function base32Of(value: Buffer): string {
  let bits = "";
  for (const byte of value) bits += byte.toString(2).padStart(8, "0");
  return (bits.match(/.{5}/g) ?? []).map((five) => BASE32[Number.parseInt(five, 2)]).join("");
}
