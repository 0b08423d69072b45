import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { fileQueue } from "../../../src/queues/file.js";

/**
 * A process with a fileQueue of its own, driven by messages. With a kill point it ends itself by SIGKILL right before or right
 * after its nth file operation from then on.
 */
export interface WorkerRequest {
  readonly call: number;
  readonly method: "submit" | "answer" | "withdraw" | "pending" | "decide";
  readonly args: readonly unknown[];
  readonly kill?: { readonly operation: number; readonly moment: "before" | "after" };
}

export type WorkerReply =
  | { readonly call: number; readonly result: unknown }
  | { readonly call: number; readonly error: { readonly name: string; readonly message: string } };

const queue = fileQueue(process.argv[2]!);
let kill: WorkerRequest["kill"];
let operations = 0;

type Operation = (...args: unknown[]) => Promise<unknown>;

function wrap(holder: Record<string, Operation>, name: string): void {
  const original = holder[name]!;
  holder[name] = async function (this: unknown, ...args: unknown[]): Promise<unknown> {
    operations += 1;
    const mine = operations;
    if (kill?.operation === mine && kill.moment === "before") await dead();
    try {
      return await original.apply(this, args);
    } finally {
      if (kill?.operation === mine && kill.moment === "after") await dead();
    }
  };
}

function dead(): Promise<never> {
  process.kill(process.pid, "SIGKILL");
  return new Promise(() => {});
}

const OPERATIONS = ["open", "link", "unlink", "lstat", "lutimes", "mkdir", "readdir", "readFile"];
const HANDLE_OPERATIONS = ["stat", "read", "write", "writeFile", "sync", "close"];

const handle = await fs.open(process.execPath);
const handlePrototype = Object.getPrototypeOf(handle) as Record<string, Operation>;
await handle.close();
for (const name of OPERATIONS) wrap(fs as unknown as Record<string, Operation>, name);
for (const name of HANDLE_OPERATIONS) wrap(handlePrototype, name);
syncBuiltinESMExports();

process.on("message", async (request: WorkerRequest) => {
  operations = 0;
  kill = request.kill;
  const { call, method } = request;
  const args = method === "answer" ? [...request.args, new AbortController().signal] : request.args;
  try {
    const result: unknown = await (queue[method] as (...args: unknown[]) => Promise<unknown>)(...args);
    process.send!({ call, result } satisfies WorkerReply);
  } catch (error) {
    const { name, message } = error as Error;
    process.send!({ call, error: { name, message } } satisfies WorkerReply);
  }
});
process.on("disconnect", () => process.exit());
process.send!("ready");
