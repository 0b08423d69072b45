/** What counters and channels say of a guard, and that nothing in them is a value. */

import { subscribe, unsubscribe } from "node:diagnostics_channel";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { GuardMessages } from "../../src/channels.js";
import { createGuard, memoryQueue } from "../../src/index.js";
import { Collector } from "../../src/telemetry/collector.js";
import { METRICS } from "../../src/telemetry/metrics.js";
import { recordMetrics } from "../../src/telemetry/opentelemetry.js";
import { prometheusName, prometheusText } from "../../src/telemetry/prometheus.js";
import { bench, now, turn } from "../approval/support/bench.js";
import { request, token } from "../approval/support/scanner.js";
import { givesAway, spellings } from "../approval/support/windows.js";
import { tokens } from "../properties/support/tokens.js";

const NAMES = ["scan", "held", "ended", "verdict", "event"].map(
  (name) => `outbound-dlp:${name}`,
) as (keyof GuardMessages)[];

let messages: { readonly name: string; readonly message: Record<string, unknown> }[] = [];
const listener = (message: unknown, name: string | symbol): void => {
  messages.push({ name: String(name).replace("outbound-dlp:", ""), message: message as Record<string, unknown> });
};

let collector: Collector;
beforeEach(() => {
  messages = [];
  for (const name of NAMES) subscribe(name, listener);
  collector = new Collector();
});
afterEach(() => {
  for (const name of NAMES) unsubscribe(name, listener);
  collector.stop();
});

/** The lines of the exposition that tell something, but for the times. */
function told(): string[] {
  return prometheusText(collector)
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#") && !/_bucket|_sum/.test(line));
}

describe("channels", () => {
  it("tell the life of a held request, in order", async () => {
    const { guard, pending, approve } = bench();
    const held = guard.check(request(`a ${token("one")}`));
    await approve((await pending(1))[0]);
    await held;
    await turn();
    expect(
      messages.map(({ name, message }) => [
        name,
        message.type ?? message.verdict ?? message.because ?? message.waiting,
      ]),
    ).toEqual([
      ["scan", "hold"],
      ["held", 1],
      ["event", "held"],
      ["scan", "clear"],
      ["ended", 0],
      ["event", "released"],
      ["verdict", "approved"],
    ]);
    const [first, , , again] = messages.map(({ message }) => message);
    expect(first).toMatchObject({ again: false, detectors: ["test-token"], uninspectable: [], bodyBytes: 22 });
    expect(again).toMatchObject({ again: true, detectors: [] });
  });

  it("tell of each request just one verdict, whole or in pieces, denied at once or after a wait", async () => {
    const { guard, pending, reject } = bench();
    await guard.check(request("clear"));
    const opened = guard.open(request(""));
    opened.push(Buffer.from("clear"));
    await opened.finish();
    await opened.finish();
    const rejected = guard.check(request(`a ${token("one")}`));
    await reject((await pending(1))[0]);
    await rejected;
    await guard.check({ ...request("x"), bodyComplete: false });
    await guard.check(undefined as never);
    await guard.close();
    await guard.check(request("clear"));
    await guard.open(request("")).finish();
    await turn();
    const verdicts = messages.filter(({ name }) => name === "verdict").map(({ message }) => message.because);
    expect(verdicts).toEqual(["clear", "clear", "rejected", "uninspectable", "scan-failed", "closed", "closed"]);
  });

  it("say nothing, and cost no message, once nobody listens", async () => {
    for (const name of NAMES) unsubscribe(name, listener);
    collector.stop();
    const { guard } = bench();
    await guard.check(request("clear"));
    expect(messages).toEqual([]);
    expect(told()).toContain("outbound_dlp_scanned_bytes_total 0");
  });
});

describe("counters", () => {
  it("count held, waiting, released, denied by cause, uninspectable by cause, and failures of the queue", async () => {
    const { guard, pending, approve } = bench({}, { withdraw: async () => Promise.reject(new Error("down")) });
    await guard.check(request("clear"));
    const [one, two] = [guard.check(request(`a ${token(1)}`)), guard.check(request(`b ${token(2)}`))];
    await pending(2);
    expect(told()).toContain("outbound_dlp_waiting 2");
    await approve((await pending(2))[0]);
    await one;
    expect(told()).toContain("outbound_dlp_waiting 1");
    void guard.check({ ...request("opaque"), body: "opaque" });
    await guard.check({ ...request("x"), bodyComplete: false });
    await turn();
    await guard.close();
    await two;
    await turn();
    expect(told()).toEqual([
      'outbound_dlp_requests_total{action="forward",because="clear"} 1',
      'outbound_dlp_requests_total{action="forward",because="approved"} 1',
      'outbound_dlp_requests_total{action="deny",because="uninspectable"} 1',
      'outbound_dlp_requests_total{action="deny",because="closed"} 2',
      "outbound_dlp_held_total 3",
      "outbound_dlp_waiting 0",
      "outbound_dlp_hold_duration_seconds_count 3",
      "outbound_dlp_scan_duration_seconds_count 6",
      `outbound_dlp_scanned_bytes_total ${5 + 3 * 22 + 6 + 1}`,
      'outbound_dlp_findings_total{detector="test-token"} 2',
      'outbound_dlp_uninspectable_total{cause="content-encoding"} 1',
      'outbound_dlp_uninspectable_total{cause="body-incomplete"} 1',
      "outbound_dlp_malformed_answers_total 0",
      'outbound_dlp_queue_errors_total{call="withdraw"} 3',
    ]);
  });

  it("count malformed answers", async () => {
    const { guard } = bench({}, { answer: async () => ({ verdict: "modify" }) });
    await guard.check(request(token(1)));
    expect(told()).toContain("outbound_dlp_malformed_answers_total 1");
  });

  it("are written as Prometheus reads them: help and type once, buckets that rise to the count, labels escaped", () => {
    collector.time("scanDuration", 0.0003);
    collector.time("scanDuration", 100);
    collector.add("findings", 1, { detector: 'a"b\\c\nd' });
    const text = prometheusText(collector);
    for (const metric of Object.values(METRICS)) {
      const name = prometheusName(metric);
      expect(text.split(`# HELP ${name} ${metric.description}\n# TYPE ${name} ${metric.kind}\n`)).toHaveLength(2);
    }
    const buckets = [...text.matchAll(/scan_duration_seconds_bucket\{le="(\S+)"\} (\d+)/g)];
    expect(buckets.at(-1)?.slice(1)).toEqual(["+Inf", "2"]);
    const upTo = (le: string | undefined): number => (Number(le) < 0.0003 ? 0 : le === "+Inf" ? 2 : 1);
    expect(buckets.map(([, , count]) => Number(count))).toEqual(buckets.map(([, le]) => upTo(le)));
    expect(text).toContain("outbound_dlp_scan_duration_seconds_sum 100.0003\n");
    expect(text).toContain('outbound_dlp_findings_total{detector="a\\"b\\\\c\\nd"} 1\n');
    expect(text.endsWith("\n")).toBe(true);
  });
});

