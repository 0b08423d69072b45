import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import type { PlainAnswer } from "../adapters/serve/answers.js";
import { Collector } from "../telemetry/collector.js";
import { PROMETHEUS_TYPE, prometheusText } from "../telemetry/prometheus.js";
import { UnableError } from "./errors.js";

/** Milliseconds in which a queue must answer, to be called healthy. */
const PATIENCE = 2_000;

export const METRICS_HELP: string = [
  "  --metrics PORT   also answers GET /healthz and GET /metrics (Prometheus) on this port of 127.0.0.1, without a token;",
  "                   0 takes any free one",
].join("\n");

/** Counts what guards do from now on, and answers `/healthz` and `/metrics`. */
export class Observer {
  readonly #collector = new Collector();
  #asking: Promise<boolean> | undefined;
  /** Rejects when the queue cannot be used. Set once there is one. */
  probe: (() => Promise<void>) | undefined;
  /** Whether requests can come. Until then it is not healthy: whoever waits for health would send the first ones in vain. */
  isListening = false;

  async answer(path: string): Promise<PlainAnswer | undefined> {
    if (path === "/metrics") return { status: 200, type: PROMETHEUS_TYPE, body: prometheusText(this.#collector) };
    if (path !== "/healthz") return undefined;
    // Whoever asks while the queue is asked shares the answer: it costs a write, and anybody may ask.
    this.#asking ??= this.#isWell().finally(() => {
      this.#asking = undefined;
    });
    const status = !this.isListening ? "starting" : (await this.#asking) ? "ok" : "queue-failed";
    return { status: status === "ok" ? 200 : 503, type: "application/json", body: `${JSON.stringify({ status })}\n` };
  }

  async #isWell(): Promise<boolean> {
    if (this.probe === undefined) return true;
    const late = new AbortController();
    const told = this.probe().then(
      () => true,
      () => false,
    );
    const isWell = await Promise.race([told, setTimeout(PATIENCE, false, { signal: late.signal })]);
    late.abort();
    return isWell;
  }

  stop(): void {
    this.#collector.stop();
  }
}

/** A server for `observer` alone, on loopback. */
export async function serveMetrics(observer: Observer, port: number): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((req, res) => {
    void observer.answer((req.url ?? "").split("?", 1)[0] ?? "").then((answer) => {
      const { status, type, body } = answer ?? {
        status: 404,
        type: "text/plain",
        body: "There is /healthz and /metrics.\n",
      };
      res.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(body);
    });
    req.resume();
  });
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  } catch {
    throw new UnableError("Cannot listen on the port that --metrics names: it is taken.");
  }
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${actual}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
