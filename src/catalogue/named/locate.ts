import type { LocatedValue, LocateHints } from "../../types.js";
import { latin1 } from "../forms/spans.js";
import { isEncodedText } from "../generic/encoded.js";
import { readAssignment } from "./assignments.js";
import { judge } from "./judge.js";
import { kindOfName, type NameKind } from "./names.js";
import { readValueFirst } from "./value-first.js";
import { lookOf, looksRandom } from "./values.js";

/** Longest name that is read, in bytes. */
const LONGEST_NAME = 64;
/** Nobody chooses a longer password; a longer secret is random, and no text or data in an encoding. */
const LONGEST_CHOSEN = 256;
/** Longest value of a header that is one credential. */
const LONGEST_VALUE = 512;
/** What it costs to judge a value, in bytes of work, and for each of its own: it is looked at again and again. */
const JUDGE_COST = 64;
const JUDGE_COST_OF_BYTE = 8;

const tableOf = (characters: string): Uint8Array => {
  const table = new Uint8Array(256);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
};
const ALNUM = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const NAME_BYTES: Uint8Array = tableOf(`${ALNUM}_.-`);
const BASE64_MARKS: Uint8Array = tableOf("+/");
const BASE64: Uint8Array = tableOf(`${ALNUM}+/`);
const LEAST_BASE64 = 16;
const LETTERS: Uint8Array = tableOf(ALNUM.slice(10));
const BLANKS: Uint8Array = tableOf(" \t");
const QUOTES: Uint8Array = tableOf("\"'`");
const SIGNS: Uint8Array = tableOf("=:>(,");
const ESCAPES: Uint8Array = tableOf("nrtbfv");
const LETTER_K = 0x6b;
const LETTER_E = 0x65;
const LETTER_Y = 0x79;
const BACKSLASH = 0x5c;
const BRACE = 0x7b;
/** `settings["key"] = "…"`. */
const CLOSING_BRACKET = 0x5d;

/** Values behind the names in which `marks` stand, where the name is of one of `kinds`; and the value of the name that all of it has. */
export function* locateNamed(
  bytes: Uint8Array,
  { marks, name, spend }: LocateHints,
  kinds: ReadonlySet<NameKind>,
): Generator<LocatedValue> {
  const whole = name === "" ? undefined : wholeValue(bytes, name, kinds);
  if (whole !== undefined) yield whole;
  let done = 0;
  for (const mark of marks) {
    if (mark < done) continue;
    const end = nameEnd(bytes, mark);
    const found = valueBehind(bytes, nameStart(bytes, mark, done), end, kinds, spend);
    if (found !== undefined && found[0] >= done) yield found;
    done = Math.max(end, found?.[1] ?? 0);
  }
}

/** The same from the values' side: names of any spelling are read where a run stands behind one. */
export function* locateRuns(
  bytes: Uint8Array,
  runs: readonly number[],
  hints: LocateHints,
  kinds: ReadonlySet<NameKind>,
): Generator<LocatedValue> {
  const whole = hints.name === "" ? undefined : wholeValue(bytes, hints.name, kinds);
  if (whole !== undefined) yield whole;
  let done = 0;
  const valueAfter = (end: number): LocatedValue | undefined =>
    end < 0 ? undefined : valueBehind(bytes, nameStart(bytes, end - 1, done), end, kinds, hints.spend);
  for (let i = 0; i < runs.length; i += 2) {
    const start = runs[i]!;
    if (start < done) continue;
    const found = valueAfter(endOfNameBefore(bytes, start)) ?? valueAfter(endOfKeyBefore(bytes, start, done));
    if (found === undefined || found[1] < runs[i + 1]!) continue;
    yield found;
    done = found[1];
  }
}

