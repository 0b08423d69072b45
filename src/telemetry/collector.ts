import { Histogram } from "./histogram.js";
import { type CounterName, type GaugeName, type HistogramName, HOLD_SECONDS, SCAN_SECONDS } from "./metrics.js";
import { type Labels, record, type Sink } from "./record.js";

/** A counter's values, one for each set of labels. */
export class Counter {
  readonly #values = new Map<string, { readonly labels: Labels; value: number }>();

  add(amount: number, labels: Labels = {}): void {
    const key = JSON.stringify(labels);
    const entry = this.#values.get(key);
    if (entry === undefined) this.#values.set(key, { labels, value: amount });
    else entry.value += amount;
  }

  values(): readonly { readonly labels: Labels; readonly value: number }[] {
    return [...this.#values.values()];
  }
}

/** Keeps what the guards of this process did since it was made, for whoever asks. */
export class Collector implements Sink {
  readonly counters: Readonly<Record<CounterName, Counter>> = {
    requests: new Counter(),
    held: new Counter(),
    scanned: new Counter(),
    findings: new Counter(),
    uninspectable: new Counter(),
    malformed: new Counter(),
    queueErrors: new Counter(),
  };
  readonly histograms: Readonly<Record<HistogramName, Histogram>> = {
    holdDuration: new Histogram(HOLD_SECONDS),
    scanDuration: new Histogram(SCAN_SECONDS),
  };
  readonly gauges = { waiting: 0 };
  readonly stop: () => void;

  constructor() {
    this.stop = record(this);
  }

  add(counter: CounterName, amount: number, labels?: Labels): void {
    this.counters[counter].add(amount, labels);
  }

  time(histogram: HistogramName, seconds: number): void {
    this.histograms[histogram].record(seconds);
  }

  set(gauge: GaugeName, value: number): void {
    this.gauges[gauge] = value;
  }
}
