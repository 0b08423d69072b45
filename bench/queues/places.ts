/** The queues that are measured, each on a server of its own, as durable as its name says. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileQueue } from "../../src/queues/file.js";
import { postgresQueue } from "../../src/queues/postgres.js";
import { redisQueue } from "../../src/queues/redis.js";
import type { ApprovalQueue, SupervisorDesk } from "../../src/types.js";
import { startPostgres, startRedis, withPostgres, withRedis } from "../../test/support/servers.js";

export interface Place {
  readonly name: string;
  /** A directory or a URL. */
  readonly at: string;
  stop(): Promise<void>;
}

export function open(at: string): ApprovalQueue & SupervisorDesk {
  if (at.startsWith("redis:")) return redisQueue(at);
  return at.startsWith("postgres:") ? postgresQueue(at) : fileQueue(at);
}

/** Directories are made in `root`, which decides which disk is measured. */
export const places: readonly ((root?: string) => Promise<Place>)[] = [
  async (root = tmpdir()) => {
    const parent = await mkdtemp(join(root, "bench-queues-"));
    return { name: "file", at: join(parent, "queue"), stop: () => rm(parent, { recursive: true, force: true }) };
  },
  ...(withRedis ? [onRedis("everysec"), onRedis("always")] : []),
  ...(withPostgres ? [onPostgres] : []),
];

function onRedis(fsync: "everysec" | "always"): () => Promise<Place> {
  return async () => {
    const { server, url } = await startRedis("--appendonly", "yes", "--appendfsync", fsync);
    return { name: `redis, fsync ${fsync}`, at: url, stop: () => server.remove() };
  };
}

async function onPostgres(): Promise<Place> {
  const { server, url } = await startPostgres();
  return { name: "postgres", at: url, stop: () => server.remove() };
}
