import { ConfigurationError } from "../errors.js";
import type { QueueOptions } from "../types.js";
import { type RedisClient, RedisConnection } from "./redis/connection.js";
import { RedisStore } from "./redis/store.js";
import { RedisTokenStore } from "./redis/token-store.js";
import { patienceOf } from "./server/patience.js";
import { QueueOnServer, type ServerQueue } from "./server/queue.js";
import { type SharedSafeTokens, type SharedTokensOptions, TokensOnServer } from "./tokens/tokens-on-server.js";

export type { RedisClient } from "./redis/connection.js";
export type { ServerQueue } from "./server/queue.js";
export type { SharedSafeTokens, SharedTokensOptions } from "./tokens/tokens-on-server.js";

export interface RedisQueueOptions extends QueueOptions {
  /** What every key and channel begins with. Default "outbound-dlp:". */
  readonly prefix?: string;
  /** Seconds for which a call, or a wait, outlives the loss of the server. Default 15. */
  readonly patienceSeconds?: number;
}

export interface RedisSafeTokensOptions extends SharedTokensOptions {
  /** As a queue's; both may have the same one. Default "outbound-dlp:". */
  readonly prefix?: string;
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
  const { prefix, patienceSeconds, answerKeys } = options;
  const store = new RedisStore(new RedisConnection(server), checkedPrefix(prefix));
  return new QueueOnServer(store, { patienceMs: patienceOf(patienceSeconds), answerKeys });
}

/**
 * Approved values that many guards share through a Redis server: `createGuard({ queue, safeTokens })`.
 *
 * - A revoke reaches every proxy within a second of `settled()`; a proxy that cannot read the server for so long has nothing approved.
 * - Bounds on time and uses hold for all proxies together. A use that a proxy had taken when it was killed is lost.
 * - The server has keyed hashes, sealed with `key`, which it does not have: it can forget approvals, and bring old ones back, but make
 *   or widen none. A server that loses its last writes in a crash loses approvals, or brings revoked ones back: see docs/scale.md.
 *
 * @param server As for `redisQueue`.
 * @throws ConfigurationError For what cannot be used.
 */
export function redisSafeTokens(server: RedisClient | string, options: RedisSafeTokensOptions): SharedSafeTokens {
  const { prefix, key, patienceSeconds } = options;
  const store = new RedisTokenStore(new RedisConnection(server), checkedPrefix(prefix));
  return new TokensOnServer(store, key, patienceOf(patienceSeconds));
}

function checkedPrefix(prefix: string = PREFIX): string {
  if (typeof prefix === "string" && PREFIX_SHAPE.test(prefix)) return prefix;
  throw new ConfigurationError("prefix must be 1 to 64 letters, digits and _ . : { } -");
}
