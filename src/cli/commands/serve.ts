import { once } from "node:events";
import { type CheckServiceOptions, createCheckService } from "../../adapters/serve.js";
import { type Arguments, readArguments, textOption } from "../arguments.js";
import type { Command, CommandIo } from "../command.js";
import { UsageError } from "../errors.js";
import { exit } from "../exit-codes.js";
import { healthAndMetrics, whoDecides } from "../gateway/how-to-use.js";
import { GUARD_HELP, GUARD_OPTIONS, guardFrom, portOption } from "../guard-options.js";
import { logWarnings } from "../log-warnings.js";
import { METRICS_HELP, Observer, serveMetrics } from "../observe.js";
import { readServiceToken } from "../serve/service-token.js";

const DEFAULT_PORT = 8090;

/** `outbound-dlp serve`: the service that a proxy asks about each request, until it is told to stop. */
export const command: Command = {
  name: "serve",
  summary: "Run the service that other proxies (mitmproxy, Envoy) ask",
  usage: [
    "Usage: outbound-dlp serve [--socket PATH | --port N [--host ADDRESS]] [--token-file FILE]",
    "                          [--queue QUEUE | --unsupervised] [--timeout SECONDS] [--answer-keys FILE]",
    "                          [--approval-scope SCOPE] [--approval-ttl SECONDS] [--approval-uses N] [--metrics PORT]",
    "",
    "Answers POST /v1/check, and Envoy's ext_authz under /v1/ext-authz/http and /v1/ext-authz/https: 200 for a request that",
    "may leave, 403 for one that may not; in between the answer waits for a supervisor. What is held, released and denied is",
    "logged on stderr, one line of JSON each, with nothing of a request in it.",
    "",
    "  --socket PATH    listen on a Unix socket that you alone can connect to (mode 0600); a token is then not needed",
    `  --port N         listen on TCP (default ${DEFAULT_PORT}); 0 takes any free port`,
    "  --host ADDRESS   the address to listen on (default 127.0.0.1)",
    "  --token-file FILE",
    "                   what the proxy must send, 16 characters or more, in a file with mode 0600; without it",
    "                   $OUTBOUND_DLP_SERVE_TOKEN. Needed on TCP: openssl rand -hex 32",
    GUARD_HELP,
    METRICS_HELP,
    "",
    "Exit codes: 0 or that of the signal that stopped it, 2 usage, 3 cannot run here.",
    "",
  ].join("\n"),
  async run(argv, io) {
    const args = readArguments(argv, {
      ...GUARD_OPTIONS,
      socket: { type: "string" },
      port: { type: "string" },
      host: { type: "string" },
      "token-file": { type: "string" },
      metrics: { type: "string" },
    });
    const listen = listenOf(args);
    const metricsPort = portOption(args, "metrics");
    const token = await tokenOf(args, io, listen);
    const observer = new Observer();
    const { guard, queue, probe, close } = await guardFrom(args, io);
    observer.probe = probe;
    const restoreWarnings = logWarnings(io.stderr);
    const metrics = metricsPort === undefined ? undefined : await serveMetrics(observer, metricsPort);
    try {
      const observe = (path: string) => observer.answer(path);
      const service = await createCheckService({ guard, listen, observe, ...(token === undefined ? {} : { token }) });
      observer.isListening = true;
      io.stdout.write(started(service.url, queue, io.env, metrics?.url));
      if (!io.signal.aborted) await once(io.signal, "abort");
      await guard.close();
      await service.close();
      await close();
      return exit.done;
    } finally {
      metrics?.close();
      observer.stop();
      restoreWarnings();
    }
  },
};

function listenOf(args: Arguments): CheckServiceOptions["listen"] {
  const path = textOption(args, "socket");
  const port = portOption(args, "port");
  const host = textOption(args, "host");
  if (path === undefined) return { host: host ?? "127.0.0.1", port: port ?? DEFAULT_PORT };
  if (port !== undefined || host !== undefined) throw new UsageError("Give --socket, or --port and --host, not both.");
  return { path };
}

async function tokenOf(
  args: Arguments,
  io: CommandIo,
  listen: CheckServiceOptions["listen"],
): Promise<string | undefined> {
  const path = textOption(args, "token-file");
  const token = path === undefined ? io.env.OUTBOUND_DLP_SERVE_TOKEN : await readServiceToken(path);
  if (token === undefined && !("path" in listen)) {
    throw new UsageError(
      "On TCP anybody on this machine could ask: give --token-file or $OUTBOUND_DLP_SERVE_TOKEN, or --socket.",
    );
  }
  return token;
}

function started(url: string, queue: string | undefined, env: NodeJS.ProcessEnv, metrics: string | undefined): string {
  return [
    `outbound-dlp serve: listening on ${url}`,
    ...(metrics === undefined ? [] : [healthAndMetrics(metrics)]),
    "",
    whoDecides(queue, env),
    "",
    "",
  ].join("\n");
}
