import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { type Arguments, readArguments, textOption } from "../arguments.js";
import type { Command } from "../command.js";
import { UnableError, UsageError } from "../errors.js";
import { exit } from "../exit-codes.js";
import { keptAuthority } from "../gateway/certificate-authority.js";
import { howToUse } from "../gateway/how-to-use.js";
import { loadAdapter } from "../gateway/load-mockttp.js";
import { quietConsole } from "../gateway/quiet-console.js";
import { GUARD_HELP, GUARD_OPTIONS, guardFrom, portOption } from "../guard-options.js";
import { logWarnings } from "../log-warnings.js";
import { METRICS_HELP, Observer, serveMetrics } from "../observe.js";

const OPTIONS = {
  ...GUARD_OPTIONS,
  port: { type: "string" },
  host: { type: "string" },
  "ca-dir": { type: "string" },
  "upstream-ca": { type: "string" },
  metrics: { type: "string" },
} as const;

const DEFAULT_PORT = 8080;

/** `outbound-dlp gateway`: the intercepting proxy, until it is told to stop. */
export const command: Command = {
  name: "gateway",
  summary: "Run the proxy that scans HTTP and HTTPS requests and holds what it finds",
  usage: [
    "Usage: outbound-dlp gateway [--port N] [--host ADDRESS] [--queue QUEUE | --unsupervised] [--timeout SECONDS]",
    "                            [--answer-keys FILE] [--approval-scope SCOPE] [--approval-ttl SECONDS] [--approval-uses N]",
    "                            [--ca-dir DIR] [--upstream-ca FILE] [--metrics PORT]",
    "",
    "A forward proxy for HTTP_PROXY and HTTPS_PROXY. Requests in which nothing is found pass. Any other is held for a",
    "supervisor, and answered with a 403 unless it is approved in time. HTTPS is opened with a certificate authority of the",
    "gateway's own, which clients must trust; how is printed at the start. What is held, released and denied is logged on",
    "stderr, one line of JSON each, with nothing of a request in it.",
    "",
    `  --port N         default ${DEFAULT_PORT}; 0 takes any free one`,
    "  --host ADDRESS   the address to listen on (default 127.0.0.1)",
    GUARD_HELP,
    "  --ca-dir DIR     where the certificate authority is kept (default ~/.outbound-dlp/ca)",
    "  --upstream-ca FILE",
    "                   certificates in PEM that upstream hosts may be signed by, besides the public ones",
    METRICS_HELP,
    "",
    "Exit codes: 0 or that of the signal that stopped it, 2 usage, 3 cannot run here.",
    "",
  ].join("\n"),
  async run(argv, io) {
    const args = readArguments(argv, OPTIONS);
    const port = portOption(args, "port") ?? DEFAULT_PORT;
    const host = textOption(args, "host") ?? "127.0.0.1";
    const metricsPort = portOption(args, "metrics");
    const { createGateway } = await loadAdapter();
    const upstreamCas = await upstreamCasOf(args);
    const observer = new Observer();
    const { guard, queue, probe, close } = await guardFrom(args, io);
    observer.probe = probe;
    const ca = await keptAuthority(textOption(args, "ca-dir") ?? join(homedir(), ".outbound-dlp", "ca"));
    const restoreConsole = quietConsole();
    const restoreWarnings = logWarnings(io.stderr);
    const metrics = metricsPort === undefined ? undefined : await serveMetrics(observer, metricsPort);
    try {
      const gateway = await createGateway({ guard, ca, port, host, upstreamCas });
      observer.isListening = true;
      const { env } = io;
      io.stdout.write(howToUse({ url: gateway.url, certPath: ca.certPath, queue, env, metrics: metrics?.url }));
      if (!io.signal.aborted) await once(io.signal, "abort");
      await guard.close();
      await gateway.close();
      await close();
      return exit.done;
    } finally {
      metrics?.close();
      observer.stop();
      restoreConsole();
      restoreWarnings();
    }
  },
};

async function upstreamCasOf(args: Arguments): Promise<readonly string[]> {
  const path = textOption(args, "upstream-ca");
  if (path === undefined) return [];
  const text = await readFile(path, "utf8").catch(() => {
    throw new UnableError("The file that --upstream-ca names cannot be read.");
  });
  const certificates = text.match(/-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs);
  if (certificates === null) throw new UsageError("The file that --upstream-ca names holds no certificate in PEM.");
  return certificates;
}
