import { htmlEntity } from "../../views/decoders/html-entity.js";
import { percent } from "../../views/decoders/percent.js";
import { byteSet } from "../../views/runs.js";
import type { View } from "../view.js";
import { type Candidate, isUnmarked } from "./candidate.js";
import { Covered } from "./spans.js";

const PLUS = 0x2b;
const BLANK = 0x20;
/** What separates values where it is written as a reference: quotes, angle brackets, a blank. */
const SEPARATES: Uint8Array = byteSet("\"'<>\t\r\n ");

/**
 * Without values in which separators are taken for characters of theirs, since they are encoded: a form's "+" (`Bearer+q7Wx…+and`) and
 * references (`&quot;q7Wx…&lt;br`). What is decoded tells the value that stands between them.
 */
export function withoutGlued(bytes: Buffer, candidates: Candidate[]): Candidate[] {
  const bounded = candidates.filter((candidate) => isBounded(bytes, candidate));
  if (bounded.length === 0) return candidates;
  const inside = new Covered(bounded);
  return candidates.filter((candidate) => {
    if (!isUnmarked(candidate) || !inside.touches(candidate)) return true;
    return !bounded.some((other) => isGlued(bytes, candidate, other));
  });
}

/** Whether a candidate takes in another with an encoded separator on one of its sides. */
function isGlued(bytes: Buffer, { start, end, via }: Candidate, other: Candidate): boolean {
  if (other.via === via || other.start < start || other.end > end) return false;
  return (start < other.start && separatesBefore(bytes, other)) || (end > other.end && separatesBehind(bytes, other));
}

function isBounded(bytes: Buffer, candidate: Candidate): boolean {
  return candidate.via !== undefined && (separatesBefore(bytes, candidate) || separatesBehind(bytes, candidate));
}

function separatesBefore(bytes: Buffer, { via, from }: Candidate): boolean {
  return from !== undefined && from > 0 && isSeparator(bytes, via!, from - 1);
}

function separatesBehind(bytes: Buffer, { via, to }: Candidate): boolean {
  return to !== undefined && to < via!.bytes.length && isSeparator(bytes, via!, to);
}

/** Whether the byte of a decoded view separates, and is written as a "+" in a text that a form has written, or as a reference. */
function isSeparator(bytes: Buffer, via: View, at: number): boolean {
  const byte = via.bytes[at]!;
  if (SEPARATES[byte] === 0) return false;
  const { start, end } = via.map!.span(at, at + 1);
  const decoder = via.chain.at(-1);
  if (decoder === htmlEntity.name) return end - start > 1;
  return decoder === percent.name && byte === BLANK && bytes[start] === PLUS && isOfForm(bytes, via);
}

/** Codes of characters that no program encodes in a whole address, where it leaves "+" as it is: those of a form, or of one component. */
const OF_COMPONENT = /%(?:2[346BCF]|3[ABDF]|40)/i;
const CODED_BLANK = "%20";

/** Views of which it is known. */
const known = new WeakMap<View, boolean>();

function isOfForm(bytes: Buffer, via: View): boolean {
  let isForm = known.get(via);
  if (isForm === undefined) {
    const { start, end } = via.map!.span(0, via.bytes.length);
    const text = bytes.toString("latin1", start, end);
    isForm = OF_COMPONENT.test(text) && !text.includes(CODED_BLANK);
    known.set(via, isForm);
  }
  return isForm;
}
