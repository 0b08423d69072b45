import type { Collector, Counter } from "./collector.js";
import type { Histogram } from "./histogram.js";
import { METRICS, type MetricDefinition } from "./metrics.js";
import type { Labels } from "./record.js";

/** @public The media type of what `prometheusText` writes. */
export const PROMETHEUS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

const UNITS: Readonly<Record<string, string>> = { s: "_seconds", By: "_bytes" };

/** What was collected, in Prometheus's text format, version 0.0.4 (prometheus.io, "Exposition formats"). */
export function prometheusText({ counters, histograms, gauges }: Collector): string {
  const data = { ...counters, ...histograms, ...gauges };
  return Object.entries(METRICS)
    .map(([key, metric]) => family(metric, data[key as keyof typeof METRICS]))
    .join("");
}

/** A metric's name as Prometheus has it. */
export function prometheusName({ name, kind, unit }: MetricDefinition): string {
  return name.replaceAll(".", "_") + (UNITS[unit] ?? "") + (kind === "counter" ? "_total" : "");
}

function family(metric: MetricDefinition, data: Counter | Histogram | number): string {
  const name = prometheusName(metric);
  const lines = [`# HELP ${name} ${metric.description}`, `# TYPE ${name} ${metric.kind}`];
  if (typeof data === "number") lines.push(`${name} ${data}`);
  else if ("bounds" in data) lines.push(...buckets(name, data));
  else lines.push(...values(name, metric, data));
  return `${lines.join("\n")}\n`;
}

/** A counter without labels is there from the start, so that its first step can be seen. */
function values(name: string, { labels }: MetricDefinition, counter: Counter): string[] {
  const all = counter.values();
  if (all.length === 0 && labels.length === 0) return [`${name} 0`];
  return all.map((one) => `${name}${written(one.labels)} ${one.value}`);
}

function buckets(name: string, { bounds, counts, sum }: Histogram): string[] {
  let total = 0;
  const lines = counts.map((count, at) => {
    total += count;
    return `${name}_bucket{le="${bounds[at] ?? "+Inf"}"} ${total}`;
  });
  return [...lines, `${name}_sum ${sum}`, `${name}_count ${total}`];
}

function written(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escaped(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
