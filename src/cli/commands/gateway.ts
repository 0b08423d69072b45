import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Guard, GuardOptions } from "../../types.js";
import { type Arguments, readArguments, textOption } from "../arguments.js";
import type { Command, CommandIo } from "../command.js";
import { QUEUE_HELP } from "../desk.js";
import { UnableError, UsageError } from "../errors.js";
import { exit } from "../exit-codes.js";
import { keptAuthority } from "../gateway/certificate-authority.js";
import { howToUse } from "../gateway/how-to-use.js";
import { loadAdapter } from "../gateway/load-mockttp.js";
import { quietConsole } from "../gateway/quiet-console.js";
import { readAnswerKeys } from "../keys/answer-keys.js";
import { openQueue, queueName } from "../queue.js";

const OPTIONS = {
  port: { type: "string" },
  host: { type: "string" },
  queue: { type: "string" },
  "ca-dir": { type: "string" },
  "upstream-ca": { type: "string" },
  timeout: { type: "string" },
  unsupervised: { type: "boolean" },
  "answer-keys": { type: "string" },
} as const;

const DEFAULT_PORT = 8080;

/** `outbound-dlp gateway`: the intercepting proxy, until it is told to stop. */
export const command: Command = {
  name: "gateway",
  summary: "Run the proxy that scans HTTP and HTTPS requests and holds what it finds",
  usage: [
    "Usage: outbound-dlp gateway [--port N] [--host ADDRESS] [--queue QUEUE | --unsupervised] [--timeout SECONDS]",
    "                            [--answer-keys FILE] [--ca-dir DIR] [--upstream-ca FILE]",
    "",
    "A forward proxy for HTTP_PROXY and HTTPS_PROXY. Requests in which nothing is found pass. Any other is held for a",
    "supervisor, and answered with a 403 unless it is approved in time. HTTPS is opened with a certificate authority of the",
    "gateway's own, which clients must trust; how is printed at the start. What is held, released and denied is logged on",
    "stderr, one line of JSON each, with nothing of a request in it.",
    "",
    `  --port N         default ${DEFAULT_PORT}; 0 takes any free one`,
    "  --host ADDRESS   the address to listen on (default 127.0.0.1)",
    QUEUE_HELP.trimEnd(),
    "  --unsupervised   no queue: what would be held is denied at once",
    "  --timeout SECONDS",
    "                   how long a request is held (default: $EGRESS_TOKEN_ALLOW_TIMEOUT_SECONDS, else 300)",
    "  --answer-keys FILE",
    "                   public keys, one a line, as `outbound-dlp keys` prints them: only answers that one of them has",
    "                   signed count",
    "  --ca-dir DIR     where the certificate authority is kept (default ~/.outbound-dlp/ca)",
    "  --upstream-ca FILE",
    "                   certificates in PEM that upstream hosts may be signed by, besides the public ones",
    "",
    "Exit codes: 0 or that of the signal that stopped it, 2 usage, 3 cannot run here.",
    "",
  ].join("\n"),
  async run(argv, io) {
    const args = readArguments(argv, OPTIONS);
    const port = portOf(args);
    const queue = queueOf(args, io);
    const { createGateway } = await loadAdapter();
    const upstreamCas = await upstreamCasOf(args);
    const { guard, close } = await createGuardFor(args, io, queue);
    const ca = await keptAuthority(textOption(args, "ca-dir") ?? join(homedir(), ".outbound-dlp", "ca"));
    const restoreConsole = quietConsole();
    try {
      const host = textOption(args, "host") ?? "127.0.0.1";
      const gateway = await createGateway({ guard, ca, port, host, upstreamCas });
      io.stdout.write(howToUse({ url: gateway.url, certPath: ca.certPath, queue }));
      if (!io.signal.aborted) await once(io.signal, "abort");
      await guard.close();
      await gateway.close();
      await close();
      return exit.done;
    } finally {
      restoreConsole();
    }
  },
};

function portOf(args: Arguments): number {
  const text = textOption(args, "port");
  const port = text === undefined ? DEFAULT_PORT : Number(text);
  if (!/^\d{1,5}$/.test(text ?? "0") || port > 65_535) throw new UsageError("--port takes a number from 0 to 65535.");
  return port;
}

function queueOf(args: Arguments, io: CommandIo): string | undefined {
  const named = textOption(args, "queue");
  if (args.options.unsupervised !== true) return queueName(args, io);
  if (named !== undefined) throw new UsageError("Give --queue or --unsupervised, not both.");
  return undefined;
}

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

interface GuardWithQueue {
  readonly guard: Guard;
  /** Ends the queue. */
  close(): Promise<void>;
}

async function createGuardFor(args: Arguments, io: CommandIo, name: string | undefined): Promise<GuardWithQueue> {
  const { createGuard, scanText } = await import("../../index.js");
  scanText(""); // Without its engine the gateway would deny everything: better said now.
  const keys = await answerKeysOf(args);
  const options: GuardOptions = {
    ...timeoutOf(args),
    ...keys,
    onEvent: (event) => io.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), ...event })}\n`),
  };
  if (name === undefined) return { guard: createGuard(options), close: async () => {} };
  const { queue, safeTokens, close } = await openQueue(name, keys, io.env.OUTBOUND_DLP_SHARED_KEY);
  await queue.withdraw("a-first-call", "settled"); // A queue that cannot be used is said now, too.
  return { guard: createGuard({ ...options, queue, ...(safeTokens && { safeTokens }) }), close };
}

async function answerKeysOf(args: Arguments): Promise<Pick<GuardOptions, "answerKeys">> {
  const path = textOption(args, "answer-keys");
  return path === undefined ? {} : { answerKeys: await readAnswerKeys(path) };
}

function timeoutOf(args: Arguments): Pick<GuardOptions, "timeoutSeconds"> {
  const text = textOption(args, "timeout");
  if (text === undefined) return {};
  if (!/^\d+(\.\d+)?$/.test(text)) throw new UsageError("--timeout takes a number of seconds above 0.");
  return { timeoutSeconds: Number(text) };
}
