/** Real servers for tests: each on a free port, with its data in a directory of its own. */

import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { createServer, connect as dial } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { hasProgram, requirement } from "./requirements.js";

const PATIENCE_MS = 30_000;

/** Whether suites that need a Redis server run here. */
export const withRedis: boolean = requirement("redis-server", hasProgram("redis-server", "--version"));

/** The folder with postgres and initdb: one of PATH, else the newest where Debian keeps each version's. */
const postgresPrograms = postgresFolder();

/** Whether suites that need a PostgreSQL server run here. */
export const withPostgres: boolean = requirement("postgres and initdb", postgresPrograms !== undefined);

/** Below the ports that the system gives to clients and to whoever asks for any: a server that takes seconds to start finds its port free. */
const PORTS = { first: 20_000, last: 32_000 };

async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(PORTS.first, PORTS.last);
    const server = createServer().listen(port, "127.0.0.1");
    try {
      await once(server, "listening");
    } catch {
      continue;
    }
    server.close();
    await once(server, "close");
    return port;
  }
}

/** A server process that can be stopped and started again on its port, with its data. */
export class TestServer {
  readonly port: number;
  readonly directory: string;
  readonly #start: (server: TestServer) => ChildProcess;
  readonly #end: NodeJS.Signals;
  #child: ChildProcess | undefined;

  private constructor(
    port: number,
    directory: string,
    start: (server: TestServer) => ChildProcess,
    end: NodeJS.Signals,
  ) {
    this.port = port;
    this.directory = directory;
    this.#start = start;
    this.#end = end;
  }

  /** @param end What ends it with everything kept, at once and whoever is connected. */
  static async make(
    name: string,
    start: (server: TestServer) => ChildProcess,
    end: NodeJS.Signals = "SIGTERM",
  ): Promise<TestServer> {
    return new TestServer(await freePort(), await mkdtemp(join(tmpdir(), `${name}-`)), start, end);
  }

  /** Resolves when the server takes connections. One that ends first is started again: what a killed one left may be in its way. */
  async start(): Promise<void> {
    this.#child = this.#start(this);
    const deadline = performance.now() + PATIENCE_MS;
    // With its own process ended, whoever takes connections is another.
    while (!(await canConnect(this.port)) || this.#child.exitCode !== null) {
      if (performance.now() > deadline) throw new Error("The server does not take connections.");
      await sleep(20);
      if (this.#child.exitCode !== null) {
        await sleep(200);
        this.#child = this.#start(this);
      }
    }
  }

  /** SIGKILL for a crash; any other ends it as its operator would. */
  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal === "SIGKILL" ? signal : this.#end);
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop("SIGKILL");
    await rm(this.directory, { recursive: true, force: true, maxRetries: 10 });
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

export interface PostgresServer {
  readonly server: TestServer;
  readonly url: string;
}

/** A PostgreSQL server with its superuser "postgres", whom it trusts; `settings` as in postgresql.conf. */
export async function startPostgres(settings: Readonly<Record<string, string>> = {}): Promise<PostgresServer> {
  const programs = postgresPrograms!;
  const user = otherUser();
  const server = await TestServer.make(
    "postgres",
    ({ port, directory }) => {
      const set = Object.entries({ listen_addresses: "127.0.0.1", unix_socket_directories: directory, ...settings });
      const args = [
        "-D",
        join(directory, "data"),
        "-p",
        String(port),
        ...set.flatMap(([name, to]) => ["-c", `${name}=${to}`]),
      ];
      return spawn(join(programs, "postgres"), args, { stdio: "ignore", cwd: directory, ...user });
    },
    "SIGINT",
  );
  const { directory, port } = server;
  if (user !== undefined) await chown(directory, user.uid, user.gid);
  const init = [
    "-D",
    join(directory, "data"),
    "-U",
    "postgres",
    "-A",
    "trust",
    "-E",
    "UTF8",
    "--locale=C",
    "--no-sync",
  ];
  await promisify(execFile)(join(programs, "initdb"), init, { cwd: directory, ...user });
  await server.start();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  while (!(await answers(url))) await sleep(20); // it takes connections before it is ready
  return { server, url };
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end();
  }
}

function postgresFolder(): string | undefined {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((one, two) => Number(two) - Number(one)) : [];
  const folders = [
    ...(process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== ""),
    ...versions.map((version) => join(debian, version, "bin")),
  ];
  return folders.find((folder) => ["postgres", "initdb"].every((program) => existsSync(join(folder, program))));
}

/** PostgreSQL does not run as root: then as its own user where there is one, else as nobody. */
function otherUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    try {
      const [uid, gid] = ["-u", "-g"].map((of) =>
        Number(execFileSync("id", [of, name], { stdio: ["ignore", "pipe", "ignore"] })),
      );
      return { uid: uid!, gid: gid! };
    } catch {
      // There is no such user here.
    }
  }
  return { uid: 65_534, gid: 65_534 };
}
