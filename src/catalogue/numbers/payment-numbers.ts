import { byteTable, type Located, latin1, wordsOf } from "../forms/spans.js";
import { stretchesIn } from "./stretches.js";

/**
 * Ranges of the card schemes that number with 16 digits, and American Express with 15 (ISO/IEC 7812-1; the schemes' published ranges):
 * Visa, Mastercard, Discover, JCB, UnionPay. Rarer lengths are left out: numeric ids have them too.
 */
const CARD =
  /^(?:3[47]\d{13}|4\d{15}|5[1-5]\d{14}|(?:222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}|6011\d{12}|6(?:5\d|4[4-9])\d{13}|35(?:2[89]|[3-8]\d)\d{12}|62[1-9]\d{13})$/;
/** As cards print them. */
const GROUPED = /^(?:\d{4}([ -])\d{4}\1\d{4}\1\d{4}|3[47]\d\d([ -])\d{6}\2\d{5})$/;
const CARD_BYTES = byteTable("0123456789 -");
const SHORTEST_CARD = 15;

/** The name of a value that is an id, a time or a measure, whatever its digits add up to. */
const ID_NAME =
  /(?:id|ids|key|at|on|ts|time|stamp|date|trace|span|nonce|seq|hash|version|offset|size|bytes|cursor|gid|uid|pid)["'\]\\]*\s*[:=]\s*["'\\[]*$/i;
const LONGEST_NAME = 24;

/** Luhn's check digit (ISO/IEC 7812-1, annex B). */
export function hasLuhnDigit(number: string): boolean {
  const digits = number.replace(/[ -]/g, "");
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const weighed = i % 2 === 1 ? digit * 2 : digit;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return digits.length > 0 && sum % 10 === 0;
}

/** Card numbers: in groups as cards print them, or bare where nothing says that they are an id. */
export function locateCards(bytes: Uint8Array, groups?: readonly number[]): readonly Located[] {
  return stretchesIn(bytes, groups, CARD_BYTES, SHORTEST_CARD, isInCard).flatMap(([start, end]) =>
    cardsIn(bytes, start, end),
  );
}

const NONE: readonly Located[] = [];

/** A digit, or one of the marks between two groups: most blanks of a text are none. */
function isInCard(bytes: Uint8Array, at: number): boolean {
  return isDigit(bytes[at]) || (CARD_BYTES[bytes[at]!] === 1 && isDigit(bytes[at + 1]) && isDigit(bytes[at - 1]));
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function cardsIn(bytes: Uint8Array, low: number, high: number): readonly Located[] {
  if (touchesWord(bytes, low, -1) && touchesWord(bytes, high, 1) && high - low < SHORTEST_CARD + 2) return NONE;
  const cards: Located[] = [];
  for (const { 0: number, index } of latin1(bytes, low, high).matchAll(/\d{15,}|\d{4}[ -][\d -]{11,13}\d/g)) {
    const span: Located = [low + index, low + index + number.length];
    if (isCard(number) && standsAlone(bytes, span) && !isId(bytes, span, number)) cards.push(span);
  }
  return cards;
}

function isCard(number: string): boolean {
  if (!/^\d+$/.test(number) && !GROUPED.test(number)) return false;
  const digits = number.replace(/[ -]/g, "");
  return CARD.test(digits) && !/^(\d)\1+$/.test(digits) && !isCount(digits) && hasLuhnDigit(digits);
}

/** Largest step between two numbers of a count. */
const LONGEST_STEP = 16;

/** "4981 4980 4979 4978": what is left of a limit, call by call, is no card. */
function isCount(digits: string): boolean {
  const steps = [4, 8, 12].map((at) => Number(digits.slice(at, at + 4)) - Number(digits.slice(at - 4, at)));
  return steps.every((step) => step * steps[0]! > 0 && Math.abs(step) <= LONGEST_STEP);
}

/** Digits go on: behind a decimal point, a sign of grouping, or as part of a name. */
function standsAlone(bytes: Uint8Array, [start, end]: Located): boolean {
  return !touchesWord(bytes, start, -1) && !touchesWord(bytes, end, 1);
}

function touchesWord(bytes: Uint8Array, at: number, step: 1 | -1): boolean {
  const near = latin1(bytes, step < 0 ? Math.max(0, at - 2) : at, step < 0 ? at : Math.min(bytes.length, at + 2));
  return step < 0
    ? /[\dA-Za-z._+/#-]$|\d[ ,]$/.test(near) && !/\\[nrt]$/.test(near)
    : /^(?:[\dA-Za-z_/]|[ .-]\d)/.test(near);
}

function isId(bytes: Uint8Array, [start]: Located, number: string): boolean {
  if (/[ -]/.test(number)) return false;
  return ID_NAME.test(latin1(bytes, Math.max(0, start - LONGEST_NAME), start));
}

/** Characters of an IBAN by country: the SWIFT IBAN registry. */
const IBAN_LENGTHS: ReadonlyMap<string, number> = new Map(
  [
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18",
    "FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21",
    "LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24",
    "SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30",
  ]
    .flatMap((line) => line.split(" "))
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);
/** Countries whose numbers have digits alone behind the two letters: the same registry. */
const NUMERIC_IBANS: ReadonlySet<string> = new Set(
  "AE AT BA BE CR CZ DE DK EE ES FI FO GL HR HU IL IS LT ME MR NO PL PT RS SE SI SK TN VA XK".split(" "),
);
/** The lengths by the low five bits of the two letters. */
const LENGTH_BY_LETTERS: Uint8Array = new Uint8Array(1024);
for (const [country, length] of IBAN_LENGTHS)
  LENGTH_BY_LETTERS[((country.charCodeAt(0) & 31) << 5) | (country.charCodeAt(1) & 31)] = length;

/** Whether a country has numbers of this length, by the two letters with which they begin. */
function isLengthOf(bytes: Uint8Array, start: number, end: number): boolean {
  const letters = ((bytes[start]! & 31) << 5) | (bytes[start + 1]! & 31);
  return bytes[start]! > 0x40 && bytes[start + 1]! > 0x40 && LENGTH_BY_LETTERS[letters] === end - start;
}

const IBAN_BYTES = byteTable("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ ");
const SHORTEST_IBAN = 15;
const LONGEST_IBAN = 34;

/** ISO 13616-1: the country's length and digits, and 1 as the remainder of the rearranged number by 97 (ISO/IEC 7064). */
export function isIban(text: string): boolean {
  const iban = text.replaceAll(" ", "").toUpperCase();
  // Check digits are 02 to 98: 98 less a remainder by 97.
  if (!/^[A-Z]{2}(?!00|01|99)\d{2}[A-Z0-9]+$/.test(iban) || IBAN_LENGTHS.get(iban.slice(0, 2)) !== iban.length)
    return false;
  if (NUMERIC_IBANS.has(iban.slice(0, 2)) && !/^..\d+$/.test(iban)) return false;
  let remainder = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

/** IBANs: without blanks in any case, or in capital groups of four as ISO 13616 prints them. */
export function locateIbans(
  bytes: Uint8Array,
  runs: readonly number[],
  groups?: readonly number[],
): readonly Located[] {
  const bare = wordsOf(bytes, runs, SHORTEST_IBAN, LONGEST_IBAN).filter(
    ([start, end]) =>
      isDigit(bytes[start + 2]) &&
      isDigit(bytes[start + 3]) &&
      isLengthOf(bytes, start, end) &&
      isIban(latin1(bytes, start, end)),
  );
  const printed = locatePrinted(bytes, groups);
  return printed.length === 0 ? bare : [...bare, ...printed].sort((a, b) => a[0] - b[0]);
}

function locatePrinted(bytes: Uint8Array, groups: readonly number[] | undefined): readonly Located[] {
  const found: Located[] = [];
  for (const [start, end] of stretchesIn(bytes, groups, IBAN_BYTES, SHORTEST_IBAN, isInIban)) {
    // With what may make it part of a longer word.
    const low = followsLetter(bytes, start) ? start - 1 : start;
    for (const { 0: text, index } of latin1(bytes, low, Math.min(bytes.length, end + 1)).matchAll(PRINTED)) {
      const iban = printedIban(text);
      if (iban !== undefined) found.push([low + index, low + index + iban.length]);
    }
  }
  return found;
}

/** Whether a letter stands before, other than that of an escape ("\n"). */
function followsLetter(bytes: Uint8Array, at: number): boolean {
  return /(?:^|[^\\])[a-z_]$/.test(latin1(bytes, Math.max(0, at - 2), at));
}

const PRINTED = /\b[A-Z]{2}\d{2}(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,3})?\b|\bNO\d{13}\b/g;
const BLANK = 0x20;

/** Whether groups of four can stand here: one blank in five bytes, and capitals and digits round it; or the digits of one without groups. */
function isInIban(bytes: Uint8Array, at: number): boolean {
  if (IBAN_BYTES[bytes[at]!] === 0) return false;
  let blank = at;
  while (blank < at + 5 && isGrouped(bytes[blank])) blank++;
  if (blank < at + 5 && bytes[blank] === BLANK && isGrouped(bytes[blank - 1]) && isGrouped(bytes[blank + 1]))
    return true;
  if (isDigit(bytes[at])) return isDigit(bytes[at + 1]) || isDigit(bytes[at - 1]);
  return beginsNorwegian(bytes, at) || beginsNorwegian(bytes, at - 1);
}

/** Norway's are the shortest: no longer than what is looked for, so that each byte of one must tell it. */
function beginsNorwegian(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x4e && bytes[at + 1] === 0x4f && isDigit(bytes[at + 2]);
}

function isGrouped(byte: number | undefined): boolean {
  return byte !== undefined && byte !== BLANK && IBAN_BYTES[byte] === 1;
}

/** The IBAN that a text of groups begins with: words in capitals may follow it. */
function printedIban(text: string): string | undefined {
  const length = IBAN_LENGTHS.get(text.slice(0, 2)) ?? 0;
  const blanks = text.includes(" ") ? Math.ceil(length / 4) - 1 : 0;
  const iban = text.slice(0, length + blanks);
  return isIban(iban) ? iban : undefined;
}
