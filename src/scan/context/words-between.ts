import { lowerText } from "./word.js";

/** Longest text that is read between a word and a value, in bytes. */
const LONGEST = 48;

/** What a setting, a flag or a header that takes a credential is called, in its parts. */
const OF_KEYS =
  "api|access|auth(?:entication|orization)?|bearer|client|cred(?:ential)?s?|headers?|ids?|key|pass(?:word|wd)?|pat|personal|private|secret|token|user|value|x";
/** What declares a setting, or calls what takes one. */
const OF_CODE =
  "add|and|config(?:ure)?|connect|const|create|credentials|data|debug|define|dev(?:elopment)?|dict|env|export|final|from|import|info|init(?:ialize)?|is|let|live|local|log ?in|my|new|prod(?:uction)?|return|service|set(?:up)?|staging|static|str(?:ing)?|td|test|the|using|val|var|with";
/** Only such words stand there, with marks between: of two texts so long, none can be read in two ways that both fail. */
const OF_SETTING = new RegExp(`^(?:[^0-9a-z]{0,12}(?:${OF_KEYS}|${OF_CODE}))*[^0-9a-z]{0,12}$`);
/** What stands before a name of its own: before it stands no word that makes another kind of key of it. */
const BEFORE_NAME = `(?:[^0-9a-z_. \\t\\r\\n-]|[^0-9a-z](?:${OF_CODE}))`;
/** On the word's own line, or in the block that it opens, the value's name says that it is a credential. */
const OF_GIVEN = new RegExp(
  `^(?:[^\\r\\n]*${BEFORE_NAME}|[^0-9a-z]{0,8}[{(](?:[^{}()]*(?:${BEFORE_NAME}|[\\r\\n]))?)[ \\t]{0,8}(?:(?:${OF_KEYS})[_. -]?){0,3}(?:key|token|secret|password)\\\\{0,4}["'\`]?[ \\t]{0,4}:?[:=]=?[ \\t]{0,4}\\\\{0,4}["'\`]?(?:(?:bearer|token|basic) )?$`,
);
const BACKSLASH = 0x5c;
/** A line break or a tab as a string has it: the letter of the last is read as the value's first. */
const BREAK = /\\{1,4}(?:[nrt]|$)/g;
/** The end of a literal, and the comment on its line that begins with the word, or a sentence that goes on: "… for Heroku". */
const OF_COMMENT =
  /^\\{0,4}["'`]?[,;)\]}]{0,3}[ \t]{1,8}(?:(?:\/\/|#|--|\/\*|<!--|\()[ \t]*(?:(?:the|our|my|for) )?|(?:for|is|as) (?:(?:the|our|my|your) )?)$/;
/**
 * Between the address of a service's host and a value: the parameter, header or member that takes a credential, right before the value; or
 * the marks of what the address itself is given ("//heroku.com/: …").
 */
const OF_REQUEST =
  /(?:key|token|secret|auth(?:orization)?|password)\\{0,4}["'`]?[ \t]{0,4}[:=,][ \t]{0,4}\\{0,4}["'`]?(?:(?:bearer|token|basic|key) )?$|^\\{0,4}["'`]?[ \t]{0,4}[:= ][ \t]{0,4}\\{0,4}["'`]?$/;
/** Behind a value: the end of the literal of a header or a user, and the host's address that a command calls. */
const OF_ADDRESS =
  /^:?\\{0,4}["'`][ \t]{1,8}(?:\\\r?\n[ \t]*)?(?:--url )?\\{0,4}["'`]?https?:\/\/(?:[a-z0-9-]{1,40}\.){0,3}$/;

/**
 * Whether a value at `start` is given to what a word names that ends at `end`: nothing stands between but marks and the name of the setting
 * that takes it, or, behind other words, its own name says that it is a credential ("Apollo refused key=…").
 */
export function isOfSetting(bytes: Uint8Array, end: number, start: number): boolean {
  if (start - end > LONGEST) return false;
  const from = bytes[end - 1] === BACKSLASH ? end - 1 : end;
  const between = lowerText(bytes, from, start).replace(BREAK, "\n");
  return OF_SETTING.test(between) || OF_GIVEN.test(between);
}

/** Whether a host's address that ends at `end` stands before a value at `start` that is handed over as a credential. */
export function isOfRequest(bytes: Uint8Array, end: number, start: number): boolean {
  return start - end <= LONGEST && OF_REQUEST.test(lowerText(bytes, end, start));
}

/** Whether a host's name at `start` is of the address that a command calls with the literal which ends at `end`. */
export function isOfAddress(bytes: Uint8Array, end: number, start: number): boolean {
  return start - end <= LONGEST && OF_ADDRESS.test(lowerText(bytes, end, start));
}

/** Whether a word at `start` begins the comment behind a literal that ends at `end`. */
export function beginsComment(bytes: Uint8Array, end: number, start: number): boolean {
  return start - end <= LONGEST && OF_COMMENT.test(lowerText(bytes, end, start));
}
