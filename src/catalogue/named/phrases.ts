import type { LocatedValue, LocateHints, Told } from "../../types.js";
import { latin1 } from "../forms/spans.js";
import { judge, type Standing } from "./judge.js";
import type { NameKind } from "./names.js";

/**
 * A fixed way to write a credential that has no name: a command's option, a line of a file. Group 1 of what it is read by is the value.
 * Nothing in a pattern may be read in two ways, so that a hostile text costs no more than an ordinary one.
 */
export interface Phrase {
  /** What stands in it, in lower case: it is read where one of them does. */
  readonly marks: readonly string[];
  /** Ends where the mark begins: "d" and "$". */
  readonly before?: RegExp;
  /** Begins with the mark: "dy". */
  readonly behind?: RegExp;
  readonly kind: NameKind;
  readonly standing: Standing;
}

/** What a phrase's patterns are, and how its value is judged. */
interface PhraseForm {
  readonly before?: string;
  readonly behind?: string;
  readonly standing: Standing;
  /** Default: "password". */
  readonly kind?: NameKind;
}

/** A pattern that begins where a word does, also behind an escaped line break: its letter ("\\n" in JSON) is none of the word. */
function fromWordOn(pattern: string): string {
  return pattern.replace(/^\\b/, "(?:\\b|(?<=\\\\[nrt]))");
}

export function phrase(marks: readonly string[], { before, behind, standing, kind = "password" }: PhraseForm): Phrase {
  return {
    marks,
    ...(before === undefined ? {} : { before: new RegExp(`${fromWordOn(before)}$`, "di") }),
    ...(behind === undefined ? {} : { behind: new RegExp(fromWordOn(behind), "diy") }),
    kind,
    standing,
  };
}

/** The literals of a detector of these phrases. */
export function marksOf(phrases: readonly Phrase[]): string[] {
  return [...new Set(phrases.flatMap(({ marks }) => marks))];
}

/** Bytes before a mark and behind it that are looked at. */
const BEFORE = 160;
const BEHIND = 512;

/** What reading it costs, in bytes of work. */
const COST = 512;

/** Values of the phrases that hold one of `marks`, each judged as if it stood behind a name. */
export function* locatePhrases(
  bytes: Uint8Array,
  { marks, spend }: LocateHints,
  phrases: readonly Phrase[],
): Generator<LocatedValue> {
  let done = 0;
  for (const mark of marks) {
    if (mark < done) continue;
    const own = phrases.filter((each) => each.marks.some((text) => stands(bytes, mark, text)));
    if (own.length === 0) continue;
    if (spend?.(COST) === false) return;
    const from = Math.max(done, mark - BEFORE);
    const text = latin1(bytes, from, Math.min(bytes.length, mark + BEHIND));
    for (const each of own) {
      const found = valueIn(each, text, mark - from);
      if (found === undefined) continue;
      yield [from + found.start, from + found.end, found.told];
      done = from + found.end;
      break;
    }
  }
}

/** Whether `text`, in lower case, stands at a place, in either case. */
function stands(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const byte = bytes[at + i]!;
    const code = text.charCodeAt(i);
    if (byte !== code && (byte + 0x20 !== code || code < 0x61 || code > 0x7a)) return false;
  }
  return true;
}

function valueIn(
  { before, behind, kind, standing }: Phrase,
  text: string,
  mark: number,
): { readonly start: number; readonly end: number; readonly told: Told } | undefined {
  const head = before?.exec(text.slice(0, mark));
  if (head === null) return undefined;
  if (behind !== undefined) behind.lastIndex = mark;
  const tail = behind?.exec(text);
  if (tail === null) return undefined;
  const span = tail?.indices?.[1] ?? head?.indices?.[1];
  if (span === undefined) return undefined;
  const [start, end] = span;
  const told = judge(kind, text.slice(start, end), standing);
  return told && { start, end, told };
}
