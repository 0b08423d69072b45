/** The proxy of `proxy.mjs` as a process, and clients that send it a request. */

import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { request } from "node:http";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { builtCli } from "../../support/cli.js";

const SCRIPT = fileURLToPath(new URL("proxy.mjs", import.meta.url));

export interface ProxyProcess {
  readonly port: number;
  readonly child: ChildProcess;
  readonly output: () => string;
  kill(): Promise<void>;
}

/** @param launcher A program with its arguments that becomes the command behind them: one that sets a limit, or mounts a disk. */
export async function startProxy(
  queue: string,
  upstream: string,
  fault: "none" | "no-engine" | "no-memory" = "none",
  launcher: readonly string[] = [],
): Promise<ProxyProcess> {
  builtCli();
  const [execPath = process.execPath, ...execArgv] = launcher.length === 0 ? [] : [...launcher, process.execPath];
  const child = fork(SCRIPT, [queue, upstream, fault], {
    silent: true,
    execPath,
    execArgv,
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "close");
    child.kill("SIGKILL");
    await ended;
  };
  return { port, child, output: () => output, kill };
}

/** A secret that the catalogue knows, new each time. */
export function newSecret(): string {
  const text = randomBytes(60)
    .toString("base64")
    .replace(/[^A-Za-z0-9]/g, "");
  return ["ghp", text.slice(0, 36)].join("_");
}

/** What came back: the status, or "broken" when the connection ended before an answer. */
export function send(port: number, body: string | Buffer, signal?: AbortSignal): Promise<number | "broken"> {
  return new Promise((resolve) => {
    const out = request(
      { port, host: "127.0.0.1", method: "POST", path: "/v1", ...(signal && { signal }) },
      (answer) => {
        answer.resume().on("end", () => resolve(answer.statusCode ?? 0));
        answer.on("error", () => resolve("broken"));
      },
    );
    out.on("error", () => resolve("broken"));
    out.end(body);
  });
}
