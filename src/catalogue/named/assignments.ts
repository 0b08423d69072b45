import { byteTable, latin1 } from "../spans.js";
import type { Standing } from "./judge.js";

/** A value that a name is given. */
export interface Assignment {
  readonly start: number;
  readonly end: number;
  readonly standing: Standing;
}

/** Bytes behind a name that are looked at: what stands between, and the value; more of them where a token's bytes go on and on. */
const REACH = 512;
const LONG_REACH = 4096;
const LONGEST_VALUE = 256;

/** A quote, with the backslashes of a string inside a string. */
const QUOTE = "\\\\*[\"'`]";
const BLANK = "(?:[ \\t]|\\\\+[nrt]|[\\r\\n])";
const SPACE = "[ \\t]";
/** A line break, also as a string has it. */
const BREAK = "(?:\\r?\\n|(?:\\\\+r)?\\\\+n)";
/** What may stand between the end of a name and the sign that gives it a value. */
const NAME_END = `(?:${QUOTE}|\\*{2})?(?:\\[\\w*\\]|\\]|\\})?\\)?(?:\\\\*["'])?(?:${SPACE}(?:provided|supplied|given)|${SPACE}\\([^()\\r\\n"']{1,40}\\))?`;
/** `: str`, `: &'static str`, ` string`, ` As String`, `?: string | undefined`: a type behind a name. */
const TYPE = `(?:${SPACE}*\\??:${SPACE}*[A-Za-z&*[][\\w.<>\\[\\]|&' ?]{0,40}?(?=${SPACE}*=)|${SPACE}+(?:[Aa]s${SPACE}+)?(?:string|String|str|char\\*?|text)(?:\\[\\])?(?=${SPACE}*=))?`;
/** C#: `public string ApiKey { get; set; } = "…"`. */
const ACCESSORS = `(?:${SPACE}*\\{${SPACE}*get;[^{}\\r\\n]{0,40}\\})?`;
const SIGN = `(?::{1,2}=|:-(?=[^\\s-])|(?:\\?\\?|\\|\\||\\?:)(?=${SPACE}*${QUOTE})|=>|={1,3}|!={1,2}|\\|\\|=|\\?\\?=|\\?=|[+.]=|->|<-|:)(?:\\*{2})?`;
/** What YAML writes before a text: its type, an anchor, or the mark of a block of lines. */
const YAML = `(?:(?:!!str|&\\w{1,32})${SPACE}+)?(?:[|>][-+]?${SPACE}*${BREAK}${SPACE}*)?`;
/** A prefix of a literal, or the call of a constructor round it. */
const LITERAL = `(?:(?:new )?(?:[A-Z][\\w.:]{0,30}|str|bytes|b64decode|base64\\.\\w+|pulumi\\.secret)\\(${SPACE}*(?:default=)?)?(?:[bBrRuUfN@$L]{1,2}(?=\\\\*["'\`]))?`;
/** A block of code in Markdown. */
const FENCE = "(?:```\\w{0,10}(?:\\r?\\n|\\\\+n))?";
/** Brackets round a literal alone: of Python, for a line of its own; of JSX. */
const OPEN = `(?:\\(${BLANK}{0,12}(?=[bBrRuU]?${QUOTE})|\\{(?=${QUOTE}[^"'\`]{1,256}${QUOTE}\\}))?`;
/** Between the name and the value where both are attributes or members of one thing: `name="password" value="…"`. */
const VALUE_BESIDE = `${BLANK}{0,64}(?:[,;]${BLANK}{0,64})?(?:\\\\*"\\w{1,20}\\\\*"${SPACE}?:${SPACE}?(?:\\\\*"[^"\\r\\n]{0,40}"|true|false|null),${BLANK}{0,64}){0,3}(?:[\\w:-]{1,20}=["'][^"'<>]{0,40}["']${BLANK}{1,64}){0,3}(?:-${SPACE}{0,8})?(?:${QUOTE})?(?:(?:[a-z]{1,10}:)?(?:value|Value|VALUE|default|fallback|envDefault|env-default|secret_string)(?:${QUOTE})?${SPACE}*[:=]|content=)${SPACE}*`;

