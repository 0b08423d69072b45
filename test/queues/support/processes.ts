import { type ChildProcess, execFile, fork } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import ts from "typescript";
import { afterAll, onTestFinished } from "vitest";
import type { Waits } from "./waits.js";
import type { WorkerReply, WorkerRequest } from "./worker.js";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const SUPPORT = "test/queues/support";
const SCRIPTS = ["worker", "waits", "server-worker", "server-waits"] as const;

let built: Promise<string> | undefined;

/** The queues of this checkout as JavaScript, and the scripts beside this file; the scripts' folder. */
function build(): Promise<string> {
  built ??= (async () => {
    const out = await mkdtemp(join(tmpdir(), "queue-worker-"));
    const inQueues = await readdir(join(ROOT, "src/queues"), { recursive: true });
    const queues = inQueues.filter((name) => name.endsWith(".ts")).map((name) => `src/queues/${name}`);
    const leaves = (await readdir(join(ROOT, "src"))).filter((name) => name.endsWith(".ts") && name !== "index.ts");
    await writeFile(join(out, "package.json"), '{"type":"module"}');
    await symlink(join(ROOT, "node_modules"), join(out, "node_modules"));
    for (const file of [
      ...leaves.map((name) => `src/${name}`),
      ...queues,
      "src/testing/queue-laws/samples.ts",
      ...SCRIPTS.map((name) => `${SUPPORT}/${name}.ts`),
    ]) {
      const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
      const { outputText } = ts.transpileModule(await readFile(join(ROOT, file), "utf8"), { compilerOptions });
      const target = join(out, file.replace(/ts$/, "js"));
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, outputText);
    }
    return join(out, SUPPORT);
  })();
  return built;
}

afterAll(async () => {
  if (built !== undefined) await rm(join(await built, "../../.."), { recursive: true });
});

/** What the script of waits prints, once it has ended by itself. */
export async function runWaits(directory: string): Promise<Waits> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(await build(), "waits.js"), directory]);
  return JSON.parse(stdout) as Waits;
}

/** What a script prints that opens a queue on a server, uses it and never closes it, once it has ended by itself. */
export async function runServerWaits(url: string, scope: string): Promise<string> {
  const script = join(await build(), "server-waits.js");
  const { stdout } = await promisify(execFile)(process.execPath, [script, url, scope], { timeout: 20_000 });
  return stdout.trim();
}

/** Another process with a queue of its own: over a directory, or on a server. */
export class QueueProcess {
  readonly #child: ChildProcess;
  readonly #open = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  #calls = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on("message", (reply: WorkerReply) => {
      const waiting = this.#open.get(reply.call);
      this.#open.delete(reply.call);
      if ("error" in reply) waiting?.reject(new Error(`${reply.error.name}: ${reply.error.message}`));
      else waiting?.resolve(reply.result);
    });
    child.on("exit", () => {
      for (const waiting of this.#open.values()) waiting.resolve("killed");
      this.#open.clear();
    });
  }

  static start(directory: string): Promise<QueueProcess> {
    return QueueProcess.#fork("worker.js", directory);
  }

  /** @param scope The prefix or schema. */
  static onServer(url: string, scope: string): Promise<QueueProcess> {
    return QueueProcess.#fork("server-worker.js", url, scope);
  }

  static async #fork(script: string, ...args: readonly string[]): Promise<QueueProcess> {
    const child = fork(join(await build(), script), args, { execArgv: [] });
    onTestFinished(() => void child.kill("SIGKILL"));
    await once(child, "message");
    return new QueueProcess(child);
  }

  /** What the call brings; "killed" where the process ends first. */
  call(
    method: WorkerRequest["method"] | "close",
    args: readonly unknown[],
    kill?: WorkerRequest["kill"],
  ): Promise<unknown> {
    this.#calls += 1;
    const request = { call: this.#calls, method, args, ...(kill && { kill }) };
    return new Promise((resolve, reject) => {
      this.#open.set(request.call, { resolve, reject });
      this.#child.send(request);
    });
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await ended;
  }
}
