import type { ApprovalQueue, QueueOptions, SafeTokens, SupervisorDesk } from "../types.js";
import { type Arguments, textOption } from "./arguments.js";
import type { CommandIo } from "./command.js";
import { defaultQueueDirectory } from "./defaults.js";
import { UsageError } from "./errors.js";

/** A queue that a command uses. */
export interface OpenQueue {
  readonly queue: ApprovalQueue & SupervisorDesk;
  /** Approvals that the proxies of this queue share, where the environment has a key for them. */
  readonly safeTokens: SafeTokens | undefined;
  /** What is held here is gone at once, and connections end. */
  close(): Promise<void>;
}

interface Server {
  readonly url: RegExp;
  open(url: string, options: QueueOptions, key: string | undefined): Promise<OpenQueue>;
}

const SERVERS: readonly Server[] = [
  {
    url: /^rediss?:\/\//,
    async open(url, options, key) {
      const { redisQueue, redisSafeTokens } = await import("../queues/redis.js");
      return together(redisQueue(url, options), key === undefined ? undefined : redisSafeTokens(url, { key }));
    },
  },
  {
    url: /^postgres(?:ql)?:\/\//,
    async open(url, options, key) {
      const { postgresQueue, postgresSafeTokens } = await import("../queues/postgres.js");
      return together(postgresQueue(url, options), key === undefined ? undefined : postgresSafeTokens(url, { key }));
    },
  },
];

/** The queue that `--queue` or the environment names: a directory, or a server's URL, which may hold a password and is never shown. */
export function queueName(args: Arguments, { env }: CommandIo): string {
  return textOption(args, "queue") ?? defaultQueueDirectory(env);
}

/** The same for a command that reads the queue's files. */
export function queueDirectory(args: Arguments, io: CommandIo): string {
  const name = queueName(args, io);
  if (isUrl(name)) throw new UsageError("This needs a queue's directory; a server keeps its audit itself.");
  return name;
}

/** Whether a queue's name is a URL. */
export function isUrl(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(name);
}

/** @param sharedKey For approvals that proxies share; without a server nobody else has them. */
export async function openQueue(name: string, options: QueueOptions = {}, sharedKey?: string): Promise<OpenQueue> {
  const server = SERVERS.find(({ url }) => url.test(name));
  if (server !== undefined) return server.open(name, options, sharedKey);
  if (isUrl(name)) {
    throw new UsageError("A queue is a directory, or a URL that begins with redis://, rediss:// or postgres://.");
  }
  const { fileQueue } = await import("../index.js");
  return { queue: fileQueue(name, options), safeTokens: undefined, close: async () => {} };
}

type Closable = { close(): Promise<void> };

function together(
  queue: ApprovalQueue & SupervisorDesk & Closable,
  safeTokens: (SafeTokens & Closable) | undefined,
): OpenQueue {
  return {
    queue,
    safeTokens,
    async close() {
      await Promise.all([queue.close(), safeTokens?.close()]);
    },
  };
}
