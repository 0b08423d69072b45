import type { Standing } from "./judge.js";
import { BRACKETED, CHOICE, FALLBACK, OPENING, WRAPPED } from "./notations.js";

/** A value that a name is given. */
export interface Assignment {
  readonly start: number;
  readonly end: number;
  readonly standing: Standing;
}

/** Longest value of which the end is looked for, in bytes. */
export const LONGEST_VALUE = 256;

/** A name of its own before a value that another name is said of: "Using token Key=…". */
const OWN_NAME = /[\w.-]{0,24}?(?:key|token|secret|password|passwd|pwd|value)["'`]?[=:][ \t]?(?=\S)/iy;
/** A control character, as binary data have one between their texts, ends a value as a blank does. */
const BARE = /[^\s\x00-\x1f"'`<>\\]{1,257}/y;
const FLAG =
  /(?:^|[\s"'`([=])-{1,2}[\w.-]*$|(?:(?:^|[\r\n;&|>"'`]|\\[nrt])[ \t]*(?:ENV|ARG|set|SET|setenv|SetEnv|set -gx|set -x|export|proxy_set_header)|(?<=[ \t])set --secret)[ \t]+(?:[\w-]+:)?[\w.-]*$|(?:^|[\r\n]|\\n)[ \t]*(?:requirepass|masterauth|bindpw|rootpw)$/;
/** Where a line begins, as far as its name goes: indentation, `export`, `-` of a list, `KEY` of a Dockerfile. */
export const LINE_START: RegExp =
  /(?:^|[\r\n]|\\n)[ \t]*(?:[-+*] )?(?:export |set |setx |ENV |ARG |declare -x |\$env:|[+-])?[ \t]*["']?[\w.$-]*$/;

export function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

export function quoted(text: string, at: number): Assignment | undefined {
  const start = endOf(OPENING, text, at);
  if (start === undefined) return undefined;
  const quote = /\\*(?:"""|'''|```|["'`])$/.exec(text.slice(at, start))![0];
  const end = endOfQuoted(text, start, quote);
  if (end <= start || end - start > LONGEST_VALUE) return undefined;
  // A line break is in no literal of one line, and a quote of the other kind ends what a line has of several.
  return /[\r\n]|\\n/.test(text.slice(start, end)) ||
    (quote !== "'" && text.slice(start, end).includes('"') && !/"/.test(quote))
    ? undefined
    : { start, end, standing: "quoted" };
}

/** Where a literal ends: at its quote, but for one that a backslash escapes. */
function endOfQuoted(text: string, start: number, quote: string): number {
  let end = text.indexOf(quote, start);
  if (quote.length > 1) return end;
  while (end > start && isEscaped(text, start, end)) end = text.indexOf(quote, end + 1);
  return end;
}

function isEscaped(text: string, start: number, at: number): boolean {
  let from = at;
  while (from > start && text[from - 1] === "\\") from--;
  return (at - from) % 2 === 1;
}

/** A word that blanks or bars end. */
export function asWord(text: string, start: number, standing: Standing): Assignment | undefined {
  const length = text.slice(start, start + LONGEST_VALUE + 1).search(/[\s\x00-\x1f|,;"'`<>]|$/);
  return length < 1 || length > LONGEST_VALUE ? undefined : { start, end: start + length, standing };
}

/** Literals side by side are a name and its value, or a list of words: only the first of a call or a pair is a name. */
export function asArgument(found: Assignment | undefined, before: string): Assignment | undefined {
  const isList = /["'`][\w.-]*$/.test(before) && !/[([{][ \t]*\\*["'`][\w.-]*$/.test(before);
  const isSetting = /["'`][A-Z][A-Z0-9]*_[A-Z0-9_]+$/.test(before);
  return found && { ...found, standing: isList ? "list" : isSetting ? "quoted" : "bare" };
}

export function wrapped(text: string, at: number): Assignment | undefined {
  const start = endOf(WRAPPED, text, at);
  return start === undefined ? undefined : inList(quoted(text, start));
}

/** What stands there may be anything: only what looks random counts. */
export function inList(found: Assignment | undefined): Assignment | undefined {
  return found && { ...found, standing: "list" };
}

export function fallback(text: string, at: number): Assignment | undefined {
  // Cheaper than to look for what stands before it.
  if (!/["'`]/.test(text)) return undefined;
  const start = endOf(FALLBACK, text, at);
  return start === undefined ? undefined : quoted(text, start);
}

/** The literals of a choice may be anything else: only what looks random counts. */
export function chosen(text: string, at: number): Assignment | undefined {
  const start = /\?/.test(text) ? endOf(CHOICE, text, at) : undefined;
  return start === undefined ? undefined : inList(quoted(text, start));
}

/** A text in the brackets of Lua or Perl. */
export function bracketed(text: string, at: number): Assignment | undefined {
  const start = endOf(BRACKETED, text, at);
  return start === undefined
    ? undefined
    : { start, end: start + text.slice(start).search(/[\]})]/), standing: "quoted" };
}

/** What TeX defines. */
export function defined(text: string, start: number): Assignment {
  return { start, end: text.indexOf("}", start), standing: "list" };
}

/** Of a sentence. */
const LAST_WORD = /^[A-Za-z]+[.,;:!?]$/;

export function inElement(text: string, start: number): Assignment | undefined {
  const end = text.slice(start, start + LONGEST_VALUE + 1).search(/[\s\x00-\x1f<]|\]\]>/);
  const value = text.slice(start, start + Math.max(end, 0));
  return end <= 0 ||
    value.includes("\\") ||
    LAST_WORD.test(value) ||
    !/^\s*(?:\]\]>)?\s*<(?:\/|(?:br|dd|dt|li|p|td|tr)\b)/i.test(text.slice(start + end, start + end + 80))
    ? undefined
    : { start, end: start + end, standing: "quoted" };
}

const ANOTHER_NAME = /^[+#-]?[A-Za-z_][\w.-]*[=:]/;

export function bare(text: string, start: number, before: () => string): Assignment | undefined {
  const whole = endOf(BARE, text, start);
  if (whole === undefined || whole - start > LONGEST_VALUE) return undefined;
  // A name without a value, and the next line's.
  if (/[\r\n]|\\n/.test(text.slice(0, start)) && ANOTHER_NAME.test(text.slice(start, whole))) return undefined;
  const end = start + endOfBare(text.slice(start, whole));
  if (end <= start || /[([{]$/.test(text.slice(start, end))) return undefined;
  if (text.startsWith("=") && isInQuery(before(), text.slice(end))) return { start, end, standing: "query" };
  const isLine =
    !/[ \t]=[ \t]/.test(text.slice(0, start)) &&
    end === whole &&
    /^(?:[ \t]*(?:[#\x00-\x08\n-\x1f]|$|\\+[rn])|["'`<])/.test(text.slice(whole, whole + 40)) &&
    LINE_START.test(before());
  return { start, end, standing: isLine ? "line" : "bare" };
}

/** A field of a query or a form; a line that begins the text is one where nothing but another field follows it. */
function isInQuery(before: string, behind: string): boolean {
  return /[?&][\w.-]*$/.test(before) || (/^[\w.-]*$/.test(before) && /^(?:&|$)/.test(behind));
}

/** A separator ends a bare value where another name, or nothing, stands behind it. */
const SEPARATOR = /[&;,|](?=$|[\w.%[\]-]+=|[\w. -]+=)|(?<![,;)\]}])[,;)\]}]+$/;

function endOfBare(value: string): number {
  const at = value.search(SEPARATOR);
  if (at < 0) return value.length;
  const opened = value.slice(0, at).match(/[([{]/) !== null;
  return opened && /[)\]}]/.test(value[at]!) ? value.length : at;
}

/** A word behind its name, with nothing but blanks between: an option of a command, or a sentence. */
export function said(text: string, from: number, before: string): Assignment | undefined {
  const at = FLAG.test(before) ? from : (endOf(OWN_NAME, text, from) ?? from);
  const found = quoted(text, at);
  if (found !== undefined) return FLAG.test(before) ? found : { ...found, standing: "prose" };
  const end = endOf(BARE, text, at);
  if (end === undefined || end - at > LONGEST_VALUE || text.startsWith("-", at)) return undefined;
  const value = text.slice(at, end).replace(/(?<![.,;:)])[.,;:)]+$/, "");
  if (FLAG.test(before)) return { start: at, end, standing: "line" };
  return /\d/.test(value) ? { start: at, end: at + value.length, standing: "prose" } : undefined;
}
