import { RUN_BYTES } from "../../views/runs.js";
import type { ContextGroup } from "../context/context-groups.js";
import { isWordByte } from "../context/word.js";
import { ByteKinds } from "./byte-kinds.js";

/** What tokens of one group that need the same demand of a run. */
interface Demand {
  /** Bit of the group. */
  readonly group: number;
  /** Whether the tokens hold letters and digits alone. */
  readonly unbroken: boolean;
  /** Kinds of the marks that a run can have and the tokens not: they cut a run into pieces. */
  readonly cuts: number;
  /** As `ContextMember.needs`, in kinds of the filter's own. */
  readonly needs: readonly (readonly number[])[] | undefined;
  /** For each length up to `LONGEST`, that of the longest token whose shortest form is no longer: longer runs are as that long. */
  readonly longest: Uint16Array;
}

/** Longer runs are told from one another no more. */
const LONGEST = 512;

/** Groups that have a bit each. */
const MOST_GROUPS = 31;
export const ALL_GROUPS = -1;

/** Shorter words of a run are part of no token that has words alone. */
const SHORTEST_WORD = 16;

/** As context.h has them. */
export interface RunTables {
  readonly kinds: Uint32Array;
  readonly beyond: Uint8Array;
  readonly demands: Int32Array;
  readonly longest: Uint16Array;
}

/** Tells of a run, by one pass over its bytes, which groups of context detectors can have a token in it: mostly none. */
export class RunFilter {
  readonly #kinds: ByteKinds;
  readonly #groups: number;
  readonly #demands: readonly Demand[];
  /** For each byte that no run has, a bit for each group whose tokens can: one beside a run may lengthen what is in it. */
  readonly #beyond: Int32Array;

  constructor(groups: readonly ContextGroup[]) {
    const sets = groups.flatMap(({ members }) => members.flatMap((member) => member.sets?.flat() ?? []));
    this.#kinds = new ByteKinds([...groups.map(({ inRun }) => inRun), ...sets]);
    this.#beyond = Int32Array.from(RUN_BYTES, (inRun, byte) =>
      inRun === 1 ? 0 : groups.reduce((bits, { inToken }, i) => bits | (inToken[byte] === 1 ? 1 << i : 0), 0),
    );
    this.#groups = groups.length;
    this.#demands = groups.flatMap((group, index) => this.#demandsOf(group, 1 << index));
  }

  #demandsOf({ members, marks, inRun }: ContextGroup, group: number): readonly Demand[] {
    const cuts = this.#kinds.maskOf(RUN_BYTES.map((held, byte) => (held === 1 && inRun[byte] === 0 ? 1 : 0)));
    const demands = new Map<string, Demand>();
    for (const { least, most, sets } of members) {
      const needs = sets?.map((list) => [...new Set(list.map((set) => this.#kinds.maskOf(set)))]);
      const key = JSON.stringify(needs ?? null);
      let demand = demands.get(key);
      if (demand === undefined) {
        demand = { group, unbroken: !marks, cuts, needs, longest: new Uint16Array(LONGEST + 1) };
        demands.set(key, demand);
      }
      const at = Math.min(least, LONGEST);
      demand.longest[at] = Math.max(demand.longest[at]!, Math.min(most, 0xffff));
    }
    for (const { longest } of demands.values())
      for (let length = 1; length <= LONGEST; length++)
        longest[length] = Math.max(longest[length]!, longest[length - 1]!);
    return [...demands.values()];
  }

  /** The same as numbers, for the kernel (context.h): what it lets pass is what has a bit here. */
  get tables(): RunTables | undefined {
    if (this.#groups > MOST_GROUPS) return undefined;
    const count = this.#demands.length;
    const heads: number[] = [count];
    const lists: number[] = [];
    for (const { unbroken, cuts, needs } of this.#demands) {
      heads.push(unbroken ? 1 : 0, cuts, 1 + 3 * count + lists.length);
      lists.push(needs?.length ?? -1, ...(needs?.flatMap((kinds) => [kinds.length, ...kinds]) ?? []));
    }
    const longest = new Uint16Array((LONGEST + 1) * count);
    this.#demands.forEach((demand, i) => {
      for (let length = 0; length <= LONGEST; length++) longest[length * count + i] = demand.longest[length]!;
    });
    return {
      kinds: Uint32Array.from(this.#kinds.bitOf, (bit) => bit >>> 0),
      beyond: Uint8Array.from(this.#beyond, (bits) => (bits === 0 ? 0 : 1)),
      demands: Int32Array.from([...heads, ...lists]),
      longest,
    };
  }

  /** A bit for each group that may have a token in the run `[start, end)`; never without the bit of one that has. */
  groupsIn(bytes: Buffer, start: number, end: number): number {
    if (this.#groups > MOST_GROUPS) return ALL_GROUPS;
    let held = 0;
    let word = 0;
    let longest = 0;
    let shortest = Infinity;
    let edges = bytes[start - 1] === 0x5c ? 1 : 0;
    for (let at = start; at <= end; at++) {
      if (at < end) held |= this.#kinds.bitOf[bytes[at]!]!;
      if (at < end && isWordByte(bytes[at]!)) word++;
      else {
        if (word === 0) edges++;
        if (word > longest) longest = word;
        if (word >= SHORTEST_WORD && word < shortest) shortest = word;
        word = 0;
      }
    }
    let bits = this.#beyond[bytes[start - 1] ?? 0]! | this.#beyond[bytes[end] ?? 0]!;
    for (let i = 0; i < this.#demands.length; i++) {
      const { group, unbroken, cuts, needs, longest: longestOf } = this.#demands[i]!;
      if ((bits & group) !== 0) continue;
      const length = unbroken ? longest : end - start;
      // Of a run in one piece, what is left without the marks that may stand beside a token.
      const bare = unbroken ? shortest - 1 : (held & cuts) === 0 ? length - edges : 0;
      if (bare <= longestOf[Math.min(length, LONGEST)]! && holdsNeeded(needs, held)) bits |= group;
    }
    return bits;
  }
}

/** Whether `held` has a kind of each of the sets in one of the lists. */
export function holdsNeeded(needs: readonly (readonly number[])[] | undefined, held: number): boolean {
  if (needs === undefined) return true;
  for (let i = 0; i < needs.length; i++) {
    const kinds = needs[i]!;
    let at = 0;
    while (at < kinds.length && (held & kinds[at]!) !== 0) at++;
    if (at === kinds.length) return true;
  }
  return false;
}
