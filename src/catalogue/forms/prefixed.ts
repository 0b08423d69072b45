import type { Detector } from "../../types.js";
import { type Alphabet, alphabets, sample } from "./alphabets.js";
import { type Examples, withExamples } from "./examples.js";

/** A token that is a fixed prefix and a body in one alphabet: most of the tokens that vendors have designed since 2020. */
export interface PrefixedToken extends Omit<Detector, "literals" | "shape" | "examples" | "counterExamples"> {
  /** Case-sensitive. More than one where the vendor marks kinds of one token. */
  readonly prefix: string | readonly [string, ...string[]];
  readonly body: Alphabet;
  /** Characters of the body: exactly, or least and most (`Infinity` where the vendor sets no bound). */
  readonly length: number | readonly [least: number, most: number];
  /** A fixed end, such as "AA". */
  readonly suffix?: string;
  /**
   * Set for a prefix so short that base64 holds it by chance: the token must then begin and end where a word does, and not behind a mark of base64.
   */
  readonly alone?: boolean;
  /** A whole example token, where the body needs a checksum. */
  readonly token?: string;
}

/** The detector of a prefixed token, with its examples (one a prefix) and near misses (too short, wrong case, placeholder). */
export function prefixed(fields: PrefixedToken): Detector {
  const { prefix, body, length, suffix = "", alone = false, token, ...rest } = fields;
  const prefixes = typeof prefix === "string" ? [prefix] : [...prefix];
  const [least, most] = typeof length === "number" ? [length, length] : length;
  const open = either(prefixes);
  const close = escapePattern(suffix);
  const shape = alone
    ? `(?:^|[^0-9A-Za-z_+-])(?P<token>${open}${wholeWord(body, least, most)})`
    : `${open}[${alphabets[body]}]${times(least, most)}${close}`;
  const detector = { ...rest, literals: prefixes, shape };
  return withExamples(detector, () => examplesOf(fields, prefixes, least));
}

function examplesOf(fields: PrefixedToken, prefixes: readonly string[], least: number): Examples {
  const { body, suffix = "", alone = false, token, context } = fields;
  const [first = ""] = prefixes;
  const text = (value: string): string => `${context?.words[0] ?? "value"} ${value}`;
  const made = prefixes.map((mark) => text(mark + sample(body, least) + suffix));
  const otherCase = prefixes.includes(swapCase(first)) ? [] : [text(swapCase(first) + sample(body, least) + suffix)];
  const inBlob = alone
    ? ["_", "-", "+"].map((mark) => text(`${sample("base64", 40)}${mark}${first}${sample(body, least)}`))
    : [];
  return {
    examples: token === undefined ? [made[0] ?? "", ...made.slice(1)] : [text(token)],
    counterExamples: [text(`${first}<your-token>`), text(first + sample(body, least - 1)), ...otherCase, ...inBlob],
  };
}

/** A body that ends with its word: RE2 has no look-ahead, and "-" is no letter of a word to `\b`. */
function wholeWord(body: Alphabet, least: number, most: number): string {
  const chars = alphabets[body];
  if (body !== "base64url") return `[${chars}]${times(least, most)}\\b`;
  return `[${chars}]${times(least - 1, most - 1)}(?:[0-9A-Za-z_]\\b|-\\B)`;
}

/** The longest first: RE2 takes the first that fits, and the body of a shorter one would end too soon. */
function either(prefixes: readonly string[]): string {
  const escaped = [...prefixes].sort((a, b) => b.length - a.length).map(escapePattern);
  return escaped.length === 1 ? escaped.join("") : `(?:${escaped.join("|")})`;
}

function times(least: number, most: number): string {
  if (least === most) return `{${least}}`;
  return most === Number.POSITIVE_INFINITY ? `{${least},}` : `{${least},${most}}`;
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function swapCase(text: string): string {
  const upper = text.toUpperCase();
  return upper === text ? text.toLowerCase() : upper;
}
