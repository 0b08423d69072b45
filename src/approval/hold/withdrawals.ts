/** Counts the withdrawals under way, so that a guard that closes can wait for them. */
export class Withdrawals {
  readonly #failed: () => void;
  #underWay = 0;
  #idle: (() => void)[] = [];

  constructor(failed: () => void) {
    this.#failed = failed;
  }

  track(withdrawal: Promise<void>): void {
    this.#underWay += 1;
    withdrawal.catch(this.#failed).finally(() => {
      this.#underWay -= 1;
      if (this.#underWay > 0) return;
      for (const resolve of this.#idle) resolve();
      this.#idle = [];
    });
  }

  /** Resolves when none is under way, and after `milliseconds` in any case. */
  async settled(milliseconds: number): Promise<void> {
    if (this.#underWay === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#idle.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
