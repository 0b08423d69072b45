import { type Meter, metrics } from "@opentelemetry/api";
import { type CounterName, type HistogramName, HOLD_SECONDS, METRICS, SCAN_SECONDS } from "./metrics.js";
import { record, type Sink } from "./record.js";

/**
 * Records what the guards of this process do with OpenTelemetry, until what it returns is called: the metrics that
 * `docs/reference/telemetry.md` lists. Nothing in them is a value, or of a request at all but its size.
 *
 * @param meter Default: that of the global meter provider, which must be set before.
 */
export function recordMetrics(meter: Meter = metrics.getMeter("outbound-dlp")): () => void {
  return record(meterSink(meter));
}

function meterSink(meter: Meter): Sink {
  const counter = (key: CounterName) => meter.createCounter(METRICS[key].name, METRICS[key]);
  const histogram = (key: HistogramName, bounds: readonly number[]) =>
    meter.createHistogram(METRICS[key].name, { ...METRICS[key], advice: { explicitBucketBoundaries: [...bounds] } });
  const counters = {
    requests: counter("requests"),
    held: counter("held"),
    scanned: counter("scanned"),
    findings: counter("findings"),
    uninspectable: counter("uninspectable"),
    malformed: counter("malformed"),
    queueErrors: counter("queueErrors"),
  };
  const histograms = {
    holdDuration: histogram("holdDuration", HOLD_SECONDS),
    scanDuration: histogram("scanDuration", SCAN_SECONDS),
  };
  const gauges = { waiting: meter.createGauge(METRICS.waiting.name, METRICS.waiting) };
  return {
    add: (name, amount, labels) => counters[name].add(amount, labels),
    time: (name, seconds) => histograms[name].record(seconds),
    set: (name, value) => gauges[name].record(value),
  };
}
