/** Real servers for tests: each on a free port, with its data in a directory of its own. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, connect as dial } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { hasProgram, requirement } from "./requirements.js";

const PATIENCE_MS = 30_000;

/** Whether suites that need a Redis server run here. */
export const withRedis: boolean = requirement("redis-server", hasProgram("redis-server", "--version"));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

/** A server process that can be stopped and started again on its port, with its data. */
export class TestServer {
  readonly port: number;
  readonly directory: string;
  readonly #start: (server: TestServer) => ChildProcess;
  #child: ChildProcess | undefined;

  private constructor(port: number, directory: string, start: (server: TestServer) => ChildProcess) {
    this.port = port;
    this.directory = directory;
    this.#start = start;
  }

  static async make(name: string, start: (server: TestServer) => ChildProcess): Promise<TestServer> {
    return new TestServer(await freePort(), await mkdtemp(join(tmpdir(), `${name}-`)), start);
  }

  /** Resolves when the server takes connections. */
  async start(): Promise<void> {
    const child = this.#start(this);
    this.#child = child;
    const deadline = performance.now() + PATIENCE_MS;
    while (!(await canConnect(this.port))) {
      if (child.exitCode !== null) throw new Error(`The server ended at once, with ${child.exitCode}.`);
      if (performance.now() > deadline) throw new Error("The server does not take connections.");
      await sleep(20);
    }
  }

  async stop(signal: "SIGTERM" | "SIGKILL" | "SIGINT" = "SIGTERM"): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop("SIGKILL");
    await rm(this.directory, { recursive: true, force: true });
  }
}

async function canConnect(port: number): Promise<boolean> {
  const socket = dial(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

export interface RedisServer {
  readonly server: TestServer;
  readonly url: string;
}

/** A Redis server; `args` as on its command line. Nothing is kept over a restart unless they say so. */
export async function startRedis(...args: readonly string[]): Promise<RedisServer> {
  const server = await TestServer.make("redis", ({ port, directory }) =>
    spawn("redis-server", ["--port", String(port), "--bind", "127.0.0.1", "--dir", directory, "--save", "", ...args], {
      stdio: "ignore",
    }),
  );
  await server.start();
  return { server, url: `redis://127.0.0.1:${server.port}` };
}
