import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { GuardMessages } from "../channels.js";
import type { CounterName, GaugeName, HistogramName } from "./metrics.js";

export type Labels = Readonly<Record<string, string>>;

/** Where figures go: one for each system of metrics. The names are those of `METRICS`. */
export interface Sink {
  add(counter: CounterName, amount: number, labels?: Labels): void;
  time(histogram: HistogramName, seconds: number): void;
  set(gauge: GaugeName, value: number): void;
}

type Listeners = { readonly [Name in keyof GuardMessages]: (message: GuardMessages[Name]) => void };

/** Gives `sink` what the guards of this process do, until what it returns is called. */
export function record(sink: Sink): () => void {
  const entries = Object.entries(listenersFor(sink)) as (readonly [string, (message: unknown) => void])[];
  for (const [name, listener] of entries) subscribe(name, listener);
  return () => {
    for (const [name, listener] of entries) unsubscribe(name, listener);
  };
}

function listenersFor(sink: Sink): Listeners {
  return {
    "outbound-dlp:scan": ({ again, durationMs, bodyBytes, detectors, uninspectable }) => {
      sink.time("scanDuration", durationMs / 1000);
      sink.add("scanned", bodyBytes);
      if (again) return;
      for (const detector of detectors) sink.add("findings", 1, { detector });
      for (const cause of uninspectable) sink.add("uninspectable", 1, { cause });
    },
    "outbound-dlp:held": ({ waiting }) => {
      sink.add("held", 1);
      sink.set("waiting", waiting);
    },
    "outbound-dlp:ended": ({ waiting, heldMs }) => {
      sink.time("holdDuration", heldMs / 1000);
      sink.set("waiting", waiting);
    },
    "outbound-dlp:verdict": ({ action, because }) => sink.add("requests", 1, { action, because }),
    "outbound-dlp:event": ({ type, because }) => {
      if (type === "malformed") sink.add("malformed", 1);
      if (type === "queue-error") sink.add("queueErrors", 1, { call: because ?? "unknown" });
    },
  };
}
