import type { Detector } from "../types.js";
import { type Alphabet, alphabets, sample } from "./alphabets.js";

/** A token that is a fixed prefix and a body in one alphabet: most of the tokens that vendors have designed since 2020. */
export interface PrefixedToken extends Omit<Detector, "literals" | "shape" | "examples" | "counterExamples"> {
  /** Case-sensitive. More than one where the vendor marks kinds of one token. */
  readonly prefix: string | readonly [string, ...string[]];
  readonly body: Alphabet;
  /** Characters of the body: exactly, or least and most (`Infinity` where the vendor sets no bound). */
  readonly length: number | readonly [least: number, most: number];
  /** A fixed end, such as "AA". */
  readonly suffix?: string;
  /** A whole example token, where the body needs a checksum. */
  readonly token?: string;
}

/** Least entropy of a prefixed token, bits per character: "ghp_xxxx…" is a placeholder. */
const PLACEHOLDER_BITS = 2;

/** The detector of a prefixed token, with its examples (one a prefix) and near misses (too short, wrong case, placeholder). */
export function prefixed(fields: PrefixedToken): Detector {
  const { prefix, body, length, suffix = "", token, ...rest } = fields;
  const prefixes = typeof prefix === "string" ? [prefix] : [...prefix];
  const [least, most] = typeof length === "number" ? [length, length] : length;
  const [first = ""] = prefixes;
  const text = (value: string): string => `${rest.context?.words[0] ?? "value"} ${value}`;
  const made = prefixes.map((mark) => text(mark + sample(body, least) + suffix));
  const otherCase = swapCase(first) === first ? [] : [text(swapCase(first) + sample(body, least) + suffix)];
  return {
    minEntropyBits: PLACEHOLDER_BITS,
    ...rest,
    literals: prefixes,
    shape: `${either(prefixes)}[${alphabets[body]}]${times(least, most)}${escapePattern(suffix)}`,
    examples: token === undefined ? [made[0] ?? "", ...made.slice(1)] : [text(token)],
    counterExamples: [text(`${first}<your-token>`), text(first + sample(body, least - 1)), ...otherCase],
  };
}

function either(prefixes: readonly string[]): string {
  const escaped = prefixes.map(escapePattern);
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
