import { union } from "./shared-set.js";

/**
 * What a shape can match, as a tree over bytes. Only what the compiler needs to know is kept: which bytes, how many, in which
 * order. Characters beyond ASCII are "any byte from 0x80 up".
 */
export type Shape =
  /** One byte of `bytes` (a table of 256), or one character of several bytes when `wide`. */
  | { readonly kind: "set"; readonly bytes: Uint8Array; readonly wide: boolean }
  /** Nothing: an assertion such as `\b`. */
  | { readonly kind: "empty" }
  | { readonly kind: "sequence"; readonly items: readonly Shape[] }
  | { readonly kind: "choice"; readonly options: readonly Shape[] }
  | { readonly kind: "repeat"; readonly item: Shape; readonly min: number; readonly max: number }
  | { readonly kind: "group"; readonly name: string; readonly item: Shape };

/** How many bytes a shape matches; `max` is `Infinity` when there is no bound. */
export interface Width {
  readonly min: number;
  readonly max: number;
}

/** The longest UTF-8 character, in bytes (RFC 3629). */
const WIDEST_CHARACTER = 4;

const NARROW: Width = { min: 1, max: 1 };
const WIDE: Width = { min: 1, max: WIDEST_CHARACTER };

export function widthOf(shape: Shape): Width {
  switch (shape.kind) {
    case "empty":
      return { min: 0, max: 0 };
    case "set":
      return shape.wide ? WIDE : NARROW;
    case "group":
      return widthOf(shape.item);
    case "repeat": {
      const item = widthOf(shape.item);
      return { min: item.min * shape.min, max: item.max === 0 || shape.max === 0 ? 0 : item.max * shape.max };
    }
    case "sequence": {
      const sum = { min: 0, max: 0 };
      for (const item of shape.items) {
        const { min, max } = widthOf(item);
        sum.min += min;
        sum.max += max;
      }
      return sum;
    }
    case "choice": {
      const widths = shape.options.map(widthOf);
      return { min: Math.min(...widths.map((w) => w.min)), max: Math.max(...widths.map((w) => w.max)) };
    }
  }
}

/** Every byte that can stand in a match. */
export function alphabetOf(shape: Shape): Uint8Array {
  return union(setsOf(shape));
}

/** The sets of bytes that it is made of. */
export function setsOf(shape: Shape): ReadonlySet<Uint8Array> {
  const sets = new Set<Uint8Array>();
  addSets(shape, sets);
  return sets;
}

function addSets(shape: Shape, into: Set<Uint8Array>): void {
  switch (shape.kind) {
    case "set":
      into.add(shape.bytes);
      break;
    case "group":
    case "repeat":
      addSets(shape.item, into);
      break;
    case "sequence":
      for (const item of shape.items) addSets(item, into);
      break;
    case "choice":
      for (const option of shape.options) addSets(option, into);
      break;
    case "empty":
      break;
  }
}

/** Every byte that can begin a match. */
export function firstBytesOf(shape: Shape): Uint8Array {
  const sets = new Set<Uint8Array>();
  addFirstSets(shape, sets);
  return union(sets);
}

function addFirstSets(shape: Shape, into: Set<Uint8Array>): void {
  switch (shape.kind) {
    case "group":
    case "repeat":
      addFirstSets(shape.item, into);
      break;
    case "choice":
      for (const option of shape.options) addFirstSets(option, into);
      break;
    case "sequence":
      for (const item of shape.items) {
        addFirstSets(item, into);
        if (widthOf(item).min > 0) break;
      }
      break;
    default:
      addSets(shape, into);
  }
}

/** The first group called `name`, wherever it stands. */
export function groupOf(shape: Shape, name: string): Shape | undefined {
  switch (shape.kind) {
    case "group":
      return shape.name === name ? shape.item : groupOf(shape.item, name);
    case "repeat":
      return groupOf(shape.item, name);
    case "sequence":
      return firstDefined(shape.items, name);
    case "choice":
      return firstDefined(shape.options, name);
    default:
      return undefined;
  }
}

function firstDefined(shapes: readonly Shape[], name: string): Shape | undefined {
  for (const shape of shapes) {
    const found = groupOf(shape, name);
    if (found !== undefined) return found;
  }
  return undefined;
}
