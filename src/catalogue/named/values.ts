import { shareOfWords } from "../../letter-pairs.js";

/** Texts in a value's place that stand for a value: each rule with what it is. None is a credential, at any confidence. */
const STAND_INS: readonly (readonly [what: string, rule: RegExp])[] = [
  [
    "a template",
    /\$\{|\$\([A-Za-z_./]|\{\{|\}\}|<%|%>|\{%|#\{|\[\[|\]\]|^__\w+_+$|^@[\w.]+@$|^\{[\w.: -]*\}$|^\{[A-Za-z_]\w*(?:\.\w+)*[[(].*\}$/,
  ],
  ["a format", /%\(\w+\)|%[sdvq](?![A-Za-z0-9])|\{\d*\}|^%\w+%$|\{\w+\}/],
  ["the next setting", /^[A-Z][A-Z\d]*(?:_[A-Z\d]+)+=[^=]/],
  ["the next field of a form", /^&[\w.%[\]-]*=/],
  ["a truth of minified code", /^![01](?:$|[,;)}\]&|?:])/],
  ["a type", /^\*(?:u?int\d*|string|byte|char|bool|float\d*)$|^\*?[a-z][a-z0-9]{1,15}\.[A-Z][a-z]+(?:[A-Z][a-z]+)+$/],
  ["a variable", /^\.\$[A-Za-z_]|^\*[A-Za-z_]\w*(?:\.\w+)+$|^\$+[A-Za-z_][\w.:[\]'"-]*$|^\$\d$|^&\w+;$/],
  ["a parameter", /^[:@?]\w*$/],
  ["a tag", /^<|>$|^\(|^\[|^&(?:lt|#60|#x3c);/i],
  ["a call", /^[\w.$:>?-]+\(|\(\)|\)$|=>|\w\[[\w'"$.]+\]|^[A-Za-z_]\w*\[[\w.]+\(/],
  ["a call of a member", /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+\(\)/],
  ["a whole call", /^[A-Za-z_$][\w$]{2,}(?:(?:\.|::|->)[A-Za-z_$][\w$]*)*(?:\([\w\s,.'"&*$:>-]*\);?|\[\w*\])$/],
  ["code between two literals", /^[)\]}][\]})]*[,;:+?&|].*[=(+&|?:,]$/s],
  ["an option", /^--?[a-z][a-z-]*=?$|^--[a-z][a-z0-9-]*=/],
  ["a range", /^\d+\.{2,3}\d+$/],
  [
    "a pattern",
    /\)\$$|^:(?:alnum|alpha|blank|digit|lower|punct|space|upper|xdigit):|[aA]-[zZ](?:[aA]-[zZ]|0-9|\]|_)|0-9\]|\(\?[:=!i<]/,
  ],
  ["an escape", /^(?:\\+u[0-9a-f]{4})+$/i],
  ["a link with its text", /\]\(/],
  [
    "a member",
    /^(?:process\.env|os\.environ|env|self|this|args?|opts?|options?|params?|props?|config|cfg|conf|settings?|request|req|res|response|ctx|context|secrets?|vars?|data|local|module|event|state|user|account|input|values?|import\.meta|System|Environment)[.[]/,
  ],
  [
    "a reference to a store",
    /^(?:op|vault|ssm|arn|aws|gcp|azure|secretsmanager|keyring|keychain|keyvault|bao|akv|env|file|ref|kms|awskms|gcpkms|projects?|secret|doppler|infisical|sm|urn|did|credential_process)(?:[:/]|\+\w+:)/i,
  ],
  [
    "a reference to a store",
    /^@Microsoft\.KeyVault|^!+[A-Za-z]+(?:[_:./-][A-Za-z]+)*(?:[\s|>[{("']|$)|^Ref:|^Fn::|^resolve:/,
  ],
  ["encrypted", /^ENC[([]|^\{cipher\}|^AQICA[A-H]|^vault:v\d|^!vault|^\$ANSIBLE|^pgp:|^age1/],
  ["a link", /^[a-z][a-z0-9+.-]{1,20}:\/\//i],
  [
    "a path of files",
    /^(?:\.{1,2}|~)?(?:\/[a-z_.][a-z0-9_.-]*)+\/?$|^(?:\.{1,2}|~)\/|^[A-Za-z]:[\\/]|^\/(?:etc|usr|var|run|home|opt|tmp|root|dev|app|mnt|srv|api)\//,
  ],
  [
    "a file",
    /^[\w./-]+\.(?:pem|key|crt|cer|jks|p12|pfx|json|ya?ml|toml|txt|env|js|mjs|ts|tsx|jsx|py|rb|go|java|php|conf|cfg|ini|md|html?|css|svg|png|jpe?g|gif)$/i,
  ],
  [
    "an address",
    /^[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,8}$|^[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|io|dev|local|internal|cloud|app)(?:[:/].*)?$/i,
  ],
  ["a type of media", /^(?:application|text|image|audio|video|multipart|font)\/[\w.+-]+/i],
  ["a hash with its name", /^(?:sha\d*|md5|sha\d*-|blake\w*|h1)[:-]/i],
  ["a version", /^[\^~<>=v]*\d+(?:\.\d+)+[\w.+-]{0,20}$/],
  ["a scope of signing", /(?:\/|%2F)(?:aws4|goog4)_/i],
  ["a date", /^(?:[a-z]{1,8}=)?(?:[+-]\d\d)?\d{4}-\d\d-\d\d(?:[T ]|$)/],
  ["a public key", /^(?:ssh-|ecdsa-|AAAA[BCE]3Nza|-----BEGIN (?:PUBLIC|CERT)|LS0tLS1CRUdJTiBD|LS0tLS1CRUdJTiBQVU)/],
  // PostHog's keys of projects, which only take events; the first half of a Scaleway key, which its documents call public.
  ["a publishable key", /^phc_[0-9A-Za-z]{40,}$|^SCW[0-9A-Z]{17}$|^pk[_.]|^G-[A-Z0-9]{10}$|^UA-\d/],
];

/** Anything but what names and random texts are made of. */
const HAS_MARKS = /[^\w-]/;
/** Those that a text without such marks can be. */
const WITHOUT_MARKS: ReadonlySet<string> = new Set([
  "a template",
  "encrypted",
  "a hash with its name",
  "a date",
  "a public key",
  "a publishable key",
]);
const STAND_INS_WITHOUT_MARKS = STAND_INS.filter(([what]) => WITHOUT_MARKS.has(what));

/** Words that stand where a value is still to be filled in, or was taken out. */
const PLACEHOLDER_WORDS =
  /(?:^|[^a-z])(?:your|yours|placeholder|change[-_ ]?me|changeit|replace[-_ ]?me|replace|insert|example|sample|dummy|fake|redacted|masked|hidden|filtered|scrubbed|sanitized|removed|omitted|todo|tbd|fixme|foobar|foo|enter|fill|goes|here|null|none|nil|undefined|empty|unset|notset|optional|required|invalid|mock|mocked|stub|abcdef|xxx+|some|any|the|not|put|paste|add|set)(?![a-z])/;

/** Values of settings named like credentials that are words of the language, not credentials. */
const PLAIN_WORDS: ReadonlySet<string> = new Set(
  "string text number integer boolean object null none nil true false undefined required optional missing wrong incorrect hidden secret password passwd passphrase pass token apikey key default input field form user username login email basic oauth oauth2 bearer digest keyboard primary secondary header headers body query cookie session value values type name label hint prompt env environment file path vault plain encrypted hashed random generated unknown enabled disabled always never auto manual binary bytes buffer interactive success failure error failed expired reset forgot confirm submit cancel change update create delete public private internal external confidential client server admin administrator root test testing prod production staging development local example sample dummy identifier keyword literal operator comment punctuation symbol function variable parameter argument property constant class method number regexp meta builtin title attribute selector template tag inherit initial relative absolute credentials credential authentication authorization current-password new-password one-time-code base64 utf8 utf-8 latin1 ascii sha256 sha1 md5 off on yes no socks4 socks5 ipv4 ipv6".split(
    " ",
  ),
);

/** What a text in the place of a credential looks like. */
export interface ValueLook {
  /** Share of its letters and digits that stand in words, 0 to 1. */
  readonly words: number;
  readonly length: number;
  readonly hasDigit: boolean;
  readonly hasLower: boolean;
  readonly hasUpper: boolean;
  /** Anything but letters, digits, and `_-. `. */
  readonly hasMark: boolean;
  readonly distinct: number;
  /** How often the character stands that stands most often. */
  readonly most: number;
  /** Share of its places where letters, digits or the case change, but for a capital before small letters. */
  readonly changes: number;
  readonly isUuid: boolean;
  readonly isHex: boolean;
  readonly isNumber: boolean;
}

export const UUID: RegExp = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Reused by every count: values are Latin-1. */
const counts: Uint32Array = new Uint32Array(256);

/** How many different characters a text has, and how often the one stands that stands most often. */
function countsOf(value: string): { readonly distinct: number; readonly most: number } {
  let distinct = 0;
  let most = 0;
  for (let i = 0; i < value.length; i++) {
    const count = ++counts[value.charCodeAt(i) & 0xff]!;
    if (count === 1) distinct++;
    if (count > most) most = count;
  }
  for (let i = 0; i < value.length; i++) counts[value.charCodeAt(i) & 0xff] = 0;
  return { distinct, most };
}

export function lookOf(value: string): ValueLook {
  const { distinct, most } = countsOf(value);
  return {
    words: shareOfWords(value),
    length: value.length,
    hasDigit: /\d/.test(value),
    hasLower: /[a-z]/.test(value),
    hasUpper: /[A-Z]/.test(value),
    hasMark: /[^\w.\- ]/.test(value),
    distinct,
    most,
    changes:
      (value.match(/[a-z](?=[0-9A-Z])|\d(?=[A-Za-z])|[A-Z](?=\d)|[A-Z](?=[A-Z][a-z])/g)?.length ?? 0) / value.length,
    isUuid: UUID.test(value),
    isHex: /^(?:0x)?[0-9a-f]+$/i.test(value),
    isNumber: /^[+-]?\d+(?:[.,]\d+)*%?$/.test(value),
  };
}

/** `config.database.password`, `Foo::BAR`. */
const PATH_OF_NAMES = /^[A-Za-z_$][\w$]*(?:(?:\.|::|->|\?\.)[A-Za-z_$][a-zA-Z_$]*\d?)+$/;

/** `/Users/anna`, `man5/proc.5`. */
const PATH_OF_FOLDERS = /^(?:(?:\/[A-Z]?[a-z._-]{2,}){2,}\/?|[a-z]+\d?\/[a-z_-]+\.\d)$/;

/** `com.example.part12.part3`, `app:settings:v1`: words, of which each may have a number. */
const NUMBERED_NAMES = /^(?:[A-Za-z]{2,}\d*[.:_-]){2,}(?:[A-Za-z]{2,}\d*|v\d{1,3})$/;

/** What the text stands for, if it stands for a value instead of being one: "a template", "a call". */
export function standInOf(value: string, look: ValueLook): string | undefined {
  const { words, hasDigit } = look;
  if (PATH_OF_FOLDERS.test(value) || (words >= 0.5 && PATH_OF_NAMES.test(value))) return "a path of names";
  if (NUMBERED_NAMES.test(value) && shareOfWords(value.replace(/\d+/g, "")) >= 0.9) return "names with numbers";
  // What programs call has words; a text with a bracket in it that has none was made at random.
  const isNoCall = words < 0.3 && hasDigit;
  const isNoParameter = isNoCall && look.length >= 10 && look.hasUpper && look.hasLower && look.changes >= 0.33;
  const rules = HAS_MARKS.test(value) ? STAND_INS : STAND_INS_WITHOUT_MARKS;
  return rules.find(
    ([what, rule]) =>
      !(isNoCall && what === "a call") && !(isNoParameter && what === "a parameter") && rule.test(value),
  )?.[0];
}

/** Whether a text says that a value is to be put there, or that one was taken out. */
export function isPlaceholder(value: string, { words, distinct, length }: ValueLook): boolean {
  const lower = value.toLowerCase();
  if (distinct <= 2 || /^[x*\u2022.#?_\-=0]+$/i.test(value) || /\.\.\.|\u2026|\*{3}|x{4}|X{4}|\u2022/.test(value))
    return true;
  if (length >= 6 && isSequence(lower) && !isLongSequence(lower, distinct)) return true;
  if (distinct * 3 <= length && length <= 64 && length >= 9 && words < 0.5 && isRepetition(lower)) return true;
  if (PLAIN_WORDS.has(lower) || COUNTED.test(lower) || endsInSequence(lower) || MADE_UP.test(value)) return true;
  return words >= 0.6 && PLACEHOLDER_WORDS.test(lower.replace(/[_\-.]+/g, " "));
}

/** Whether most of a text is its beginning, again and again: "abcabcabcabc", "ab12ab12ab12". */
function isRepetition(lower: string): boolean {
  return (/^(.{1,4})\1{2,}/.exec(lower)?.[0].length ?? 0) * 2 > lower.length;
}

/** What examples count with, behind a prefix: "key_abc123", "ss_1234567". */
const COUNTED = /(?:^|[_-])(?:abc123|123abc|abcd1234|xyz123|xyz789)$/;

/** "auto_4567890": digits in a row behind a prefix. */
function endsInSequence(lower: string): boolean {
  const digits = /^[a-z]{1,8}[_-](\d{6,})$/.exec(lower)?.[1];
  return digits !== undefined && isSequence(digits);
}

/** A text says at its start that it is made up, and goes on with anything. */
const MADE_UP =
  /^(?:Testing|Fake|Dummy|Example|Sample|Placeholder|Mock)(?=[A-Z0-9])|^(?:fake|dummy|example|placeholder|mock)[_-]/;

const NOUNS = "pass(?:word|wd|phrase|code)?|pwd|secrets?|tokens?|credentials?|(?:api[-_]?)?keys?";
const OWNERS =
  "my|your|our|the|some|new|old|real|test|testing|db|database|user|admin|root|app|api|id|access|auth|client|refresh|bearer|login|default|pg|mysql|smtp";
/** "secret1", "myToken_12345", "DB_PASSWORD": what it is called, and no more than a number behind it. */
const NAME_AND_NUMBER = new RegExp(`^(?:(?:${OWNERS}|${NOUNS})[-_ .]?){0,3}(?:${NOUNS})[-_ .]?\\d{0,6}$`, "i");
/** "secret-2-levels", "real-token-for-tests": words with hyphens or underscores between, one of which says what it is. */
const NAME_IN_WORDS = /^(?:[a-z]+|\d{1,2})(?:[-_](?:[a-z]+|\d{1,2}))+$/;
const NAMES_CREDENTIAL = new RegExp(`(?:^|[-_])(?:${NOUNS})(?:[-_]|$)`);

/** "acmeApiKey": what a program calls it. */
const NAME_OF_PROGRAM =
  /^[a-z]+(?:[A-Z][a-z]+)*(?:ApiKey|ApiToken|AccessKey|AccessToken|AuthToken|ClientSecret|SecretKey)$/;

/** Whether a text only says again what stands in its place, as examples and tests do. */
export function isNameOfItself(value: string): boolean {
  return (
    NAME_AND_NUMBER.test(value) ||
    NAME_OF_PROGRAM.test(value) ||
    (NAME_IN_WORDS.test(value) && NAMES_CREDENTIAL.test(value))
  );
}

/** Whether most of a text, in Latin-1, is of no letters that machines write credentials in: a label in another language. */
export function isForeign(value: string): boolean {
  return (value.match(/[\x80-\xff]/g)?.length ?? 0) * 2 > value.length;
}

const ROWS = "qwertyuiop asdfghjkl zxcvbnm qazwsxedc 0123456789012 9876543210 abcdefabcdef";

/** Whether most characters follow the one before in an alphabet, on a keyboard, or repeat it: "abcdef123456", "qwerty", "00000001". */
function isSequence(lower: string): boolean {
  let steps = 0;
  for (let i = 1; i < lower.length; i++) {
    const step = lower.charCodeAt(i) - lower.charCodeAt(i - 1);
    if (step === 1 || step === 0 || ROWS.includes(lower.slice(i - 1, i + 1))) steps++;
  }
  return steps >= 0.7 * (lower.length - 1);
}

const SHORTEST_KEY_OF_SEQUENCES = 20;
const LEAST_IN_SEQUENCES = 10;

/**
 * Letters and digits in turns, as long as keys are: "1234567890abcdef1234567890abcdef". Fields are not filled in so, and people who write such
 * a text in a key's place have made a key of it.
 */
function isLongSequence(lower: string, distinct: number): boolean {
  if (lower.length < SHORTEST_KEY_OF_SEQUENCES || distinct < LEAST_IN_SEQUENCES) return false;
  return (lower.match(/[a-z]{2}-?\d{2}|\d{2}-?[a-z]{2}/g)?.length ?? 0) >= 2;
}

/** Whether a text is the name of a setting, a label, a constant: words, with nothing between them but what joins names. */
export function isOfWords({ words, hasDigit, hasMark }: ValueLook): boolean {
  return words >= 0.8 && !hasDigit && !hasMark;
}

/** Whether a text looks as if a machine made it at random: of its length, fewer letters stand in words than chance would leave. */
export function looksRandom(look: ValueLook): boolean {
  const { length, words, distinct, hasDigit, hasUpper, hasLower } = look;
  if (length < 8 || distinct < Math.min(7, length * 0.6) || look.most > length * 0.4) return false;
  if (look.isUuid) return true;
  if (look.isNumber) return false;
  if (look.isHex) return length >= 16 && hasDigit;
  if (look.changes >= 0.33) return true;
  return words < 0.5 && (hasDigit || (hasUpper && hasLower) || (words < 0.25 && length >= 12));
}
