import { RUN_BYTES, RUN_LENGTH } from "../../views/runs.js";
import { type Ahead, aheadOf } from "./ahead.js";
import { type Shape, widthOf } from "./syntax.js";

/** Bytes that a match holds next to each other, all of one set. */
interface Item {
  readonly bytes: Uint8Array;
  readonly min: number;
  readonly max: number;
}

/** Sets of at most this many letters become alternatives, so that "xox[abp]-" is three fixed strings. */
const SPLIT_SETS = 4;

/** Alternatives that are looked at one by one; a shape with more is planned for as if it could be anything. */
const MOST_ALTERNATIVES = 64;

/** How far outside a run, in bytes, a literal is looked for. */
export const RUN_MARGIN = 16;

/** Where the literals of a shape stand in its matches. */
export interface LiteralPlan {
  /** Every match has a literal in a run or within `RUN_MARGIN` bytes of it, so that the prefilter may look there alone. */
  readonly nearRun: boolean;
  /** The most bytes of a match that can stand before its literal; `Infinity` when not known. */
  readonly before: number;
  /** One of these holds round the literal of every match; undefined when not known. */
  readonly gates: readonly Gate[] | undefined;
}

/** Sets of bytes that must stand next to each other: the cheapest test of a literal's neighbourhood. */
export interface Gate {
  /** From the byte before the literal, backwards. */
  readonly before: readonly Uint8Array[];
  /** From the literal's first byte on. */
  readonly after: readonly Uint8Array[];
  /** What must stand behind them. */
  readonly ahead: Ahead | undefined;
}

/** Bytes that a gate looks at on either side. */
const GATE_LENGTH = 24;

/** Plans where to look for `literals`, in any case, of a detector with this shape; `undefined` shapes can be anything. */
export function planLiterals(shape: Shape | undefined, literals: readonly string[]): LiteralPlan {
  const alternatives = shape && (expand(shape, SPLIT_SETS) ?? expand(shape));
  if (alternatives === undefined) return UNKNOWN;
  const folded = literals.map((literal) => literal.toLowerCase());
  let nearRun = true;
  let before = 0;
  const gates: Gate[] = [];
  for (const items of alternatives) {
    const places = literalPlaces(items, folded);
    const runs = runsOf(items);
    const near = places.find((candidate) => isNearRun(items, runs, candidate));
    const place = near ?? places[0];
    if (place === undefined) return UNKNOWN;
    if (near === undefined) nearRun = false;
    before = Math.max(before, place.offset);
    gates.push(gateAt(items, place));
  }
  return { nearRun, before, gates };
}

const UNKNOWN: LiteralPlan = { nearRun: false, before: Infinity, gates: undefined };

function gateAt(items: readonly Item[], { first }: Place): Gate {
  const rest = items.slice(first);
  const after = certainBytes(rest);
  return {
    before: certainBytes(items.slice(0, first).reverse()),
    after,
    ahead: after.length < GATE_LENGTH ? aheadOf(rest.slice(rest.findIndex(({ min, max }) => min !== max))) : undefined,
  };
}

/** The sets of the bytes whose distance from the first item's edge is the same in every match. */
function certainBytes(items: readonly Item[]): Uint8Array[] {
  const sets: Uint8Array[] = [];
  for (const item of items) {
    for (let i = 0; i < item.min && sets.length < GATE_LENGTH; i++) sets.push(item.bytes);
    if (item.min !== item.max || sets.length === GATE_LENGTH) break;
  }
  return sets;
}

/** Whether every match holds a run of at least `RUN_LENGTH` bytes. */
export function holdsRun(shape: Shape | undefined): boolean {
  const alternatives = shape && expand(shape);
  return alternatives?.every((items) => runsOf(items).length > 0) ?? false;
}

/** A character that stands more often than this in a row is no part of a literal that goes on. */
const LONGEST_REPEAT = 64;

/** A literal in an alternative: the items it begins and ends in, and the most bytes before it. */
interface Place {
  readonly first: number;
  readonly last: number;
  readonly offset: number;
}

function literalPlaces(items: readonly Item[], folded: readonly string[]): Place[] {
  const places: Place[] = [];
  for (let first = 0; first < items.length; first++) {
    for (let last = first, text = ""; last < items.length; last++) {
      const item = items[last]!;
      const character = fixedCharacter(item.bytes);
      if (character === "" || item.min === 0) break;
      for (let times = 0; times < Math.min(item.min, LONGEST_REPEAT); times++) {
        text += character;
        if (folded.includes(text)) places.push({ first, last, offset: maxWidth(items, 0, first) });
      }
      if (item.min !== item.max || item.min > LONGEST_REPEAT) break;
    }
  }
  return places;
}

