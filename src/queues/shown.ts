import { proposalDigest } from "../answer-signature.js";
import type { Proposal } from "../types.js";

/**
 * What a desk has listed last. An answer is about what its person was shown, and not about what has come to stand under the same id since:
 * the guard's ids are random and never come twice, but those of other programs may.
 */
export class Shown {
  #listed: ReadonlyMap<string, Proposal> = new Map();

  list(proposals: readonly Proposal[]): void {
    this.#listed = new Map(proposals.map((proposal) => [proposal.id, proposal]));
  }

  /**
   * Whether `waiting` reads as it was shown; yes where it was not.
   *
   * @param shown As the caller says; undefined: as it was listed last.
   */
  isAsShown(waiting: Proposal, shown: Proposal | undefined): boolean {
    const seen = shown ?? this.#listed.get(waiting.id);
    return seen === undefined || seen === waiting || proposalDigest(seen) === proposalDigest(waiting);
  }
}
