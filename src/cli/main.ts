#!/usr/bin/env node
import { constants } from "node:os";
import { exit } from "./exit-codes.js";
import { runCli } from "./run.js";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const controller = new AbortController();
let received: (typeof SIGNALS)[number] | undefined;
for (const signal of SIGNALS) {
  // Once: the second of the same signal ends a command that does not stop.
  process.once(signal, () => {
    received = signal;
    controller.abort();
  });
}

// A reader that has gone (`| head`) ends us as SIGPIPE would.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? 128 + constants.signals.SIGPIPE : exit.internal);
});

process.on("uncaughtException", () => {
  process.stderr.write("outbound-dlp: unexpected error outside a command. Please report it, with what you ran.\n");
  process.exit(exit.internal);
});

const { stdin, stdout, stderr, env } = process;
const code = await runCli(process.argv.slice(2), { stdin, stdout, stderr, env, signal: controller.signal });
process.exitCode = received === undefined ? code : 128 + constants.signals[received];