function valueBehind(
  bytes: Uint8Array,
  from: number,
  to: number,
  kinds: ReadonlySet<NameKind>,
  spend: LocateHints["spend"],
): LocatedValue | undefined {
  if (to - from > LONGEST_NAME || to <= from) return undefined;
  const kind = kindAt(bytes, from, to);
  if (kind === undefined || !kinds.has(kind) || endsBase64(bytes, from, to)) return undefined;
  const found = readValueFirst(bytes, from) ?? readAssignment(bytes, from, to, spend);
  if (found === undefined || spend?.(JUDGE_COST + JUDGE_COST_OF_BYTE * (found.end - found.start)) === false)
    return undefined;
  // "To pass tests" names no password.
  if (found.standing === "prose" && to - from === 4) return undefined;
  const written = latin1(bytes, found.start, found.end);
  const value = withoutBraces(found.standing === "quoted" ? written : withoutPunctuation(kind, written));
  if (found.standing === "bare" && isVariable(latin1(bytes, from, to), value, bytes[found.end])) return undefined;
  const start = found.start + written.indexOf(value);
  if (value.length > LONGEST_CHOSEN && (kind !== "secret" || isEncodedText(value))) return undefined;
  const told = judge(kind, value, found.standing);
  return told && [start, start + value.length, told];
}

/** Of base64 in which a "+" or "/" stands right before what looks like a name, so many bytes are looked at. */
const MOST_BASE64 = 64;

/** Whether a name is only the end of random base64, up to its padding: "…+G4qzPw=". */
function endsBase64(bytes: Uint8Array, from: number, to: number): boolean {
  if (BASE64_MARKS[bytes[from - 1] ?? 0] === 0) return false;
  let start = from;
  while (to - start < MOST_BASE64 && BASE64[bytes[start - 1] ?? 0] === 1) start--;
  return to - start >= LEAST_BASE64 && looksRandom(lookOf(latin1(bytes, start, to)));
}

const A_NAME = /^[A-Za-z_]+$/;
/** What ends an argument of a call or a member of a literal, in code. */
const ENDS_ARGUMENT: Uint8Array = tableOf("),");
/** "b64Pwd", "argon2_hash", "password2". */
const NAMES_CREDENTIAL =
  /^(?:[A-Za-z]\w*(?:Pwd|Pass|Password|Secret|Token|Key|Hash|_pwd|_pass|_password|_secret|_token|_key|_hash)|pwd|pass|password|secret|token|key)\d?$/;

/** Whether a word of code is a variable: the same name on both sides ("this.webhookSecret = webhookSecret"), or an argument named so. */
function isVariable(name: string, value: string, next: number | undefined): boolean {
  if (A_NAME.test(value) && name.split(".").at(-1) === value) return true;
  return ENDS_ARGUMENT[next ?? 0] === 1 && NAMES_CREDENTIAL.test(value);
}

/** Quotes of sentences, which no program reads as such: “ ” ‘ ’ „ « », in Latin-1 as UTF-8 has them. */
const OPENED = /^(?:\xe2\x80[\x98-\x9f\xb9\xba]|\xc2[\xab\xbb])+/;
const CLOSED = /(?:\xe2\x80[\x98-\x9f\xb9\xba]|\xc2[\xab\xbb]).*$/s;

/** A value as it stands in a sentence, without what is the sentence's: passwords may end with a mark, what machines make does not. */
function withoutPunctuation(kind: NameKind, written: string): string {
  const value = written.replace(OPENED, "").replace(CLOSED, "");
  // What is opened in it is closed in it: "tokens[index]" is code.
  return kind === "password" || /[([{<]/.test(value) ? value : value.replace(/[.,;:!?)\]}>]+$/, "");
}

/** What is random in braces is no template: Jenkins writes secrets so. */
function withoutBraces(value: string): string {
  const inner = /^\{([\w+/=-]{16,})\}$/.exec(value)?.[1];
  return inner !== undefined && looksRandom(lookOf(inner)) ? inner : value;
}

/** With the word before where the name may have blanks: "API key", "access token". */
function kindAt(bytes: Uint8Array, from: number, to: number): NameKind | undefined {
  const name = latin1(bytes, from, to);
  const kind = kindOfName(name);
  if (kind !== undefined && kind !== "key") return kind;
  if (BLANKS[bytes[from - 1] ?? 0] === 0 || LETTERS[bytes[from - 2] ?? 0] === 0) return kind;
  let start = from - 1;
  while (start > 0 && from - start < 16 && LETTERS[bytes[start - 1]!] === 1) start--;
  return kindOfName(latin1(bytes, start, to));
}

