import type { ValueLook } from "./values.js";

/** Words that stand where a value is still to be filled in, or was taken out. */
const PLACEHOLDER_WORDS =
  /(?:^|[^a-z])(?:your|yours|placeholder|change[-_ ]?me|changeit|replace[-_ ]?me|replace|insert|example|sample|dummy|fake|redacted|masked|hidden|filtered|scrubbed|sanitized|removed|omitted|todo|tbd|fixme|foobar|foo|enter|fill|goes|here|null|none|nil|undefined|empty|unset|notset|optional|required|invalid|mock|mocked|stub|abcdef|xxx+|some|any|the|not|put|paste|add|set)(?![a-z])/;

/** Values of settings named like credentials that are words of the language, not credentials. */
const PLAIN_WORDS: ReadonlySet<string> = new Set(
  "passwort wachtwoord salasana contrasena senha parola haslo heslo jelszo lozinka geslo losenord adgangskode passord parole slaptazodis string text number integer boolean object null none nil true false undefined required optional missing wrong incorrect hidden secret password passwd passphrase pass token apikey key default input field form user username login email basic oauth oauth2 bearer digest keyboard primary secondary header headers body query cookie session value values type name label hint prompt env environment file path vault plain encrypted hashed random generated unknown enabled disabled always never auto manual binary bytes buffer interactive success failure error failed expired reset forgot confirm submit cancel change update create delete public private internal external confidential client server admin administrator root test testing prod production staging development local example sample dummy identifier keyword literal operator comment punctuation symbol function variable parameter argument property constant class method number regexp meta builtin title attribute selector template tag inherit initial relative absolute credentials credential authentication authorization current-password new-password one-time-code base64 utf8 utf-8 latin1 ascii sha256 sha1 md5 off on yes no socks4 socks5 ipv4 ipv6".split(
    " ",
  ),
);

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
  /^[a-z]+(?:[A-Z][a-z]+)*(?:ApiKey|ApiToken|AccessKey|AccessToken|AuthToken|Secret|SecretKey|Password|Passwd|Pwd)$/;

/** Whether a text only says again what stands in its place, as examples and tests do. */
export function isNameOfItself(value: string): boolean {
  return (
    NAME_AND_NUMBER.test(value) ||
    NAME_OF_PROGRAM.test(value) ||
    (NAME_IN_WORDS.test(value) && NAMES_CREDENTIAL.test(value))
  );
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
