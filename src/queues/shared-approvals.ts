import type { ApprovalQueue, ApprovedValue } from "../types.js";

/** What a guard lets desks do with what it remembers. */
export type Approvals = Parameters<NonNullable<ApprovalQueue["shareApprovals"]>>[0];

/** The memories of all guards that use one queue object. */
export class SharedApprovals {
  readonly #shared = new Set<Approvals>();
  readonly #onChange: () => void;

  /** @param onChange Called when a guard comes or goes. */
  constructor(onChange: () => void = () => {}) {
    this.#onChange = onChange;
  }

  get size(): number {
    return this.#shared.size;
  }

  share(approvals: Approvals, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#shared.add(approvals);
    const end = (): void => {
      this.#shared.delete(approvals);
      this.#onChange();
    };
    signal.addEventListener("abort", end, { once: true });
    this.#onChange();
  }

  /** Oldest first. */
  list(): readonly ApprovedValue[] {
    return [...this.#shared].flatMap((approvals) => [...approvals.list()]).sort(byAge);
  }

  /** Makes all of them forget a value; `false` when none remembered it. */
  revoke(fingerprint: string): boolean {
    return [...this.#shared].map((approvals) => approvals.revoke(fingerprint)).includes(true);
  }
}

export function byAge(one: ApprovedValue, other: ApprovedValue): number {
  return one.addedAt === other.addedAt ? 0 : one.addedAt < other.addedAt ? -1 : 1;
}
