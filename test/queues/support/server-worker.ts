import { postgresQueue } from "../../../src/queues/postgres.js";
import { redisQueue } from "../../../src/queues/redis.js";
import type { ServerQueue } from "../../../src/queues/server/queue.js";

/** A process with a queue on a server of its own connection, driven by messages. */
interface ServerWorkerRequest {
  readonly call: number;
  readonly method: "submit" | "answer" | "withdraw" | "pending" | "decide" | "close";
  readonly args: readonly unknown[];
}

const [url = "", scope = ""] = process.argv.slice(2);
const queue = open();

function open(): ServerQueue {
  return url.startsWith("redis:") ? redisQueue(url, { prefix: scope }) : postgresQueue(url, { schema: scope });
}

process.on("message", async ({ call, method, args }: ServerWorkerRequest) => {
  const given = method === "answer" ? [...args, new AbortController().signal] : args;
  try {
    const result: unknown = await (queue[method] as (...args: unknown[]) => Promise<unknown>)(...given);
    process.send!({ call, result });
  } catch (error) {
    const { name, message } = error as Error;
    process.send!({ call, error: { name, message } });
  }
});
process.on("disconnect", () => process.exit());
process.send!("ready");
