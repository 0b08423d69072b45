import { RUN_BYTES, RUN_LENGTH } from "../../views/runs.js";
import { expand, type Item, once, SPLIT_SETS } from "./expand.js";
import type { Shape } from "./syntax.js";

/** How far outside a run, in bytes, a literal is looked for. */
export const RUN_MARGIN = 16;

/** Where the literals of a shape stand in its matches. */
export interface LiteralPlan {
  /** Every match has a literal in a run or within `RUN_MARGIN` bytes of it, so that the prefilter may look there alone. */
  readonly nearRun: boolean;
  /** The most bytes of a match that can stand before its literal; `Infinity` when not known. */
  readonly before: number;
  /** From the literal on, as its gates have it (gate.ts): one of these stands in every match; undefined when not known. */
  readonly leads: readonly (readonly Uint8Array[])[] | undefined;
}

/** Bytes that a gate looks at on either side. */
export const GATE_LENGTH = 24;

/** Plans where to look for `literals`, in any case, of a detector with this shape; `undefined` shapes can be anything. */
export function planLiterals(shape: Shape | undefined, literals: readonly string[]): LiteralPlan {
  const places = literalPlaces(shape, literals);
  if (places === undefined) return UNKNOWN;
  return {
    nearRun: places.every(({ isNear }) => isNear),
    before: places.reduce((most, { offset }) => Math.max(most, offset), 0),
    leads: places.map(({ items, first }) => certainBytes(items, first)),
  };
}

const UNKNOWN: LiteralPlan = { nearRun: false, before: Infinity, leads: undefined };

/** The literal that is looked for in one way through a shape. */
export interface LiteralPlace {
  readonly items: readonly Item[];
  /** Place of the item that it begins with. */
  readonly first: number;
  /** The most bytes before it. */
  readonly offset: number;
  readonly isNear: boolean;
}

/** One for each way through the shape, near a run where there is such a one; undefined when not known. */
export function literalPlaces(
  shape: Shape | undefined,
  literals: readonly string[],
): readonly LiteralPlace[] | undefined {
  const alternatives = shape && (expand(shape, SPLIT_SETS) ?? expand(shape));
  if (alternatives === undefined) return undefined;
  const folded = literals.map((literal) => literal.toLowerCase());
  const found: LiteralPlace[] = [];
  for (const items of alternatives) {
    const places = stretchesOf(items, folded);
    const runs = runsOf(items);
    const near = places.find((place) => isNearRun(items, runs, place));
    const place = near ?? places[0];
    if (place === undefined) return undefined;
    const [first] = place;
    found.push({ items, first, offset: maxWidth(items, 0, first), isNear: near !== undefined });
  }
  return found;
}

/** The sets of the bytes, from the item at `from` on, whose distance from its edge is the same in every match. */
export function certainBytes(items: readonly Item[], from = 0): Uint8Array[] {
  const sets: Uint8Array[] = [];
  for (let at = from; at < items.length; at++) {
    const { bytes, min, max } = items[at]!;
    for (let i = 0; i < min && sets.length < GATE_LENGTH; i++) sets.push(bytes);
    if (min !== max || sets.length === GATE_LENGTH) break;
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

/** Items `[from, to)`. */
type Stretch = readonly [from: number, to: number];

/** Where a literal stands, in any of its cases: the shortest first, of those that begin with one item. */
function stretchesOf(items: readonly Item[], folded: readonly string[]): readonly Stretch[] {
  const found: Stretch[] = [];
  const characters = items.map(({ bytes, min }) => (min === 0 ? "" : fixedCharacter(bytes)));
  for (let first = 0; first < items.length; first++) {
    for (let last = first, text = ""; last < items.length; last++) {
      const { min, max } = items[last]!;
      const character = characters[last]!;
      if (character === "") break;
      for (let times = 0; times < Math.min(min, LONGEST_REPEAT); times++) {
        text += character;
        if (folded.includes(text)) found.push([first, last + 1]);
      }
      if (min !== max || min > LONGEST_REPEAT || !folded.some((literal) => literal.startsWith(text))) break;
    }
  }
  return found;
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

function isNearRun(items: readonly Item[], runs: readonly Stretch[], [first, end]: Stretch): boolean {
  return runs.some(([from, to]) => {
    const gapBefore = first < from ? maxWidth(items, first, from) : 0;
    const gapAfter = end > to ? maxWidth(items, to, end) : 0;
    return gapBefore <= RUN_MARGIN && gapAfter <= RUN_MARGIN;
  });
}

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
