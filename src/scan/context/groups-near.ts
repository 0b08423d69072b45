import { JOINED } from "../../request/index.js";
import { pieceAt } from "../../views/piece-at.js";
import type { Compiled, ContextWords } from "../compile/compile.js";
import { inRegion, isJoined, type View } from "../view.js";
import { wordsInName, wordsRound } from "./context.js";
import type { ContextGroup } from "./context-groups.js";

/** A run of more joined pieces is asked about whatever they are named. */
const MOST_PIECES = 16;

/**
 * Of `groups`, a bit each, those with a detector that a word tells which stands near the run `[start, end)` or in its name; never without
 * one that has a token in a piece of the run. Most runs with a word near are told by none: "github" tells nothing of a path.
 */
export function groupsNear(
  { contextWords, contextGroups }: Compiled,
  view: View,
  start: number,
  end: number,
  groups: number,
): number {
  const table = groupsByWord(contextWords, contextGroups);
  let near = 0;
  const add = (word: number): void => {
    near |= table[word]!;
  };
  wordsRound(contextWords, view, start, end, add);
  for (const name of (groups & ~near) === 0 ? [] : namesOf(view, start, end)) {
    if (name === undefined) return groups;
    wordsInName(contextWords, name, add);
  }
  return groups & near;
}

const known = new WeakMap<ContextWords, Int32Array>();

/** For each context word, a bit for each group with a detector that it tells. */
function groupsByWord(words: ContextWords, groups: readonly ContextGroup[]): Int32Array {
  let table = known.get(words);
  if (table === undefined) {
    table = new Int32Array(words.words.length);
    for (let index = 0; index < groups.length; index++)
      for (const { compiled } of groups[index]!.members)
        for (const word of compiled.wordIds) table[word]! |= 1 << index;
    known.set(words, table);
  }
  return table;
}

/** The names that pieces of a run may have; with `undefined` where they cannot all be told. */
function namesOf(view: View, start: number, end: number): readonly (string | undefined)[] {
  const nameAt = (at: number): string => {
    const { region, span } = inRegion(view, at, at + 1);
    return region?.nameOf(span.start) ?? "";
  };
  const first = nameAt(start);
  const { pieces } = view;
  // No name's sign or quote is in a run, so that a run of wire bytes lies in one value.
  if (view.parent === undefined && pieces === undefined) return view.chain[0] === JOINED ? [undefined] : [first];
  if (pieces === undefined) return isJoined(view) || nameAt(end - 1) !== first ? [undefined] : [first];
  const names = [first];
  const piece = pieceAt(pieces, start) + 1;
  if ((pieces[piece + MOST_PIECES] ?? end) < end) return [undefined];
  for (let i = piece; i < pieces.length && pieces[i]! < end; i++) names.push(nameAt(pieces[i]!));
  return names;
}
