import type { LocatedValue, Told } from "../../types.js";
import { latin1 } from "../spans.js";
import { judge, type Standing } from "./judge.js";
import type { NameKind } from "./names.js";

/** A fixed way to write a credential that has no name: a command's option, a line of a file. */
export interface Phrase {
  /** Begins at or before a mark, and is tried where it stands; group 1 is the value. Flags "dg". */
  readonly pattern: RegExp;
  readonly kind: NameKind;
  readonly standing: Standing;
}

/** Bytes before and behind a mark that are looked at. */
const BEFORE = 160;
const BEHIND = 512;

/** Values of the phrases that hold one of `marks`, each judged as if it stood behind a name. */
export function* locatePhrases(
  bytes: Uint8Array,
  marks: readonly number[],
  phrases: readonly Phrase[],
): Generator<LocatedValue> {
  let done = 0;
  for (const mark of marks) {
    const from = Math.max(done, mark - BEFORE);
    if (mark < from) continue;
    const text = latin1(bytes, from, Math.min(bytes.length, mark + BEHIND));
    const found = phraseAt(text, mark - from, phrases);
    if (found === undefined) continue;
    yield [from + found.span[0], from + found.span[1], found.told];
    done = from + found.span[1];
  }
}

function phraseAt(
  text: string,
  mark: number,
  phrases: readonly Phrase[],
): { readonly span: readonly [number, number]; readonly told: Told } | undefined {
  for (const { pattern, kind, standing } of phrases) {
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null && match.index <= mark; match = pattern.exec(text)) {
      const span = match.indices?.[1];
      if (span === undefined || match.index + match[0].length <= mark) continue;
      const told = judge(kind, match[1]!, standing);
      if (told !== undefined) return { span, told };
    }
  }
  return undefined;
}
