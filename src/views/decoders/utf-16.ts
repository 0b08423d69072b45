import { isHighSurrogate, isLowSurrogate, surrogatePair } from "../bytes.js";
import type { Decoder, DecoderInput } from "../decoder.js";
import type { TracedCode } from "../traces.js";
import { ViewWriter } from "../writer.js";
import { classOf, OTHER } from "./folding.js";

/** Fewest characters in a row: of a known secret. */
const LEAST = 8;

/** Reads the code unit at `at`, of 2 or 4 bytes. */
function unitAt(bytes: Buffer, at: number, width: number, little: boolean): number {
  let value = 0;
  for (let i = 0; i < width; i++) value = value * 256 + bytes[at + (little ? width - 1 - i : i)]!;
  return value;
}

/** Whether a unit can stand in a text that hides a token: printable ASCII, blanks, and what folds to ASCII or is not seen. */
function isText(unit: number): boolean {
  if (unit < 0x80) return (unit >= 0x20 && unit < 0x7f) || (unit >= 9 && unit <= 13);
  return (unit >= 0xd800 && unit <= 0xdfff) || (unit <= 0x10ffff && classOf(unit) !== OTHER);
}

/** Writes the units of `[from, to)` as UTF-8. */
function write(writer: ViewWriter, bytes: Buffer, from: number, to: number, width: number, little: boolean): void {
  for (let at = from; at < to; at += width) {
    const unit = unitAt(bytes, at, width, little);
    if (isHighSurrogate(unit) && at + 2 * width <= to) {
      const low = unitAt(bytes, at + width, width, little);
      if (isLowSurrogate(low)) {
        writer.codePoint(surrogatePair(unit, low), at, at + 2 * width);
        at += width;
        continue;
      }
    }
    writer.codePoint(unit <= 0x10ffff ? unit : 0xfffd, at, at + width);
  }
}

/**
 * Finds texts of `width` bytes a character by the NULs between their letters, or the 0xff between full-width ones: looks at one place in seven, and where a letter stands with
 * its NULs, goes to both ends. Each byte order by itself: next to other letters, both readings are texts.
 */
function decodeByNuls(input: DecoderInput, width: number, little: boolean, from = 0): boolean {
  const { bytes } = input;
  const nul = bytes.indexOf(0, from);
  const first = nul < 0 ? bytes.indexOf(0xff, from) : nul;
  if (first < 0) return true;
  let done = Math.max(from, first - width);
  for (let probe = done; probe + width <= bytes.length; probe += width * (LEAST - 1)) {
    const at = letterNear(bytes, probe, width, little);
    if (at < 0) continue;
    let start = at;
    while (start - width >= done && isText(unitAt(bytes, start - width, width, little))) start -= width;
    let end = at + width;
    while (end + width <= bytes.length && isText(unitAt(bytes, end, width, little))) end += width;
    if (end - start >= width * LEAST) {
      if (!emit(input, start, end, width, little)) return false;
      done = end;
    }
    probe = Math.max(probe, end - width);
  }
  return true;
}

function emit(input: DecoderInput, start: number, end: number, width: number, little: boolean): boolean {
  if (!input.budget.spendView(end - start, input.chain.length)) return false;
  const writer = new ViewWriter(input.bytes, (end - start) / width);
  write(writer, input.bytes, start, end, width, little);
  input.emit(writer.finish());
  return true;
}

/** Place of a letter that starts within one width of `probe`, with more text after it; -1 when there is none. */
function letterNear(bytes: Buffer, probe: number, width: number, little: boolean): number {
  for (let at = probe; at < probe + width && at + 2 * width <= bytes.length; at++) {
    if (isLetter(unitAt(bytes, at, width, little)) && isText(unitAt(bytes, at + width, width, little))) return at;
  }
  return -1;
}

/** Printable ASCII, or its full-width forms. */
function isLetter(unit: number): boolean {
  return (unit >= 0x20 && unit < 0x7f) || (unit > 0xff00 && unit < 0xff5f);
}

/**
 * With a byte order mark the whole view is read, so that a text without any ASCII is found too. Gives the place up to which this read
 * text, since a mark can lie; -1 when the budget is spent.
 */
function decodeByMark(input: DecoderInput): number {
  const { bytes } = input;
  const mark = bytes.length < 2 ? 0 : bytes.readUInt16BE(0);
  if (mark !== 0xfeff && mark !== 0xfffe) return 0;
  if (mark === 0xfffe && bytes.length >= 4 && bytes.readUInt16BE(2) === 0) return 0;
  const end = bytes.length - (bytes.length % 2);
  if (end - 2 < 2 * LEAST) return 0;
  const little = mark === 0xfffe;
  if (!emit(input, 2, end, 2, little)) return -1;
  let at = 2;
  while (at < end && isText(unitAt(bytes, at, 2, little))) at += 2;
  return at;
}

/** Texts of known values without a letter in them. */
function decodeTraced(input: DecoderInput, width: number, code: TracedCode, little: boolean): boolean {
  const texts = input.traces?.textsOf(code) ?? [];
  for (let i = 0; i < texts.length; i += 2) {
    if (!emit(input, texts[i]!, texts[i + 1]!, width, little)) return false;
  }
  return true;
}

/** UTF-16 of either byte order, with or without a mark (RFC 2781), anywhere in a view. */
export const utf16: Decoder = {
  name: "utf-16",
  tellTales: "\0\xff",
  decode(input) {
    if (!decodeTraced(input, 2, "utf-16le", true) || !decodeTraced(input, 2, "utf-16be", false)) return;
    const read = decodeByMark(input);
    if (read >= 0 && decodeByNuls(input, 2, true, read)) decodeByNuls(input, 2, false, read);
  },
  examples: [
    { encoded: "g\0h\0p\0_\0a\0b\0c\0d\0e\0", contains: "ghp_abcde" },
    { encoded: "x\0g\0h\0p\0_\0a\0b\0c\0d\0e and more", contains: "ghp_abcde" },
    { encoded: "\xfe\xff\xff\x47\xff\x48\0p\0_\0a\0b\0c\0d\0e\0f", contains: "p_abcdef" },
    { encoded: "\xff\xfeg\0h\0p\0_\0a\0b\0c\0d\0e\0", contains: "ghp_abcde" },
    { encoded: "\xff\xfe\x80words \0g\0h\0p\0_\0a\0b\0c\0d\0e", contains: "ghp_abcde" },
  ],
  quiet: ["plain words", "\0\0\0\x01a\0\0b\0\0\0c", "\xff\xfe\0\0", "a\0b\0c"],
};

/** UTF-32 of either byte order, by its NULs. */
export const utf32: Decoder = {
  name: "utf-32",
  tellTales: "\0\xff",
  decode(input) {
    if (!decodeTraced(input, 4, "utf-32le", true) || !decodeTraced(input, 4, "utf-32be", false)) return;
    if (decodeByNuls(input, 4, true)) decodeByNuls(input, 4, false);
  },
  examples: [
    { encoded: "g\0\0\0h\0\0\0p\0\0\0_\0\0\0a\0\0\0b\0\0\0c\0\0\0d\0\0\0e\0\0\0", contains: "ghp_abcde" },
    { encoded: "xy\0\0\0g\0\0\0h\0\0\0p\0\0\0_\0\0\0a\0\0\0b\0\0\0c\0\0\0d", contains: "ghp_abcd" },
  ],
  quiet: ["plain words", "\0\0\0\x01a\0\0b\0\0\0c", "g\0h\0p\0_\0a\0b\0c\0d\0e\0"],
};