function nameEnd(bytes: Uint8Array, at: number): number {
  let end = at;
  while (end < bytes.length && end - at <= LONGEST_NAME && NAME_BYTES[bytes[end]!] === 1) end++;
  while (end > at && LETTERS[bytes[end - 1]!] === 0 && (bytes[end - 1] === 0x2e || bytes[end - 1] === 0x2d)) end--;
  return end;
}

function nameStart(bytes: Uint8Array, at: number, least: number): number {
  let start = at;
  while (start > least && at - start <= LONGEST_NAME && NAME_BYTES[bytes[start - 1]!] === 1) start--;
  // The letter of an escape ("\n", as it stands in a JSON string) is no part of a name; a command of TeX begins behind its backslash.
  return bytes[start - 1] === BACKSLASH && start < at && ESCAPES[bytes[start]!] === 1 && bytes[start - 2] !== BRACE
    ? start + 1
    : start;
}

/** Where the name ends whose value begins at `start`, or stands in a quote there; -1 when there is none. */
function endOfNameBefore(bytes: Uint8Array, start: number): number {
  let at = start;
  if (QUOTES[bytes[at - 1] ?? 0] === 1) {
    at--;
    while (bytes[at - 1] === 0x5c) at--;
  }
  while (start - at < 8 && BLANKS[bytes[at - 1] ?? 0] === 1) at--;
  if (SIGNS[bytes[at - 1] ?? 0] === 0) return isFlag(bytes, at, start) ? at : -1;
  while (start - at < 12 && SIGNS[bytes[at - 1] ?? 0] === 1) at--;
  while (start - at < 16 && BLANKS[bytes[at - 1] ?? 0] === 1) at--;
  if (bytes[at - 1] === CLOSING_BRACKET) at--;
  if (QUOTES[bytes[at - 1] ?? 0] === 1) {
    at--;
    while (bytes[at - 1] === 0x5c) at--;
  }
  return LETTERS[bytes[at - 1] ?? 0] === 1 ? at : -1;
}

/** How far before its value a name may end, in bytes, where something stands between: a type, a call, the tags of an element. */
const KEY_REACH = 48;

/** Where the last name ends that ends with "key", in any case, of those near before `start`; -1 when there is none. */
function endOfKeyBefore(bytes: Uint8Array, start: number, least: number): number {
  const from = Math.max(least, start - KEY_REACH);
  for (let at = start - 4; at >= from; at--) {
    if (
      (bytes[at]! | 0x20) !== LETTER_K ||
      (bytes[at + 1]! | 0x20) !== LETTER_E ||
      (bytes[at + 2]! | 0x20) !== LETTER_Y
    )
      continue;
    return NAME_BYTES[bytes[at + 3]!] === 0 && holdsSign(bytes, at + 3, start) ? at + 3 : -1;
  }
  return -1;
}

/** Whether a sign that gives a value stands there: what words alone say of one, spoken.ts reads. */
function holdsSign(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (SIGNS[bytes[at]!] === 1) return true;
  return false;
}

/** `--name value`: only a blank stands between. */
function isFlag(bytes: Uint8Array, end: number, start: number): boolean {
  if (end === start || LETTERS[bytes[end - 1] ?? 0] === 0) return false;
  const from = nameStart(bytes, end, 0);
  return bytes[from] === 0x2d && bytes[from + 1] === 0x2d;
}

/** A header that is named as a credential: all of its value is. */
function wholeValue(bytes: Uint8Array, name: string, kinds: ReadonlySet<NameKind>): LocatedValue | undefined {
  const kind = bytes.length > LONGEST_VALUE ? undefined : kindOfName(name);
  if (kind === undefined || !kinds.has(kind)) return undefined;
  const text = latin1(bytes, 0, bytes.length);
  const value = text.trim();
  if (value === "" || /\s/.test(value)) return undefined;
  const told = judge(kind, value, "quoted");
  const start = text.indexOf(value);
  return told && [start, start + value.length, told];
}
