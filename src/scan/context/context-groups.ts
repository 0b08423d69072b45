import { byteSet, RUN_BYTES } from "../../views/runs.js";
import type { CompiledDetector, ShapedDetector } from "../compile/compiled-detector.js";
import type { ShapeFacts } from "../compile/shape-facts.js";
import { ByteKinds } from "../prefilter/byte-kinds.js";
import type { Needs } from "../shape/needs.js";
import { isWordByte } from "./word.js";

/** A context detector and what its tokens are made of, in kinds of bytes. */
export interface ContextMember {
  readonly compiled: CompiledDetector;
  /** Bytes of the shortest token, and of the longest. */
  readonly least: number;
  readonly most: number;
  /** How far away a word counts, in bytes. */
  readonly within: number;
  /** Kinds of which a token can hold a byte. */
  readonly holds: number;
  /** For every token, of one of these lists it holds a byte of each set; undefined when not known. */
  readonly sets: Needs | undefined;
  /** The same in kinds: for every token, of one of these lists, it holds a byte of each; undefined when not known. */
  readonly needs: readonly (readonly number[])[] | undefined;
}

/** Context detectors whose tokens hold the same marks beside letters and digits: they are tried on the same pieces of a run. */
export interface ContextGroup {
  /** 1 for letters, digits and the marks that a run can hold. */
  readonly inRun: Uint8Array;
  /** 1 for everything the tokens can hold. */
  readonly inToken: Uint8Array;
  readonly members: readonly ContextMember[];
  /** The members that a context word tells, by its place in `Compiled.contextWords`. */
  membersOf(word: number): readonly ContextMember[];
  readonly least: number;
  /** Whether the tokens hold anything but letters and digits. */
  readonly marks: boolean;
  readonly kinds: ByteKinds;
}

export function groupByMarks(detectors: readonly ShapedDetector[]): ContextGroup[] {
  const groups = new Map<string, ShapedDetector[]>();
  const keys = new Map<Uint8Array, string>();
  for (const compiled of detectors) {
    const { alphabet } = compiled;
    let key = keys.get(alphabet);
    if (key === undefined) {
      key = [...alphabet.keys()].filter((byte) => alphabet[byte] === 1 && !isWordByte(byte)).join();
      keys.set(alphabet, key);
    }
    const list = groups.get(key);
    if (list === undefined) groups.set(key, [compiled]);
    else list.push(compiled);
  }
  return [...groups].map(([key, members]) => groupOf(members, key !== ""));
}

function groupOf(detectors: readonly ShapedDetector[], marks: boolean): ContextGroup {
  const { alphabet } = detectors[0]!;
  const holds = (byte: number) => isWordByte(byte) || alphabet[byte] === 1;
  const shapes = [...new Set(detectors.map(({ facts }) => facts))];
  const sets = new Map(shapes.map((facts) => [facts, demandedSets(facts)]));
  const kinds = new ByteKinds([...shapes.map((facts) => facts.alphabet), ...[...sets.values()].flatMap(flatSets)]);
  const needs = new Map(
    shapes.map((facts) => [facts, sets.get(facts)?.map((list) => [...new Set(list.map((set) => kinds.maskOf(set)))])]),
  );
  const members = detectors.map((compiled) => ({
    compiled,
    least: compiled.width.min,
    most: compiled.width.max,
    within: compiled.detector.context?.within ?? 0,
    holds: kinds.maskOf(compiled.alphabet),
    sets: sets.get(compiled.facts),
    needs: needs.get(compiled.facts),
  }));
  let byWord: ReadonlyMap<number, readonly ContextMember[]> | undefined;
  return {
    inToken: Uint8Array.from({ length: 256 }, (_, byte) => (holds(byte) ? 1 : 0)),
    inRun: Uint8Array.from({ length: 256 }, (_, byte) => (holds(byte) && RUN_BYTES[byte] === 1 ? 1 : 0)),
    members,
    membersOf(word) {
      byWord ??= membersByWord(members);
      return byWord.get(word) ?? [];
    },
    least: Math.min(...shapes.map(({ width }) => width.min)),
    marks,
    kinds,
  };
}

/** What every token holds, and nearly every one: see `holdsDigits`. */
function demandedSets({ needs, alphabet }: ShapeFacts): Needs | undefined {
  return holdsDigits(alphabet) ? (needs ?? [[]]).map((sets) => [...sets, DIGITS]) : needs;
}

function flatSets(lists: Needs | undefined): readonly Uint8Array[] {
  return lists?.flat() ?? [];
}

function membersByWord(members: readonly ContextMember[]): ReadonlyMap<number, readonly ContextMember[]> {
  const byWord = new Map<number, ContextMember[]>();
  for (const member of members) {
    for (const word of member.compiled.wordIds) {
      const told = byWord.get(word);
      if (told === undefined) byWord.set(word, [member]);
      else told.push(member);
    }
  }
  return byWord;
}

const DIGITS: Uint8Array = byteSet("0123456789");

/**
 * Whether all but few of a detector's tokens hold a digit: of random letters and digits, 94 in 100 of the shortest do, and 99.6 of those of
 * 32 characters. Names in code that are as long do not.
 */
function holdsDigits(alphabet: Uint8Array): boolean {
  return DIGITS.every((digit, byte) => digit === 0 || alphabet[byte] === 1);
}
