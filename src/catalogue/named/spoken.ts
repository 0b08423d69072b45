import type { LocatedValue } from "../../types.js";
import { byteTable, latin1, spansOf } from "../forms/spans.js";
import { judge } from "./judge.js";
import { lookOf, looksRandom } from "./values.js";

/** What people call a credential in a sentence or a comment. */
export const SPOKEN_NAMES: readonly string[] = [
  "api key",
  "api-key",
  "api_key",
  "api token",
  "api secret",
  "access token",
  "access key",
  "auth token",
  "secret key",
  "client secret",
  "app secret",
  "bearer token",
  "refresh token",
];

/** Bytes before a mark and behind it that are looked at. */
const BEFORE = 200;
const BEHIND = 340;

const SHORTEST = 16;
const VALUE = "([0-9A-Za-z][0-9A-Za-z_.+/=~-]{15,255})";
const IN_VALUE: Uint8Array = byteTable("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_.+/=~-");
/** What is said of it between: "for Datadog", "(staging)", "provided". */
const SAID =
  "(?:[ \\t]+(?:for|of|to|from|de|we|i|you|your)(?:[ \\t]+[\\w.-]{1,24}){1,3}?(?=[ \\t]+(?:is|es|est|ist)\\b|[ \\t]*:)|[ \\t]*\\([^()\\r\\n]{1,40}\\)|[ \\t]+(?:provided|supplied|used|given|found|below))?";
/** "is", "->", bold type, and two line breaks at most, between the words and the value. */
const BEHIND_NAME = new RegExp(
  `^[a-z]+[ _-][a-z]+(?=[\\s*"')\`:=|>\\\\-])[*"'\`)]{0,3}${SAID}(?:[ \\t]+(?:is|was|to|of|es|est|ist|lautet))?[ \\t]{0,4}(?:->|=>|[:=|]|-(?=[ \\t]))?[ \\t*]{0,4}(?:(?:\\r?\\n|\\\\+n)[ \\t]{0,8}){0,2}(?:\`\`\`\\w{0,10}(?:\\r?\\n|\\\\+n))?[ \\t>*"'\`(\\[]{0,4}${VALUE}(?=[\\s"'\`,;)\\]!?\\\\]|$)`,
  "di",
);
/** A sentence that begins with the value: "… is our Datadog". */
const IS_NAME = new RegExp(
  `(?<![\\w.+/=~-])${VALUE}[ \\t]+(?:is|was|as)[ \\t]+(?:the|our|my|your|an?)[ \\t]+(?:[\\w.-]{1,24}[ \\t]+){0,3}$`,
  "d",
);
/** A literal, and on its line a comment that ends with the words. */
const BEFORE_NAME = new RegExp(
  `["'\`]${VALUE}\\\\{0,8}["'\`][)\\]},;]{0,4}[ \\t]{0,8}(?:\\/\\/|#|--|\\/\\*|<!--)[^\\r\\n]{0,60}$`,
  "d",
);

/** What stands between in each. */
const COMMENT = /\/\/|#|--|\/\*|<!--/;
const VERB = /[ \t](?:is|was|as)[ \t]/;

const PUBLIC = /(?:public|publishable)[ _-]$/i;

/** Values beside the names in which `marks` stand, where they look random. */
export function* locateSpoken(bytes: Uint8Array, marks: readonly number[]): Generator<LocatedValue> {
  let done = 0;
  for (const mark of marks) {
    if (mark < done) continue;
    const to = Math.min(bytes.length, mark + BEHIND);
    if (spansOf(bytes, IN_VALUE, SHORTEST, Math.max(done, mark - BEFORE), to).length === 0) continue;
    if (PUBLIC.test(latin1(bytes, Math.max(0, mark - 16), mark))) continue;
    const behind = BEHIND_NAME.exec(latin1(bytes, mark, to));
    const from = Math.max(done, mark - BEFORE);
    const found = behind ?? beforeName(latin1(bytes, from, mark));
    if (found === null) continue;
    const start = (found === behind ? mark : from) + found.indices![1]![0];
    const value = found[1]!.replace(/[.]+$/, "");
    if (!isCredential(value)) continue;
    yield [
      start,
      start + value.length,
      { confidence: "medium", because: "the words beside it say what it is, and it looks random" },
    ];
    done = Math.max(mark, start + value.length);
  }
}

/** A value before a name. What must stand between is looked for first: it costs less than to try each word as a value. */
function beforeName(text: string): RegExpExecArray | null {
  const comment = COMMENT.test(text) ? BEFORE_NAME.exec(text) : null;
  return comment ?? (VERB.test(text) ? IS_NAME.exec(text) : null);
}

/** Random letters of both cases and digits, or enough of one case; a word or a path of a sentence is none. */
function isCredential(value: string): boolean {
  const look = lookOf(value);
  if (value.length < 16 || !look.hasDigit || !looksRandom(look) || look.words > 0.4) return false;
  if (!(look.hasUpper && look.hasLower) && value.length < 20) return false;
  return judge("secret", value, "prose")?.confidence === "medium";
}
