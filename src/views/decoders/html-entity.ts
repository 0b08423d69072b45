import { HEX_VALUE, indexOfByte } from "../bytes.js";
import type { Decoder } from "../decoder.js";
import { byteSet } from "../runs.js";
import { canMatter } from "./folding.js";
import { type CharacterCode, decodePieces } from "./pieces.js";

const AMPERSAND = 0x26;
const SEMICOLON = 0x3b;
const BLANK = 0x20;

/** Named references (HTML, section 13.5) to characters that tokens hold, that hide in them, or that quote and nest. */
const NAMED: ReadonlyMap<string, number> = new Map(
  Object.entries({
    amp: 0x26,
    AMP: 0x26,
    lt: 0x3c,
    gt: 0x3e,
    quot: 0x22,
    apos: 0x27,
    nbsp: 0x20,
    Tab: 9,
    NewLine: 10,
    excl: 0x21,
    num: 0x23,
    dollar: 0x24,
    percnt: 0x25,
    lpar: 0x28,
    rpar: 0x29,
    ast: 0x2a,
    plus: 0x2b,
    comma: 0x2c,
    period: 0x2e,
    sol: 0x2f,
    colon: 0x3a,
    semi: 0x3b,
    equals: 0x3d,
    quest: 0x3f,
    commat: 0x40,
    bsol: 0x5c,
    Hat: 0x5e,
    lowbar: 0x5f,
    UnderBar: 0x5f,
    grave: 0x60,
    lbrace: 0x7b,
    lcub: 0x7b,
    verbar: 0x7c,
    vert: 0x7c,
    rbrace: 0x7d,
    rcub: 0x7d,
    lsqb: 0x5b,
    lbrack: 0x5b,
    rsqb: 0x5d,
    rbrack: 0x5d,
    hyphen: 0x2d,
    dash: 0x2d,
    shy: 0xad,
    zwj: 0x200d,
    zwnj: 0x200c,
    ZeroWidthSpace: 0x200b,
    NoBreak: 0x2060,
  }),
);

/** References that only separate: they join no token. */
const MARKUP: ReadonlySet<string> = new Set(["nbsp", "Tab", "NewLine", "lpar", "rpar", "comma"]);

const LONGEST_NAME = 14;
const LONGEST_NUMBER = 12;

interface Reference {
  value: number;
  /** 0: none stands here. */
  length: number;
  name: string;
}

/** Reused by every call: a scan is synchronous. */
const found: Reference = { value: 0, length: 0, name: "" };

/** Reads the reference at `at` into `found`. */
function read(bytes: Buffer, at: number): void {
  found.length = 0;
  found.name = "";
  if (bytes[at + 1] === 0x23) readNumber(bytes, at);
  else readName(bytes, at);
}

/** &#103; and &#x67; the semicolon can be missing, as browsers allow; 0 is the NUL of UTF-16, though they refuse it. */
function readNumber(bytes: Buffer, at: number): void {
  const isHex = ((bytes[at + 2] ?? 0) | 0x20) === 0x78;
  const base = isHex ? 16 : 10;
  const first = at + (isHex ? 3 : 2);
  let value = 0;
  let end = first;
  while (end < bytes.length && end - first < LONGEST_NUMBER) {
    const digit = HEX_VALUE[bytes[end]!]!;
    if (digit < 0 || digit >= base) break;
    value = Math.min(value * base + digit, 0x110000);
    end++;
  }
  if (end === first || value > 0x10ffff) return;
  found.value = value;
  found.length = end - at + (bytes[end] === SEMICOLON ? 1 : 0);
}

function readName(bytes: Buffer, at: number): void {
  let end = at + 1;
  while (
    end < bytes.length &&
    end - at <= LONGEST_NAME &&
    bytes[end] !== SEMICOLON &&
    bytes[end]! > 0x40 &&
    bytes[end]! < 0x7b
  )
    end++;
  if (bytes[end] !== SEMICOLON || end - at < 3) return;
  const name = bytes.toString("latin1", at + 1, end);
  const value = NAMED.get(name);
  if (value === undefined) return;
  found.value = value;
  found.length = end + 1 - at;
  found.name = name;
}

function matters(bytes: Buffer, at: number): boolean {
  read(bytes, at);
  if (found.length === 0) return false;
  const { value, length, name } = found;
  const behind = at + length;
  if (value === AMPERSAND) return startsReference(bytes, behind);
  if (QUOTES.includes(value)) return givesValue(bytes, at, behind) || joinsLiterals(bytes, behind);
  if (value === OPENING) return IN_VALUE[bytes[at - 1] ?? 0] === 1;
  if (value === CLOSING) return IN_VALUE[bytes[behind] ?? 0] === 1 && NAME_ENDS[bytes[at - 1] ?? 0] === 1;
  if (name !== "") return !MARKUP.has(name);
  return value < 0x7f || canMatter(value);
}

