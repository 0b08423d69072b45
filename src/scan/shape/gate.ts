import { type Ahead, aheadOf } from "./ahead.js";
import type { Item } from "./expand.js";
import { certainBytes, GATE_LENGTH, type LiteralPlace, literalPlaces } from "./plan.js";
import type { Shape } from "./syntax.js";

/** Sets of bytes that must stand next to each other: the cheapest test of a literal's neighbourhood. */
export interface Gate {
  /** From the byte before the literal, backwards. */
  readonly before: readonly Uint8Array[];
  /** From the literal's first byte on. */
  readonly after: readonly Uint8Array[];
  /** What must stand behind them. */
  readonly ahead: Ahead | undefined;
}

/** Gates of which one holds round the literal of every match; undefined when not known. */
export function gatesOf(shape: Shape | undefined, literals: readonly string[]): readonly Gate[] | undefined {
  return literalPlaces(shape, literals)?.map(gateAt);
}

function gateAt({ items, first }: LiteralPlace): Gate {
  const rest = items.slice(first);
  const after = certainBytes(rest);
  return {
    before: certainBytes(items.slice(0, first).reverse()),
    after,
    ahead: after.length < GATE_LENGTH ? aheadOf(rest.slice(rest.findIndex(isUncertain))) : undefined,
  };
}

function isUncertain({ min, max }: Item): boolean {
  return min !== max;
}