describe("OpenTelemetry", () => {
  it("gets the same figures, with units, until it is stopped", async () => {
    const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
    const provider = new MeterProvider({ readers: [reader] });
    const stop = recordMetrics(provider.getMeter("test"));
    const { guard, pending, reject } = bench();
    await guard.check(request("clear"));
    const held = guard.check(request(token(1)));
    await reject((await pending(1))[0]);
    await held;
    await turn();
    stop();
    await guard.check(request("not counted"));
    await provider.forceFlush();
    const metrics = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics));
    const values = Object.fromEntries(
      metrics.map(({ descriptor: { name, unit }, dataPoints }) => [
        `${name} ${unit}`,
        dataPoints.map(({ attributes, value }) => [
          attributes,
          typeof value === "number" ? value : (value as { count: number }).count,
        ]),
      ]),
    );
    expect(values).toEqual({
      "outbound_dlp.requests {request}": [
        [{ action: "forward", because: "clear" }, 1],
        [{ action: "deny", because: "rejected" }, 1],
      ],
      "outbound_dlp.held {request}": [[{}, 1]],
      "outbound_dlp.waiting {request}": [[{}, 0]],
      "outbound_dlp.hold.duration s": [[{}, 1]],
      "outbound_dlp.scan.duration s": [[{}, 2]],
      "outbound_dlp.scanned By": [[{}, 25]],
      "outbound_dlp.findings {request}": [[{ detector: "test-token" }, 1]],
    });
    await provider.shutdown();
  });
});

it("nothing in a message, a figure or an event is of a value, in whatever spelling and place it is sent", async () => {
  const unused = new Collector();
  unused.stop();
  // Ids of detectors and proposals hold no value; the first may share a word with one's public prefix. The counters keep them all.
  const known = new Set([prometheusText(unused), ...NAMES]);
  const places = fc.constantFrom(
    "body",
    "header",
    "path",
    "host",
    "encoding",
    "header name",
    "JSON key",
    "query key",
    "trailer",
  );
  await fc.assert(
    fc.asyncProperty(tokens, fc.constantFrom(...spellings), places, async (value, [, write], where) => {
      messages = [];
      const events: unknown[] = [];
      const queue = memoryQueue();
      const guard = createGuard({ queue, timeoutSeconds: 60, onEvent: (event) => events.push(event) });
      const spelt = write(value);
      const headersWith: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
        header: [["x-a", spelt]],
        encoding: [["content-encoding", value]],
        "header name": [[spelt, value]],
        "JSON key": [["content-type", "application/json"]],
      };
      const query = where === "query key" ? `?${encodeURIComponent(spelt)}=${value}` : "";
      const held = guard.check({
        method: "POST",
        url: `https://${where === "host" ? `${value.replaceAll("_", "-")}.` : ""}api.example/${where === "path" ? encodeURIComponent(spelt) : query}`,
        headers: headersWith[where] ?? [],
        body: where === "body" ? spelt : where === "JSON key" ? JSON.stringify({ [spelt]: { [value]: value } }) : value,
        trailers: where === "trailer" ? [[spelt, value]] : [],
      });
      await turn();
      const [proposal] = await queue.pending();
      if (proposal) await queue.decide({ id: proposal.id, verdict: "approve", reason: "test" });
      await now(held);
      await guard.close();
      await turn();
      expect(messages.filter(({ name }) => name === "verdict")).toHaveLength(1);
      // How long something took says nothing of a value, and its digits may stand in one by chance.
      const texts = [JSON.stringify(messages), JSON.stringify(events), prometheusText(collector)].map((text) =>
        text.replace(/("(?:durationMs|heldMs)":|_seconds_sum )[\d.e+-]+/g, "$1"),
      );
      for (const { message } of messages) {
        if (message.proposalId !== undefined) known.add(String(message.proposalId));
        for (const id of (message.detectors as string[] | undefined) ?? []) known.add(id);
      }
      const outside = [...known].join(" ").toLowerCase();
      expect(givesAway(texts, [], value.slice(8), outside)).toBeUndefined();
    }),
    { numRuns: 500 },
  );
}, 120_000);
