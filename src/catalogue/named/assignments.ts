import { byteTable, latin1 } from "../forms/spans.js";
import {
  type Assignment,
  asArgument,
  asWord,
  bare,
  bracketed,
  chosen,
  defined,
  endOf,
  fallback,
  inElement,
  inList,
  LINE_START,
  LONGEST_VALUE,
  quoted,
  said,
  wrapped,
} from "./literals.js";
import { isMentioned, REACH } from "./mentions.js";
import {
  ARGUMENT,
  ASSIGNED,
  BELOW,
  BESIDE,
  BLOCK,
  CELL,
  DASH,
  DEFINED,
  DESCRIBED,
  ELEMENT,
  FIELD,
  NAME_END,
  NESTED,
  QUOTE,
  SIGN,
  SPACE,
  SPOKEN,
  TUPLE,
} from "./notations.js";

/** Bytes of a token that goes on and on, as of a session. */
const LONG_REACH = 4096;

/** A name in a pattern of several: `(native_password|sha2_password)`. */
const IN_ALTERNATION = /\([\w.|-]*$/;
/** A member in a template, or a literal of a command: what stands behind "|" is what it is given to. */
const IS_PIPED = /(?:^|[\s({])[.$]\w[\w.]*[^\w.]$|["'][\w.-]*[\\"']$/;
/** A setting without a value, or the end of a line of base64: what stands in the next line is another thing's. */
const ENDS_LINE = /^={1,2}[ \t]*[\r\n]/;
/** A name in a line of words, which is none of a path. */
const IN_WORDS = /(?:^|[\r\n \t])[\w*#>-]*$/;
/** A command of TeX. */
const IN_TEX = /\\[A-Za-z]+$/;

/**
 * The value that the name which ends at `nameEnd` is given in this text; undefined when it is given none. `spend` is asked for the bytes of a
 * token that goes on and on: `false`, and it is not read. `prefilter`: false only to prove that it misses nothing.
 */
export function readAssignment(
  bytes: Uint8Array,
  nameStart: number,
  nameEnd: number,
  spend?: (bytes: number) => boolean,
  prefilter = true,
): Assignment | undefined {
  if (prefilter && isMentioned(bytes, nameStart, nameEnd)) return undefined;
  const text = latin1(bytes, nameEnd, Math.min(bytes.length, nameEnd + REACH));
  const found =
    readValue(text, () => latin1(bytes, Math.max(0, nameStart - 24), nameEnd)) ?? readLong(text, bytes, nameEnd, spend);
  return found && { ...found, start: nameEnd + found.start, end: nameEnd + found.end };
}

/** A sign, and a token that is longer than other values: of a session, in base64, of several parts. */
const LONG = new RegExp(
  `${NAME_END}${SPACE}{0,4}${SIGN}${SPACE}{0,4}(?:${QUOTE})?(?=[\\w+/=.~%|-]{${LONGEST_VALUE}})`,
  "y",
);
const IN_LONG: Uint8Array = byteTable("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-+/=.~%|");

function readLong(
  text: string,
  bytes: Uint8Array,
  nameEnd: number,
  spend: ((bytes: number) => boolean) | undefined,
): Assignment | undefined {
  const start = endOf(LONG, text, 0);
  if (start === undefined) return undefined;
  let end = start + LONGEST_VALUE;
  while (end - start < LONG_REACH && IN_LONG[bytes[nameEnd + end] ?? 0] === 1) end++;
  return spend?.(end - start) !== false && end - start < LONG_REACH ? { start, end, standing: "list" } : undefined;
}

function readValue(text: string, before: () => string): Assignment | undefined {
  const nested = endOf(NESTED, text, 0);
  if (nested !== undefined) return quoted(text, nested) ?? bare(text, nested, before);
  const described = endOf(DESCRIBED, text, 0);
  if (described !== undefined) return inList(quoted(text, described) ?? asWord(text, described, "list"));
  if (ENDS_LINE.test(text)) return undefined;
  const assigned = endOf(ASSIGNED, text, 0);
  if (assigned !== undefined) {
    return (
      quoted(text, assigned) ??
      bracketed(text, assigned) ??
      wrapped(text, assigned) ??
      fallback(text, assigned) ??
      chosen(text, assigned) ??
      bare(text, assigned, before)
    );
  }
  const block = endOf(BLOCK, text, 0);
  if (block !== undefined) return quoted(text, block);
  return readBeside(text, before) ?? readSaid(text, before);
}

/** What stands beside the name as another literal, element, or cell. */
function readBeside(text: string, before: () => string): Assignment | undefined {
  const beside = endOf(BESIDE, text, 0);
  if (beside !== undefined) return quoted(text, beside) ?? bare(text, beside, before);
  const argument = endOf(ARGUMENT, text, 0);
  if (argument !== undefined) return asArgument(memberValue(text, argument), before());
  const element = before().includes("<") ? endOf(ELEMENT, text, 0) : undefined;
  if (element !== undefined) return inElement(text, element);
  const cell = endOf(CELL, text, 0);
  if (cell !== undefined && !IS_PIPED.test(before() + text.slice(0, 1)) && !IN_ALTERNATION.test(before()))
    return quoted(text, cell) ?? asWord(text, cell, "bare");
  const tuple = endOf(TUPLE, text, 0);
  if (tuple !== undefined) return inList(quoted(text, tuple));
  const tex = endOf(DEFINED, text, 0);
  return tex !== undefined && IN_TEX.test(before()) ? defined(text, tex) : undefined;
}

/** A literal, but for the name of the next member: `"… Security Key", "2bff…": "…"`. */
function memberValue(text: string, at: number): Assignment | undefined {
  const found = quoted(text, at);
  return found && endOf(BEFORE_VALUE, text, found.end) === undefined ? found : undefined;
}

const BEFORE_VALUE = /\\*["'`][ \t]*:/y;

/** What stands behind the name in a line of values or of words, or in the line below. */
function readSaid(text: string, before: () => string): Assignment | undefined {
  const field = endOf(FIELD, text, 0);
  if (field !== undefined) return LINE_START.test(before()) ? asWord(text, field, "list") : undefined;
  const dash = endOf(DASH, text, 0);
  if (dash !== undefined) return asWord(text, dash, "list");
  const below = endOf(BELOW, text, 0);
  if (below !== undefined && IN_WORDS.test(before())) return asWord(text, below, "list");
  const spoken = endOf(SPOKEN, text, 0);
  return spoken === undefined ? undefined : said(text, spoken, before());
}
