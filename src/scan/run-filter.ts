import { RUN_BYTES } from "../views/runs.js";
import { ByteKinds } from "./byte-kinds.js";
import type { ContextGroup } from "./context-groups.js";
import { isWordByte } from "./word.js";

/** What a run must have at least for one detector's token to be in it. */
interface Demand {
  readonly least: number;
  /** Whether the token holds letters and digits alone: then `least` of them stand in a row. */
  readonly unbroken: boolean;
  /** Kinds of bytes as in `ContextMember.needs`, of `RunFilter`'s own kinds. */
  readonly needs: readonly (readonly number[])[] | undefined;
}

/** Tells of most runs, by one pass over their bytes, that no token of a context detector can be in them. */
export class RunFilter {
  readonly #kinds: ByteKinds;
  /** The shortest first. */
  readonly #demands: readonly Demand[];
  /** 1 for the bytes that no run has and a token can: one beside a run may lengthen what is in it. */
  readonly #beyond: Uint8Array;

  constructor(groups: readonly ContextGroup[]) {
    const members = groups.flatMap((group) => group.members.map((member) => ({ group, member })));
    this.#kinds = new ByteKinds(members.flatMap(({ member }) => member.sets?.flat() ?? []));
    this.#demands = members
      .map(({ group, member }) => ({
        least: member.least,
        unbroken: !group.marks,
        needs: member.sets?.map((sets) => [...new Set(sets.map((set) => this.#kinds.maskOf(set)))]),
      }))
      .sort((one, other) => one.least - other.least);
    this.#beyond = RUN_BYTES.map((inRun, byte) =>
      inRun === 0 && groups.some(({ inToken }) => inToken[byte] === 1) ? 1 : 0,
    );
  }

  /** Whether a token may be in the run `[start, end)`; never `false` for one that is. */
  passes(bytes: Buffer, start: number, end: number): boolean {
    if (this.#beyond[bytes[start - 1] ?? 0] === 1 || this.#beyond[bytes[end] ?? 0] === 1) return true;
    let held = 0;
    let word = 0;
    let longest = 0;
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!;
      held |= this.#kinds.bitOf[byte]!;
      if (isWordByte(byte)) word++;
      else {
        if (word > longest) longest = word;
        word = 0;
      }
    }
    if (word > longest) longest = word;
    const demands = this.#demands;
    for (let i = 0; i < demands.length && demands[i]!.least <= end - start; i++) {
      const { least, unbroken, needs } = demands[i]!;
      if ((!unbroken || longest >= least) && holdsNeeded(needs, held)) return true;
    }
    return false;
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