/** The one character, in lower case, that an item stands for; "" when it can be several. */
const fixedCharacter: (set: Uint8Array) => string = once((set) => {
  let found = "";
  for (let byte = 0; byte < 128; byte++) {
    if (set[byte] === 0) continue;
    const character = String.fromCharCode(byte).toLowerCase();
    if (found !== "" && found !== character) return "";
    found = character;
  }
  return set[0x80] === 1 ? "" : found;
});

/** A function of a set, computed once for each: shapes share their sets. */
function once<Result>(compute: (set: Uint8Array) => Result): (set: Uint8Array) => Result {
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

function isNearRun(items: readonly Item[], runs: readonly Stretch[], place: Place): boolean {
  return runs.some(([from, to]) => {
    const gapBefore = place.first < from ? maxWidth(items, place.first, from) : 0;
    const gapAfter = place.last >= to ? maxWidth(items, to, place.last + 1) : 0;
    return gapBefore <= RUN_MARGIN && gapAfter <= RUN_MARGIN;
  });
}

/** Items `[from, to)`. */
type Stretch = readonly [from: number, to: number];

/** Stretches of items that make a run of at least `RUN_LENGTH` bytes in every match. */
function runsOf(items: readonly Item[]): readonly Stretch[] {
  const found: Stretch[] = [];
  let from = 0;
  while (from < items.length) {
    let to = from;
    let least = 0;
    while (to < items.length && isRunItem(items[to]!)) least += items[to++]!.min;
    if (least >= RUN_LENGTH) found.push([from, to]);
    from = to + 1;
  }
  return found;
}

function isRunItem(item: Item): boolean {
  return item.max === 0 || isInRun(item.bytes);
}

const isInRun: (set: Uint8Array) => boolean = once((set) =>
  set.every((held, byte) => held === 0 || RUN_BYTES[byte] === 1),
);

function maxWidth(items: readonly Item[], from: number, to: number): number {
  let width = 0;
  for (let i = from; i < to; i++) width += items[i]!.max;
  return width;
}

/** Every way through a shape's choices as a list of items; undefined when there are too many. */
export function expand(shape: Shape, split = 0): Item[][] | undefined {
  switch (shape.kind) {
    case "empty":
      return [[]];
    case "set":
      return expandSet(shape, split);
    case "group":
      return expand(shape.item, split);
    case "repeat":
      return expandRepeat(shape, split);
    case "choice": {
      const options = shape.options.map((option) => expand(option, split));
      if (options.some((option) => option === undefined)) return undefined;
      return atMost(options.flat() as Item[][]);
    }
    case "sequence": {
      let lists: Item[][] = [[]];
      for (const item of shape.items) {
        const next = expand(item, split);
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
  }
}

function expandSet({ bytes, wide }: Shape & { kind: "set" }, split: number): Item[][] {
  if (split === 0 || wide) return [[{ bytes, min: 1, max: wide ? 4 : 1 }]];
  return splitSet(bytes).map((part) => [{ bytes: part, min: 1, max: 1 }]);
}

/** A set of few characters as one set for each, both cases of a letter together; or the set itself. */
const splitSet: (set: Uint8Array) => readonly Uint8Array[] = once((set) => {
  const characters = new Map<string, Uint8Array>();
  for (let byte = 0; byte < 256 && characters.size <= SPLIT_SETS; byte++) {
    if (set[byte] === 0) continue;
    const character = String.fromCharCode(byte).toLowerCase();
    const cases = characters.get(character) ?? new Uint8Array(256);
    cases[byte] = 1;
    characters.set(character, cases);
  }
  return characters.size === 1 || characters.size > SPLIT_SETS ? [set] : [...characters.values()];
});

function expandRepeat(shape: Shape & { kind: "repeat" }, split: number): Item[][] | undefined {
  const { item, min, max } = shape;
  if (min === max && min <= 8 && item.kind !== "set") {
    return expand({ kind: "sequence", items: Array.from({ length: min }, () => item) }, split);
  }
  if (min === 0 && max === 1 && item.kind !== "set") {
    const present = expand(item, split);
    return present && atMost([[], ...present]);
  }
  if (item.kind === "set") return [[{ bytes: item.bytes, min, max: max * (item.wide ? 4 : 1) }]];
  const alternatives = expand(item);
  if (alternatives === undefined) return undefined;
  const bytes = new Uint8Array(256);
  for (const part of alternatives.flat()) for (let byte = 0; byte < 256; byte++) bytes[byte]! |= part.bytes[byte]!;
  const width = widthOf(item);
  return [[{ bytes, min: width.min * min, max: width.max === 0 ? 0 : width.max * max }]];
}

function atMost(lists: Item[][]): Item[][] | undefined {
  return lists.length > MOST_ALTERNATIVES ? undefined : lists;
}
