/** What is counted, for every exporter: names, units and what each is, once. */

export interface MetricDefinition {
  /** As OpenTelemetry writes it; Prometheus has `_` for each dot, and the unit or `total` behind. */
  readonly name: string;
  readonly kind: "counter" | "gauge" | "histogram";
  /** UCUM: `s`, `By`, or a thing counted in braces. */
  readonly unit: string;
  readonly description: string;
  /** Its attributes, in Prometheus labels. */
  readonly labels: readonly string[];
}

export type CounterName = "requests" | "held" | "scanned" | "findings" | "uninspectable" | "malformed" | "queueErrors";
export type HistogramName = "holdDuration" | "scanDuration";
export type GaugeName = "waiting";

/** Seconds: a scan is microseconds to some hundred milliseconds. */
export const SCAN_SECONDS: readonly number[] = [
  0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1,
];
/** Seconds: a person takes seconds to minutes. */
export const HOLD_SECONDS: readonly number[] = [0.1, 1, 5, 10, 30, 60, 120, 300, 600, 1800];

export const METRICS: Readonly<Record<CounterName | HistogramName | GaugeName, MetricDefinition>> = {
  requests: {
    name: "outbound_dlp.requests",
    kind: "counter",
    unit: "{request}",
    description: "Requests decided about",
    labels: ["action", "because"],
  },
  held: {
    name: "outbound_dlp.held",
    kind: "counter",
    unit: "{request}",
    description: "Requests held for a supervisor",
    labels: [],
  },
  waiting: {
    name: "outbound_dlp.waiting",
    kind: "gauge",
    unit: "{request}",
    description: "Requests that wait for a supervisor now",
    labels: [],
  },
  holdDuration: {
    name: "outbound_dlp.hold.duration",
    kind: "histogram",
    unit: "s",
    description: "How long requests were held",
    labels: [],
  },
  scanDuration: {
    name: "outbound_dlp.scan.duration",
    kind: "histogram",
    unit: "s",
    description: "How long scans took",
    labels: [],
  },
  scanned: {
    name: "outbound_dlp.scanned",
    kind: "counter",
    unit: "By",
    description: "Bytes of bodies scanned",
    labels: [],
  },
  findings: {
    name: "outbound_dlp.findings",
    kind: "counter",
    unit: "{request}",
    description: "Requests that arrived with a finding of this detector",
    labels: ["detector"],
  },
  uninspectable: {
    name: "outbound_dlp.uninspectable",
    kind: "counter",
    unit: "{request}",
    description: "Requests that arrived with something that could not be inspected",
    labels: ["cause"],
  },
  malformed: {
    name: "outbound_dlp.malformed_answers",
    kind: "counter",
    unit: "{answer}",
    description: "Answers of supervisors that could not be read",
    labels: [],
  },
  queueErrors: {
    name: "outbound_dlp.queue_errors",
    kind: "counter",
    unit: "{error}",
    description: "Calls in which the approval queue failed",
    labels: ["call"],
  },
};