const OPENING = 0x3c;
const CLOSING = 0x3e;
/** What a value, or a name, in markup that is escaped begins and ends with: `&lt;token&gt;…&lt;/token&gt;`. */
const IN_VALUE: Uint8Array = byteSet("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/=_-");
const NAME_ENDS: Uint8Array = byteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz;\"'");
const GIVES: Uint8Array = byteSet(":=");

/** Whether a quote ends a name that is given a value, or opens the value: `&quot;token&quot;: &quot;…`, `token=&quot;…`. */
function givesValue(bytes: Buffer, at: number, behind: number): boolean {
  let before = at - 1;
  while (bytes[before] === BLANK && at - before < MOST_BETWEEN) before--;
  let after = behind;
  while (bytes[after] === BLANK && after - behind < MOST_BETWEEN) after++;
  return GIVES[bytes[before] ?? 0] === 1 || GIVES[bytes[after] ?? 0] === 1;
}

const QUOTES: readonly number[] = [0x22, 0x27];
const PLUS = 0x2b;
const BETWEEN: Uint8Array = byteSet(" \t\r\n+\\");
const MOST_BETWEEN = 16;

/** Whether a "+" and another quote follow a quote: `&quot; + &quot;`, also in a JSON string. */
function joinsLiterals(bytes: Buffer, from: number): boolean {
  let at = from;
  while (at - from < MOST_BETWEEN && BETWEEN[bytes[at] ?? 0] === 1) at++;
  if (!bytes.subarray(from, at).includes(PLUS)) return false;
  if (QUOTES.includes(bytes[at] ?? 0)) return true;
  read(bytes, at);
  return found.length > 0 && QUOTES.includes(found.value);
}

/** Whether what follows "&amp;" makes it a reference once more: &amp;#103; or &amp;lowbar; */
function startsReference(bytes: Buffer, at: number): boolean {
  if (bytes[at] === 0x23) return true;
  let end = at;
  while (end - at < LONGEST_NAME && bytes[end] !== undefined && bytes[end]! > 0x40 && bytes[end]! < 0x7b) end++;
  return bytes[end] === SEMICOLON && NAMED.has(bytes.toString("latin1", at, end));
}

const code: CharacterCode = {
  stops: byteSet("<>"),
  mark: AMPERSAND,
  next(bytes, from) {
    let at = indexOfByte(bytes, AMPERSAND, from);
    while (at >= 0 && !matters(bytes, at)) at = indexOfByte(bytes, AMPERSAND, at + 1);
    return at;
  },
  write(writer, bytes, from, to) {
    let copied = from;
    let at = indexOfByte(bytes, AMPERSAND, from);
    while (at >= 0 && at < to) {
      read(bytes, at);
      let next = at + 1;
      if (found.length > 0 && at + found.length <= to) {
        writer.copy(copied, at);
        writer.codePoint(found.value, at, at + found.length);
        copied = at + found.length;
        next = copied;
      }
      at = indexOfByte(bytes, AMPERSAND, next);
    }
    writer.copy(copied, to);
  },
};

/**
 * Character references of HTML and XML. Those that only escape markup (&amp; &lt; &quot;) make no view by themselves, but where they stand
 * between a name and its value, or round that.
 */
export const htmlEntity: Decoder = {
  name: "html-entity",
  tellTales: "&",
  decode: (input) => decodePieces(input, code),
  examples: [
    { encoded: "&#103;&#x68;p&lowbar;abcdefgh", contains: "ghp_abcdefgh" },
    { encoded: "<a>ghp&#95abcdefgh&#x2D;&hyphen;</a>", contains: "ghp_abcdefgh--" },
    { encoded: "x = &quot;ghp_abcd&quot; + &#34;efghijkl&#34;", contains: 'x = "ghp_abcd" + "efghijkl"' },
    { encoded: "&amp;#103;hp_abcdefgh", contains: "&#103;hp_abcdefgh" },
    { encoded: "{&quot;token&quot;: &quot;abcdefgh&quot;}", contains: '{"token": "abcdefgh"}' },
    { encoded: "&lt;token&gt;abcdefgh&lt;/token&gt;", contains: "<token>abcdefgh</token>" },
  ],
  quiet: [
    "a &amp; b &lt; c &quot;d&quot; &nbsp; e",
    "[&quot;a&quot;, &quot;b&quot;] &quot;c&quot; &quot;d&quot; + 1",
    "?a=1&amp;b=2&copy=3",
    "Fish & chips; R&D; AT&T",
    "it&#8217;s &#8220;quoted&#8221;",
  ],
};
