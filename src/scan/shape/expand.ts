import { union } from "./shared-set.js";
import { type Shape, widthOf } from "./syntax.js";

/** Bytes that a match holds next to each other, all of one set. */
export interface Item {
  readonly bytes: Uint8Array;
  readonly min: number;
  readonly max: number;
}

/** Sets of at most this many letters become alternatives, so that "xox[abp]-" is three fixed strings. */
export const SPLIT_SETS = 4;

/** Alternatives that are looked at one by one; a shape with more is planned for as if it could be anything. */
const MOST_ALTERNATIVES = 64;

/** The longest UTF-8 character, in bytes (RFC 3629). */
const WIDEST_CHARACTER = 4;

/** Every way through a shape's choices as a list of items; undefined when there are too many. */
export function expand(shape: Shape, split = 0): Item[][] | undefined {
  switch (shape.kind) {
    case "empty":
      return [[]];
    case "set":
      return itemsOf(shape, split).map((item) => [item]);
    case "group":
      return expand(shape.item, split);
    case "repeat":
      return expandRepeat(shape, split);
    case "choice": {
      const options = shape.options.map((option) => expand(option, split));
      if (options.some((option) => option === undefined)) return undefined;
      return atMost(options.flat() as Item[][]);
    }
    case "sequence":
      return expandSequence(shape.items, split);
  }
}

function expandSequence(shapes: readonly Shape[], split: number): Item[][] | undefined {
  let lists: Item[][] = [[]];
  for (const shape of shapes) {
    const items = shape.kind === "set" ? itemsOf(shape, split) : undefined;
    if (items?.length === 1) {
      for (const list of lists) list.push(items[0]!);
      continue;
    }
    const next = items?.map((item) => [item]) ?? expand(shape, split);
    if (next === undefined) return undefined;
    if (next.length === 1) {
      for (const list of lists) list.push(...next[0]!);
      continue;
    }
    const joined = atMost(lists.flatMap((list) => next.map((tail) => [...list, ...tail])));
    if (joined === undefined) return undefined;
    lists = joined;
  }
  return lists;
}

/** What one set is: itself, or each of its few characters. */
function itemsOf({ bytes, wide }: Shape & { kind: "set" }, split: number): readonly Item[] {
  if (wide) return [{ bytes, min: 1, max: WIDEST_CHARACTER }];
  return split === 0 ? wholeSet(bytes) : splitSet(bytes);
}

const wholeSet: (set: Uint8Array) => readonly Item[] = once((bytes) => [{ bytes, min: 1, max: 1 }]);

/** A set of few characters as one set for each, both cases of a letter together; or the set itself. */
const splitSet: (set: Uint8Array) => readonly Item[] = once((set) => {
  const characters = new Map<string, Uint8Array>();
  for (let byte = 0; byte < 256 && characters.size <= SPLIT_SETS; byte++) {
    if (set[byte] === 0) continue;
    const character = String.fromCharCode(byte).toLowerCase();
    const cases = characters.get(character) ?? new Uint8Array(256);
    cases[byte] = 1;
    characters.set(character, cases);
  }
  if (characters.size === 1 || characters.size > SPLIT_SETS) return wholeSet(set);
  return [...characters.values()].map((bytes) => ({ bytes, min: 1, max: 1 }));
});

function expandRepeat(shape: Shape & { kind: "repeat" }, split: number): Item[][] | undefined {
  const { item, min, max } = shape;
  if (min === max && min <= 8 && item.kind !== "set") {
    return expandSequence(
      Array.from({ length: min }, () => item),
      split,
    );
  }
  if (min === 0 && max === 1 && item.kind !== "set") {
    const present = expand(item, split);
    return present && atMost([[], ...present]);
  }
  if (item.kind === "set") return [[{ bytes: item.bytes, min, max: max * (item.wide ? WIDEST_CHARACTER : 1) }]];
  const alternatives = expand(item);
  if (alternatives === undefined) return undefined;
  const bytes = union(new Set(alternatives.flat().map((part) => part.bytes)));
  const width = widthOf(item);
  return [[{ bytes, min: width.min * min, max: width.max === 0 ? 0 : width.max * max }]];
}

function atMost(lists: Item[][]): Item[][] | undefined {
  return lists.length > MOST_ALTERNATIVES ? undefined : lists;
}

/** A function of a set, computed once for each: shapes share their sets. */
export function once<Result>(compute: (set: Uint8Array) => Result): (set: Uint8Array) => Result {
  const known = new WeakMap<Uint8Array, { readonly result: Result }>();
  return (set) => {
    let entry = known.get(set);
    if (entry === undefined) {
      entry = { result: compute(set) };
      known.set(set, entry);
    }
    return entry.result;
  };
}
