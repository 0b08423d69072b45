import { ConfigurationError } from "../errors.js";
import type { QueueOptions } from "../types.js";
import { PostgresConnection, type PostgresPool } from "./postgres/connection.js";
import { PostgresStore } from "./postgres/store.js";
import { PostgresTokenStore } from "./postgres/token-store.js";
import { patienceOf } from "./server/patience.js";
import { QueueOnServer, type ServerQueue } from "./server/queue.js";
import { type SharedSafeTokens, type SharedTokensOptions, TokensOnServer } from "./tokens/tokens-on-server.js";

export type { PostgresClient, PostgresPool } from "./postgres/connection.js";
export type { ServerQueue } from "./server/queue.js";
export type { SharedSafeTokens, SharedTokensOptions } from "./tokens/tokens-on-server.js";

export interface PostgresQueueOptions extends QueueOptions {
  /** The schema that the queue has for itself; made on first use. Default "outbound_dlp". */
  readonly schema?: string;
  /** Seconds for which a call, or a wait, outlives the loss of the server. Default 15. */
  readonly patienceSeconds?: number;
}

export interface PostgresSafeTokensOptions extends SharedTokensOptions {
  /** As a queue's; both may have the same one. Default "outbound_dlp". */
  readonly schema?: string;
}

const SCHEMA = "outbound_dlp";

/** Channels hold the schema's name, and have at most 63 bytes; PostgreSQL keeps names that begin with pg_ for itself. */
const SCHEMA_SHAPE = /^(?!pg_)[a-z_][a-z0-9_]{0,29}$/;

/**
 * A queue in a PostgreSQL database, version 13 or later and encoded in UTF-8, for any number of proxies and desks on any machines.
 *
 * - The first valid answer wins, under the proposal's row lock, in one transaction with its line in the table `decisions`.
 * - Answers are told by NOTIFY and read again each second, so a lost notification (or a pooler that carries none) delays an answer by
 *   at most that.
 * - A proposal counts as gone ten seconds after its proxy's last sign of life, on the server's clock.
 * - What the server loses (a failover to a replica that lagged) is submitted again, and asked again.
 *   A decision that was called "recorded" is on disk, unless `synchronous_commit` or `fsync` is off.
 * - A proposal's id is 1 to 128 letters, digits, hyphens and underscores. Proposals are at most 256 KiB as JSON.
 *
 * Whoever lacks the right to make the schema needs an owner who has used the queue once, and the grants in docs/scale.md.
 *
 * @param server A URL (`postgres://` or `postgresql://`; needs the package `pg`), or a `Pool` of that package, one of whose connections
 * is kept for notifications.
 * @throws ConfigurationError For what cannot be used; nothing is sent before the first call.
 */
export function postgresQueue(server: PostgresPool | string, options: PostgresQueueOptions = {}): ServerQueue {
  const { schema, patienceSeconds, answerKeys } = options;
  const store = new PostgresStore(new PostgresConnection(server), checkedSchema(schema));
  return new QueueOnServer(store, { patienceMs: patienceOf(patienceSeconds), answerKeys });
}

/**
 * Approved values that many guards share through a PostgreSQL database: `createGuard({ queue, safeTokens })`.
 *
 * - A revoke reaches every proxy within a second of `settled()`; a proxy that cannot read the server for so long has nothing approved.
 * - Bounds on time and uses hold for all proxies together. A use that a proxy had taken when it was killed is lost.
 * - The server has keyed hashes, sealed with `key`, which it does not have: it can forget approvals, and bring old ones back, but make
 *   or widen none.
 *
 * @param server As for `postgresQueue`.
 * @throws ConfigurationError For what cannot be used.
 */
export function postgresSafeTokens(
  server: PostgresPool | string,
  options: PostgresSafeTokensOptions,
): SharedSafeTokens {
  const { schema, key, patienceSeconds } = options;
  const store = new PostgresTokenStore(new PostgresConnection(server), checkedSchema(schema));
  return new TokensOnServer(store, key, patienceOf(patienceSeconds));
}

function checkedSchema(schema: string = SCHEMA): string {
  if (typeof schema === "string" && SCHEMA_SHAPE.test(schema)) return schema;
  throw new ConfigurationError(
    "schema must be 1 to 30 lower-case letters, digits and underscores, with no digit and no pg_ at its beginning.",
  );
}
