import type { Told } from "../../types.js";
import { isEncodedText } from "../generic/encoded.js";
import type { NameKind } from "./names.js";
import { isNameOfItself, isPlaceholder } from "./placeholders.js";
import { standInOf } from "./stand-ins.js";
import { isForeign, isOfWords, lookOf, looksRandom, type ValueLook } from "./values.js";

/** How a value stands behind its name. */
export type Standing =
  /** In quotes: a literal of a language, or of JSON, YAML, XML. */
  | "quoted"
  /** All that follows the name on its line: an environment file, properties, YAML. */
  | "line"
  /** A word of a line of code, of a command, of a connection string. */
  | "bare"
  /** Behind it in a list of literals. */
  | "list"
  /** In the query of a URL or a form. */
  | "query"
  /** In a sentence. */
  | "prose";

const SHORTEST_PASSWORD = 6;
/** Words of fewer letters are too often what a program calls things. */
const SHORTEST_WORD_PASSWORD = 8;
const SHORTEST_SECRET = 8;
const SHORTEST_LOOSE = 16;
const SHORTEST_KEY = 20;

/** Of letters and digits of every kind, twenty at random hold more different ones in all but one case of a million. */
const LEAST_DISTINCT = 11;
const ASCII = /^[!-~]+$/;

const low = (because: string): Told => ({ confidence: "low", because });
const medium = (because: string): Told => ({ confidence: "medium", because });

/**
 * How sure it is that `value`, behind a name of this kind, is a credential; undefined: it is none, but code, a reference or a label.
 * Read from top to bottom, it is the table in docs/reference/confidence.md.
 */
export function judge(kind: NameKind, written: string, standing: Standing): Told | undefined {
  const value = withoutEscapes(written);
  const look = lookOf(value);
  if (standInOf(value, look) !== undefined || (standing === "list" && !looksRandom(look))) return undefined;
  if (isPlaceholder(value, look)) return low("its name says so, but it reads like a placeholder");
  if (isForeign(value) && (kind !== "password" || !look.hasDigit))
    return low("its name says so, but it is a text in another script");
  // Where settings are written, people do use such passwords; in literals they are those of examples and tests.
  const isInSettings = kind === "password" && look.hasDigit && (standing === "line" || standing === "bare");
  if (isNameOfItself(value) && !isInSettings) return low("its name says so, but it only says the same again");
  switch (kind) {
    case "password":
      return judgePassword(value, look, standing);
    case "secret":
      return judgeSecret(look, standing, SHORTEST_SECRET);
    case "loose":
      return judgeSecret(look, standing, SHORTEST_LOOSE);
    case "key":
      return judgeKey(value, look, standing === "query");
    case "owned-key":
      return judgeKey(value, look, standing !== "prose" && standing !== "list");
    case "hash":
      return look.length >= 32 && looksRandom(look)
        ? medium("its name says that it is the hash of a password")
        : undefined;
  }
}

const ESCAPED_CHARACTERS = /(?:\\+u[0-9A-Fa-f]{4})+/g;

/** A value, in Latin-1, with its characters for those that JSON writes as "\u2581": a piece of a word that a model reads is no random text. */
function withoutEscapes(value: string): string {
  if (!value.includes("\\u")) return value;
  return value.replace(ESCAPED_CHARACTERS, (escaped) => {
    const units = escaped.split(/\\+u/).slice(1);
    const text = String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16)));
    return Buffer.from(text, "utf8").toString("latin1");
  });
}

/** "key=" takes ids of every kind: until a name says more, what is hexadecimal is one. `isGiven`: it stands where a key is handed over. */
function judgeKey(value: string, look: ValueLook, isGiven: boolean): Told | undefined {
  if (look.length < SHORTEST_KEY || !looksRandom(look) || !isMixed(look)) return undefined;
  const isOther = look.distinct < LEAST_DISTINCT || look.isUuid || look.isHex || !ASCII.test(value);
  return isGiven && !isOther && !isListOfOthers(value) && !isEncodedText(value)
    ? medium("its name says that it is a key, and it looks random")
    : low("it looks random, behind a name that only says key");
}

/** A list of which no member is a random text by itself: words, dates, numbers, texts in an encoding. */
function isListOfOthers(value: string): boolean {
  return value.includes(",") && !value.split(",").some(isRandomText);
}

function isRandomText(value: string): boolean {
  const look = lookOf(value);
  return (
    look.length >= SHORTEST_SECRET && standInOf(value, look) === undefined && looksRandom(look) && !isEncodedText(value)
  );
}

function judgePassword(value: string, look: ValueLook, standing: Standing): Told | undefined {
  const { length, hasDigit, hasMark } = look;
  const isCode = standing === "bare" || standing === "prose";
  if (length < 4 || (look.isNumber && isCode)) return undefined;
  if (length < SHORTEST_PASSWORD) return low("its name says that it is a password, but it is short");
  if (looksRandom(look)) return medium("its name says that it is a password, and it looks random");
  if (isOfWords(look)) {
    if (
      isCode ||
      length < SHORTEST_WORD_PASSWORD ||
      isNameOfCredential(value) ||
      (standing === "line" && isIdentifier(value))
    ) {
      return low("its name says that it is a password, but it is made of plain words");
    }
    return medium("its name says that it is a password");
  }
  if (isCode && !(hasDigit && (hasMark || look.words < 0.9 || length >= SHORTEST_WORD_PASSWORD))) {
    return low("its name says that it is a password, but it could be code");
  }
  return medium("its name says that it is a password, and it is no plain word");
}

/** "key_password", "challengePassword": a value that is again a name. */
function isNameOfCredential(value: string): boolean {
  return /pass(?:word|wd|phrase)|secret|token|credential|api.?key/i.test(value);
}

function isIdentifier(value: string): boolean {
  return /_|[a-z][A-Z]/.test(value);
}

function judgeSecret(look: ValueLook, standing: Standing, least: number): Told | undefined {
  const { length, hasDigit, hasMark, words } = look;
  if (length < least || look.isNumber) return undefined;
  if (looksRandom(look)) {
    return length >= 12 || standing !== "bare"
      ? medium("its name says that it is secret, and it looks random")
      : low("its name says that it is secret, but it is short");
  }
  if (isOfWords(look)) return low("its name says that it is secret, but it is made of words");
  if (standing === "bare" || standing === "prose") return low("its name says that it is secret, but it could be code");
  if (hasDigit && (hasMark || words < 0.6)) return medium("its name says that it is secret, and it is no plain word");
  return low("its name says that it is secret, but most of it is words");
}

/** Letters and digits of every kind, as ids and hashes in lower case are not; one random text in thirty of twenty has no digit. */
function isMixed({ hasDigit, hasUpper, hasLower, words, changes }: ValueLook): boolean {
  return hasUpper && hasLower && (hasDigit || (words < 0.3 && changes >= 0.25));
}
