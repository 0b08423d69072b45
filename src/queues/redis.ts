import { ConfigurationError } from "../errors.js";
import type { QueueOptions } from "../types.js";
import { type RedisClient, RedisConnection } from "./redis/connection.js";
import { RedisStore } from "./redis/store.js";
import { patienceOf } from "./server/patience.js";
import { QueueOnServer, type ServerQueue } from "./server/queue.js";

export type { RedisClient } from "./redis/connection.js";
export type { ServerQueue } from "./server/queue.js";

export interface RedisQueueOptions extends QueueOptions {
  /** What every key and channel begins with. Default "outbound-dlp:". */
  readonly prefix?: string;
  /** Seconds for which a call, or a wait, outlives the loss of the server. Default 15. */
  readonly patienceSeconds?: number;
}

const PREFIX = "outbound-dlp:";

/** Printable ASCII without what ACL patterns, and people, take for something else. */
const PREFIX_SHAPE = /^[A-Za-z0-9_.:{}-]{1,64}$/;

/**
 * A queue on a Redis server, 7.0 or later, for any number of proxies and desks on any machines.
 *
 * - The first valid answer wins, by one script on the server, which also adds the decision to the stream `decisions`.
 * - Answers are told by PUBLISH and read again each second, so a lost notification delays an answer by at most that.
 * - A proposal counts as gone ten seconds after its proxy's last sign of life, on the server's clock.
 * - What the server loses (a restart without persistence, a failover to a replica that lagged) is submitted again, and asked again.
 *   What a crash loses of decisions that were called "recorded" depends on the server's `appendfsync`: see docs/scale.md.
 * - A proposal's id is 1 to 128 letters, digits, hyphens and underscores. Proposals are at most 256 KiB as JSON.
 *
 * @param server A URL (`redis://` or `rediss://`; needs the package `redis`), or a connected client of that package. Its
 * `duplicate()` is used for notifications.
 * @throws ConfigurationError For what cannot be used; nothing is sent before the first call.
 */
export function redisQueue(server: RedisClient | string, options: RedisQueueOptions = {}): ServerQueue {
  const { prefix = PREFIX, patienceSeconds, answerKeys } = options;
  if (typeof prefix !== "string" || !PREFIX_SHAPE.test(prefix)) {
    throw new ConfigurationError("prefix must be 1 to 64 letters, digits and _ . : { } -");
  }
  const patienceMs = patienceOf(patienceSeconds);
  return new QueueOnServer(new RedisStore(new RedisConnection(server), prefix), { patienceMs, answerKeys });
}
