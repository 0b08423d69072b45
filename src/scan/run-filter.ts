import { RUN_BYTES } from "../views/runs.js";
import { ByteKinds } from "./byte-kinds.js";
import type { ContextGroup } from "./context-groups.js";
import { isWordByte } from "./word.js";

/** What one detector's tokens demand of a run. */
interface Demand {
  readonly least: number;
  readonly most: number;
  /** As `ContextMember.needs`, in kinds of the filter's own. */
  readonly needs: readonly (readonly number[])[] | undefined;
}

interface GroupDemands {
  /** Whether the tokens hold letters and digits alone. */
  readonly unbroken: boolean;
  /** Kinds of the marks that a run can have and the tokens not: they cut a run into pieces. */
  readonly cuts: number;
  /** The shortest first. */
  readonly demands: readonly Demand[];
}

/** Groups that have a bit each. */
const MOST_GROUPS = 31;
export const ALL_GROUPS = -1;

/** Shorter words of a run are part of no token that has words alone. */
const SHORTEST_WORD = 16;

/** Tells of a run, by one pass over its bytes, which groups of context detectors can have a token in it: mostly none. */
export class RunFilter {
  readonly #kinds: ByteKinds;
  readonly #groups: readonly GroupDemands[];
  /** For each byte that no run has, a bit for each group whose tokens can: one beside a run may lengthen what is in it. */
  readonly #beyond: Int32Array;

  constructor(groups: readonly ContextGroup[]) {
    const sets = groups.flatMap(({ members }) => members.flatMap((member) => member.sets?.flat() ?? []));
    this.#kinds = new ByteKinds([...groups.map(({ inRun }) => inRun), ...sets]);
    this.#beyond = Int32Array.from(RUN_BYTES, (inRun, byte) =>
      inRun === 1 ? 0 : groups.reduce((bits, { inToken }, i) => bits | (inToken[byte] === 1 ? 1 << i : 0), 0),
    );
    this.#groups = groups.map(({ members, marks, inRun }) => ({
      unbroken: !marks,
      cuts: this.#kinds.maskOf(RUN_BYTES.map((held, byte) => (held === 1 && inRun[byte] === 0 ? 1 : 0))),
      demands: members
        .map(({ least, most, sets: lists }) => ({
          least,
          most,
          needs: lists?.map((list) => [...new Set(list.map((set) => this.#kinds.maskOf(set)))]),
        }))
        .sort((one, other) => one.least - other.least),
    }));
  }

  /** The same as numbers, for the kernel (context.h): what it lets pass is what has a bit here. */
  get tables(): { readonly kinds: Uint32Array; readonly beyond: Uint8Array; readonly demands: Int32Array } | undefined {
    if (this.#groups.length > MOST_GROUPS) return undefined;
    const numbers = this.#groups.flatMap(({ unbroken, cuts, demands }) => {
      const distinct = [...new Set(demands.map((demand) => numbersOf(demand).join()))];
      const own = distinct.flatMap((text) => text.split(",").map(Number));
      return [unbroken ? 1 : 0, cuts, own.length, ...own];
    });
    return {
      kinds: Uint32Array.from(this.#kinds.bitOf, (bit) => bit >>> 0),
      beyond: Uint8Array.from(this.#beyond, (bits) => (bits === 0 ? 0 : 1)),
      demands: Int32Array.of(this.#groups.length, ...numbers),
    };
  }

  /** A bit for each group that may have a token in the run `[start, end)`; never without the bit of one that has. */
  groupsIn(bytes: Buffer, start: number, end: number): number {
    if (this.#groups.length > MOST_GROUPS) return ALL_GROUPS;
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
    for (let i = 0; i < this.#groups.length; i++) {
      const { unbroken, cuts, demands } = this.#groups[i]!;
      const length = unbroken ? longest : end - start;
      // Of a run in one piece, what is left without the marks that may stand beside a token.
      const bare = unbroken ? shortest - 1 : (held & cuts) === 0 ? length - edges : 0;
      for (let k = 0; k < demands.length && demands[k]!.least <= length; k++) {
        if (bare > demands[k]!.most || !holdsNeeded(demands[k]!.needs, held)) continue;
        bits |= 1 << i;
        break;
      }
    }
    return bits;
  }
}

/** The most that one of the kernel's numbers can say. */
const ENDLESS = 0x7fffffff;

function numbersOf({ least, most, needs }: Demand): readonly number[] {
  const lists = needs?.flatMap((kinds) => [kinds.length, ...kinds]) ?? [];
  return [least, Math.min(most, ENDLESS), lists.length, needs?.length ?? -1, ...lists];
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
