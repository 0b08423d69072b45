/** How often something took how long: counts of times up to each bound, as Prometheus has them. */
export class Histogram {
  /** Seconds, rising. */
  readonly bounds: readonly number[];
  /** One for each bound, not added up, and one more for what is over the last. */
  readonly counts: number[];
  sum = 0;

  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.counts = Array.from({ length: bounds.length + 1 }, () => 0);
  }

  record(seconds: number): void {
    const at = this.bounds.findIndex((bound) => seconds <= bound);
    const index = at < 0 ? this.bounds.length : at;
    this.counts[index] = (this.counts[index] ?? 0) + 1;
    this.sum += seconds;
  }
}