const ASSIGNED = new RegExp(
  `${NAME_END}${TYPE}${ACCESSORS}${SPACE}*${SIGN}${BLANK}{0,12}${FENCE}${YAML}${OPEN}${LITERAL}\\[?${SPACE}*`,
  "y",
);
/** `gh secret set NAME --body …`, `-b"…"`, `--name NAME --type String --value …`. */
const OPTION_BESIDE = `(?:${SPACE}{1,4}--?[a-z-]{1,20}[= ][^\\s"'-][^\\s"']{0,40}){0,2}${SPACE}{1,4}(?:--(?:body|value|secret-string)[= ]|-b(?=${QUOTE}))${SPACE}*`;
/** What a variable is taken for when it is not set: `env::var("NAME").unwrap_or("…")`, `System.getenv("NAME")).orElse("…")`. */
const OTHERWISE = `${QUOTE}\\){1,2}\\.(?:unwrap_or|orElse|or_else|getOrElse|getOrDefault)\\((?=${QUOTE})`;
/** A part of a form as a message carries it (RFC 7578): `name="token"`, a blank line, the value. */
const PART = `${QUOTE}${BREAK}(?:[\\w-]{1,32}:[^\\r\\n\\\\]{0,80}${BREAK}){0,2}${BREAK}(?=\\S)`;
const BESIDE = new RegExp(
  `${QUOTE}${VALUE_BESIDE}|${OPTION_BESIDE}|${OTHERWISE}|${PART}|${SPACE}*${BREAK}${SPACE}*value${SPACE}*:${SPACE}*`,
  "y",
);
/** YAML: a block that the name begins, of which the value is the first line. */
const NESTED = new RegExp(
  `:${SPACE}*${BREAK}(?:${SPACE}+(?:[Tt]ype|[Dd]escription):[^\\r\\n\\\\]{0,80}${BREAK}){0,2}${SPACE}+(?:value|[Dd]efault)${SPACE}*:${SPACE}*`,
  "y",
);
const BLOCK = new RegExp(`"${SPACE}*\\{[^{}]{0,200}?\\bdefault${SPACE}*=${SPACE}*(?=")`, "y");
const ARGUMENT = new RegExp(
  `${QUOTE}${SPACE}*,${BLANK}{0,12}${LITERAL}(?=${QUOTE})|[({]${SPACE}*${LITERAL}(?=${QUOTE})`,
  "y",
);
/** The element whose name or attribute it is, or the one behind it: `<key>Token</key><string>…`, `<setting name="Token"><value>…`. */
const ELEMENT =
  /(?:(?:["'][^<>]{0,80})?>|<\/\w{1,20}>)\s{0,20}(?:<(?:value|string|data|v|td|dd|code|b|pre)>\s{0,20}){0,2}(?:<!\[CDATA\[)?(?=[^<>\s])/y;
/** The next cell of a table in Markdown, or of a line of values. */
const CELL = new RegExp(`(?:${QUOTE})?${SPACE}{0,24}\\|${SPACE}{0,24}(?=[^|\\s])`, "y");
/** A name in a pattern of several: `(native_password|sha2_password)`. */
const IN_ALTERNATION = /\([\w.|-]*$/;
const FIELD = /[,;](?=[\w.+/=~-]{16,256}(?:[,;\r\n]|$))/y;
const SPOKEN = new RegExp(
  `(?:${QUOTE}|\\*{2})?(?:${SPACE}+(?:for|of)(?:${SPACE}+[\\w.-]{1,24}){1,2}(?=${SPACE}+is${SPACE}))?(?:${SPACE}+(?:is|was|are|to|of|as|ist|lautet|es|est)(?:${SPACE}*:)?)?${SPACE}{1,24}[([]?(?:@(?=["']))?(?=\\S)`,
  "y",
);
/** Three quotes for a literal of several lines; one round another, escaped, for the literal of a program that is written out. */
const OPENING = new RegExp(`(?:["'\`](?=\\\\+["']))?(?:"""|'''|\`\`\`(?=\\S)|${QUOTE})`, "y");
/** The last literal of a line that begins with an expression: `process.env.X || "…"`, `getenv("X", "…")`. */
const FALLBACK = new RegExp(
  `(?![^\\s"'\`()[\\]|?,]*(?:${QUOTE}|,))[A-Za-z_](?:[^\\r\\n;\\\\]|\\\\[^nr]){0,120}?(?:\\|\\||\\?\\?|\\?:|\\bor\\b|,)${SPACE}*(?=${QUOTE})`,
  "y",
);
/** A call round a literal: `ref<string>("…")`, `Secret.of('…')`. */
const WRAPPED = new RegExp(
  `[A-Za-z][\\w.:]{0,30}(?:<[\\w |.]{1,30}>)?\\(${SPACE}*(?=${QUOTE}[^\\s"'\`]{12,256}${QUOTE}${SPACE}*\\))`,
  "y",
);
/** The literal behind a name in a tuple or a definition: `{token, <<"…">>}`, `-define(TOKEN, "…")`. */
const TUPLE = new RegExp(`,${SPACE}{0,4}(?:<<)?(?=${QUOTE})`, "y");
/** A dash as a sentence has it: "API key - …". */
const DASH = new RegExp(
  `${SPACE}{1,4}(?:-|\\xe2\\x80[\\x93\\x94])${SPACE}{1,4}(?=[\\w+/=~.-]{16,256}(?:[\\s,;]|$))`,
  "y",
);
/** A line of its own below the name, as people paste it. */
const BELOW = new RegExp(
  `(?:${QUOTE}|\\*{2})?:?${SPACE}{0,8}(?:\\r?\\n){1,2}${SPACE}{0,8}(?=[\\w+~-]{12,256}={0,2}${SPACE}{0,8}(?:[\\r\\n]|$))`,
  "y",
);
/** A name in a line of words, which is none of a path. */
const IN_WORDS = /(?:^|[\r\n \t])[\w*#>-]*$/;
/** A control character, as binary data have one between their texts, ends a value as a blank does. */
const BARE = /[^\s\x00-\x1f"'`<>\\]{1,257}/y;
const FLAG =
  /(?:^|[\s"'`([=])-{1,2}[\w.-]*$|(?:(?:^|[\r\n;&|>"'`]|\\[nrt])[ \t]*(?:ENV|ARG|set|SET|setenv|SetEnv|set -gx|export|proxy_set_header))[ \t]+[\w.-]*$|(?:^|[\r\n]|\\n)[ \t]*(?:requirepass|masterauth|bindpw|rootpw)$/;
/** Where a line begins, as far as its name goes: indentation, `export`, `-` of a list, `KEY` of a Dockerfile. */
const LINE_START =
  /(?:^|[\r\n]|\\n)[ \t]*(?:[-+*] )?(?:export |set |setx |ENV |ARG |declare -x |\$env:|[+-])?[ \t]*["']?[\w.$-]*$/;

/**
 * The value that the name which ends at `nameEnd` is given in this text; undefined when it is given none. `prefilter`: false only to prove
 * that it misses nothing.
 */
export function readAssignment(
  bytes: Uint8Array,
  nameStart: number,
  nameEnd: number,
  prefilter = true,
): Assignment | undefined {
  if (prefilter && (MAY_FOLLOW[bytes[nameEnd] ?? 0] === 0 || isMentioned(bytes, nameStart, nameEnd))) return undefined;
  const text = latin1(bytes, nameEnd, Math.min(bytes.length, nameEnd + REACH));
  const found =
    readValue(text, () => latin1(bytes, Math.max(0, nameStart - 24), nameEnd)) ?? readLong(text, bytes, nameEnd);
  return found && { ...found, start: nameEnd + found.start, end: nameEnd + found.end };
}

/** A sign, and a token that is longer than other values: of a session, in base64, of several parts. */
const LONG = new RegExp(
  `${NAME_END}${SPACE}{0,4}${SIGN}${SPACE}{0,4}(?:${QUOTE})?(?=[\\w+/=.~%|-]{${LONGEST_VALUE}})`,
  "y",
);
const IN_LONG: Uint8Array = byteTable("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-+/=.~%|");

function readLong(text: string, bytes: Uint8Array, nameEnd: number): Assignment | undefined {
  const start = endOf(LONG, text, 0);
  if (start === undefined) return undefined;
  let end = start + LONGEST_VALUE;
  while (end - start < LONG_REACH && IN_LONG[bytes[nameEnd + end] ?? 0] === 1) end++;
  return end - start < LONG_REACH ? { start, end, standing: "list" } : undefined;
}

/** In a list of names and values of which the values come first: `"value": "…", "key": "`. */
const VALUE_BEFORE =
  /"value"[ \t]?:[ \t]?"([^"\\\r\n]{8,256})"[ \t]?,\s{0,40}(?:"\w{1,20}"[ \t]?:[ \t]?(?:"[^"\r\n]{0,40}"|true|false|null)[ \t]?,\s{0,40}){0,3}"(?:key|name)"[ \t]?:[ \t]?"$/di;
const LONGEST_BEFORE = 480;
const COLON = 0x3a;
const DOUBLE_QUOTE = 0x22;

/** The value that stands before the name which begins at `nameStart`, where both are members of one object. */
export function readValueBefore(bytes: Uint8Array, nameStart: number): Assignment | undefined {
  if (bytes[nameStart - 1] !== DOUBLE_QUOTE || (bytes[nameStart - 2] !== COLON && bytes[nameStart - 3] !== COLON))
    return undefined;
  const from = Math.max(0, nameStart - LONGEST_BEFORE);
  const span = VALUE_BEFORE.exec(latin1(bytes, from, nameStart))?.indices?.[1];
  return span && { start: from + span[0], end: from + span[1], standing: "quoted" };
}

/** 1 for the bytes that can stand behind a name that is given a value. */
const MAY_FOLLOW: Uint8Array = byteTable(" \t\"'`\\[])}=:>({|?!-<+\r\n,;*.");

/** Words behind a name in which a value, said of it, may stand: "is", ":", the value. */
const MOST_WORDS = 4;
const NAME_BYTES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_.-";
const IN_NAME: Uint8Array = byteTable(NAME_BYTES);
const IN_LIST: Uint8Array = byteTable(`${NAME_BYTES}+/=~`);
/** What gives a value, or is part of one, in the words behind a name. */
const TELLING: Uint8Array = byteTable("0123456789=\"'`\\");
const BLANKS: Uint8Array = byteTable(" \t");
/** What a literal behind a comma begins with. */
const OPENS: Uint8Array = byteTable("\"'`\\<");
const MOST_BLANKS = 4;

/**
 * Whether a name is only mentioned, as it is in most places: then no pattern finds a value behind it, and the bytes there tell so sooner.
 * It may miss that.
 */
function isMentioned(bytes: Uint8Array, nameStart: number, nameEnd: number): boolean {
  const next = bytes[nameEnd]!;
  if (next === 0x2e) return bytes[nameEnd + 1] !== 0x3d;
  if (next === 0x3b) return IN_LIST[bytes[nameEnd + 1] ?? 0] === 0;
  if (next === 0x2c) return IN_LIST[bytes[nameEnd + 1] ?? 0] === 0 && !opensLiteral(bytes, nameEnd + 1);
  return BLANKS[next] === 1 && areWordsBehind(bytes, nameEnd) && !isOption(bytes, nameStart);
}

/** Whether a literal begins behind a few blanks. */
function opensLiteral(bytes: Uint8Array, from: number): boolean {
  let at = from;
  while (at < from + MOST_BLANKS && BLANKS[bytes[at] ?? 0] === 1) at++;
  return OPENS[bytes[at] ?? 0] === 1;
}

/** Whether there are words behind a name, and in those that may give it a value, nothing that does. */
function areWordsBehind(bytes: Uint8Array, nameEnd: number): boolean {
  const last = Math.min(bytes.length, nameEnd + REACH);
  let words = 0;
  for (let at = nameEnd; at < last; at++) {
    const byte = bytes[at]!;
    if (byte === 0x0a || byte === 0x0d) break;
    if (BLANKS[byte] === 1) continue;
    if (TELLING[byte] === 1 || (words === 0 && !isLetter(byte))) return false;
    if (BLANKS[bytes[at - 1]!] === 1 && ++words > MOST_WORDS) break;
  }
  return words > 0;
}

function isLetter(byte: number): boolean {
  return ((byte | 0x20) - 0x61) >>> 0 < 26;
}

/** Words before a name that make the word behind it its value, in lower case: as in FLAG. */
const SETTERS: ReadonlySet<string> = new Set([
  "env",
  "arg",
  "set",
  "setenv",
  "gx",
  "header",
  "export",
  "requirepass",
  "masterauth",
]);
const LONGEST_SETTER = 11;

/** Whether a name may be an option's, or set by the word before it. */
function isOption(bytes: Uint8Array, nameStart: number): boolean {
  if (bytes[nameStart] === 0x2d || IN_NAME[bytes[nameStart - 1] ?? 0] === 1) return true;
  let end = nameStart;
  while (BLANKS[bytes[end - 1] ?? 0] === 1) end--;
  let start = end;
  while (start > 0 && end - start <= LONGEST_SETTER && isLetter(bytes[start - 1]!)) start--;
  return end < nameStart && SETTERS.has(latin1(bytes, start, end).toLowerCase());
}

function readValue(text: string, before: () => string): Assignment | undefined {
  const nested = endOf(NESTED, text, 0);
  if (nested !== undefined) return quoted(text, nested) ?? bare(text, nested, before);
  const assigned = endOf(ASSIGNED, text, 0);
  if (assigned !== undefined) {
    return (
      quoted(text, assigned) ?? wrapped(text, assigned) ?? fallback(text, assigned) ?? bare(text, assigned, before)
    );
  }
  const block = endOf(BLOCK, text, 0);
  if (block !== undefined) return quoted(text, block);
  const argument = endOf(ARGUMENT, text, 0);
  const beside = endOf(BESIDE, text, 0);
  if (beside !== undefined) return quoted(text, beside) ?? bare(text, beside, before);
  if (argument !== undefined) return asArgument(quoted(text, argument), before());
  const element = before().includes("<") ? endOf(ELEMENT, text, 0) : undefined;
  if (element !== undefined) return inElement(text, element);
  const cell = endOf(CELL, text, 0);
  if (cell !== undefined && !IN_ALTERNATION.test(before())) return quoted(text, cell) ?? asWord(text, cell, "bare");
  const field = endOf(FIELD, text, 0);
  if (field !== undefined) return LINE_START.test(before()) ? asWord(text, field, "list") : undefined;
  const tuple = endOf(TUPLE, text, 0);
  if (tuple !== undefined) return inList(quoted(text, tuple));
  const dash = endOf(DASH, text, 0);
  if (dash !== undefined) return asWord(text, dash, "list");
  const below = endOf(BELOW, text, 0);
  if (below !== undefined && IN_WORDS.test(before())) return asWord(text, below, "list");
  const spoken = endOf(SPOKEN, text, 0);
  return spoken === undefined ? undefined : said(text, spoken, before());
}

function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function quoted(text: string, at: number): Assignment | undefined {
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
function asWord(text: string, start: number, standing: Standing): Assignment | undefined {
  const length = text.slice(start, start + LONGEST_VALUE + 1).search(/[\s\x00-\x1f|,;"'`<>]|$/);
  return length < 1 || length > LONGEST_VALUE ? undefined : { start, end: start + length, standing };
}

/** Literals side by side are a name and its value, or a list of words: only the first of a call or a pair is a name. */
function asArgument(found: Assignment | undefined, before: string): Assignment | undefined {
  const isList = /["'`][\w.-]*$/.test(before) && !/[([{][ \t]*\\*["'`][\w.-]*$/.test(before);
  const isSetting = /["'`][A-Z][A-Z0-9]*_[A-Z0-9_]+$/.test(before);
  return found && { ...found, standing: isList ? "list" : isSetting ? "quoted" : "bare" };
}

function wrapped(text: string, at: number): Assignment | undefined {
  const start = endOf(WRAPPED, text, at);
  return start === undefined ? undefined : inList(quoted(text, start));
}

/** What stands there may be anything: only what looks random counts. */
function inList(found: Assignment | undefined): Assignment | undefined {
  return found && { ...found, standing: "list" };
}

function fallback(text: string, at: number): Assignment | undefined {
  // Cheaper than to look for what stands before it.
  if (!/["'`]/.test(text)) return undefined;
  const start = endOf(FALLBACK, text, at);
  return start === undefined ? undefined : quoted(text, start);
}

function inElement(text: string, start: number): Assignment | undefined {
  const end = text.slice(start, start + LONGEST_VALUE + 1).search(/[\s\x00-\x1f<]|\]\]>/);
  return end <= 0 ||
    text.slice(start, start + end).includes("\\") ||
    !/^\s*(?:\]\]>)?\s*</.test(text.slice(start + end, start + end + 80))
    ? undefined
    : { start, end: start + end, standing: "quoted" };
}

const ANOTHER_NAME = /^[+#-]?[A-Za-z_][\w.-]*[=:]/;

function bare(text: string, start: number, before: () => string): Assignment | undefined {
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
function said(text: string, at: number, before: string): Assignment | undefined {
  const found = quoted(text, at);
  if (found !== undefined) return FLAG.test(before) ? found : { ...found, standing: "prose" };
  const end = endOf(BARE, text, at);
  if (end === undefined || end - at > LONGEST_VALUE || text.startsWith("-", at)) return undefined;
  const value = text.slice(at, end).replace(/(?<![.,;:)])[.,;:)]+$/, "");
  if (FLAG.test(before)) return { start: at, end, standing: "line" };
  return /\d/.test(value) ? { start: at, end: at + value.length, standing: "prose" } : undefined;
}
