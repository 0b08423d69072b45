import { type Ahead, standsAhead } from "../shape/ahead.js";
import type { Gate } from "../shape/gate.js";

/** Gates that differ only in what stands before the literal. */
interface GateGroup {
  readonly after: readonly Uint8Array[];
  readonly ahead: Ahead | undefined;
  readonly befores: (readonly Uint8Array[])[];
}

/** A necessary condition of a match whose literal stands at a place, before the engine is asked: one of the shape's gates holds there. */
export class Gates {
  readonly #gates: readonly Gate[];
  /** Made when the literal is first found: most never are. */
  #groups: readonly GateGroup[] | undefined;

  constructor(gates: readonly Gate[]) {
    this.#gates = gates;
  }

  pass(bytes: Buffer, at: number): boolean {
    this.#groups ??= groupGates(this.#gates);
    for (let i = 0; i < this.#groups.length; i++) {
      const { after, ahead, befores } = this.#groups[i]!;
      if (!holds(after, bytes, at, 1) || (ahead !== undefined && !standsAhead(ahead, bytes, at + after.length)))
        continue;
      for (let k = 0; k < befores.length; k++) if (holds(befores[k]!, bytes, at - 1, -1)) return true;
    }
    return false;
  }

  /** The same where backslash escapes may stand round the literal: what is beyond the nearest of them is not known. */
  mayPassEscaped(bytes: Buffer, at: number): boolean {
    return this.#gates.some(
      ({ after, before, ahead }) =>
        mayHoldEscaped(before, bytes, at - 1, -1) &&
        mayHoldEscaped(after, bytes, at, 1) &&
        (ahead === undefined || mayStandAheadEscaped(ahead, bytes, at, at + after.length)),
    );
  }
}

function groupGates(gates: readonly Gate[]): readonly GateGroup[] {
  const groups: GateGroup[] = [];
  for (const { before, after, ahead } of gates) {
    let group = groups.find((other) => areSame(other.after, after) && isSameAhead(other.ahead, ahead));
    if (group === undefined) {
      group = { after, ahead, befores: [] };
      groups.push(group);
    }
    if (!group.befores.some((other) => areSame(other, before))) group.befores.push(before);
  }
  return groups;
}

function isSameAhead(one: Ahead | undefined, other: Ahead | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return isSame(one.to, other.to) && isSame(one.through, other.through);
}

function areSame(one: readonly Uint8Array[], other: readonly Uint8Array[]): boolean {
  return one.length === other.length && one.every((set, i) => isSame(set, other[i]!));
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

function holds(sets: readonly Uint8Array[], bytes: Buffer, from: number, step: number): boolean {
  for (let i = 0; i < sets.length; i++) {
    const byte = bytes[from + i * step];
    if (byte === undefined || sets[i]![byte] === 0) return false;
  }
  return true;
}

/** `literal`: from where on a backslash makes what follows unknown. */
function mayStandAheadEscaped(ahead: Ahead, bytes: Buffer, literal: number, from: number): boolean {
  for (let at = literal; at < from; at++) if (bytes[at] === 0x5c) return true;
  return standsAhead(ahead, bytes, from, 0x5c);
}

function mayHoldEscaped(sets: readonly Uint8Array[], bytes: Buffer, from: number, step: number): boolean {
  for (let i = 0; i < sets.length; i++) {
    const at = from + i * step;
    if (bytes[at] === 0x5c || (step < 0 && bytes[at - 1] === 0x5c)) return true;
    if (at < 0 || at >= bytes.length || sets[i]![bytes[at]!] === 0) return false;
  }
  return true;
}
