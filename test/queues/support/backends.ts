/** The servers behind queues, as one table: what is a law for one is a law for all. */

import { randomBytes } from "node:crypto";
import pg from "pg";
import { createClient } from "redis";
import { PostgresConnection } from "../../../src/queues/postgres/connection.js";
import { PostgresStore } from "../../../src/queues/postgres/store.js";
import { PostgresTokenStore } from "../../../src/queues/postgres/token-store.js";
import { type PostgresQueueOptions, postgresQueue, postgresSafeTokens } from "../../../src/queues/postgres.js";
import { RedisConnection } from "../../../src/queues/redis/connection.js";
import { RedisStore } from "../../../src/queues/redis/store.js";
import { RedisTokenStore } from "../../../src/queues/redis/token-store.js";
import { type RedisQueueOptions, redisQueue, redisSafeTokens } from "../../../src/queues/redis.js";
import type { ServerQueue } from "../../../src/queues/server/queue.js";
import type { QueueStore } from "../../../src/queues/server/store.js";
import type { TokenStore } from "../../../src/queues/tokens/store.js";
import type { SharedSafeTokens, SharedTokensOptions } from "../../../src/queues/tokens/tokens-on-server.js";
import type { QueueOptions } from "../../../src/types.js";
import { startPostgres, startRedis, type TestServer, withPostgres, withRedis } from "../../support/servers.js";

/** One queue's place on a running server, and what a test does there behind the queue's back. */
export interface Place {
  readonly server: TestServer;
  /** Where to reach the server, through `port` where that is given. */
  url(port?: number): string;
  /** The queue's prefix or schema. */
  readonly scope: string;
  open(options?: QueueOptions & { readonly patienceSeconds?: number; readonly port?: number }): ServerQueue;
  /** What the server does for the queue, one step each; close it. */
  store(): QueueStore;
  /** What it does for shared approved values, one step each; close it. */
  tokenStore(): TokenStore;
  /** Shared approved values there. */
  tokens(options: SharedTokensOptions & { readonly port?: number }): SharedSafeTokens;
  /** Writes over every stored grant's record with what `change` makes of it, and says that there is something new. */
  forge(change: (record: string) => string): Promise<void>;
  /** Puts `record` where the answer to a submitted proposal is read, and tells nobody. */
  plant(id: string, record: string): Promise<void>;
  /** The one proxy that answers calls. */
  callable(): Promise<string>;
  /** Puts `text` where the calls to `boot` are read. */
  plantCall(boot: string, text: string): Promise<void>;
  /** Tells every proxy that there is an answer to `id`. */
  tell(id: string): Promise<void>;
  /** Who submitted `id`. */
  bootOf(id: string): Promise<string>;
  /** The audit. */
  decisions(): Promise<Record<string, unknown>[]>;
  forgetDecisions(): Promise<void>;
  /** Everything that is stored, as text. */
  contents(): Promise<string>;
  /** Forgets every proposal and answer, as a server without persistence does. */
  lose(): Promise<void>;
  /** Takes from a proposal the time until which it is kept, as nothing of a queue's does. */
  loseTime(id: string): Promise<void>;
  /** Ends every lease now. */
  endLeases(): Promise<void>;
  /** How many proposals are stored, and for how many milliseconds each. */
  kept(): Promise<number[]>;
}

/** A running server with room for any number of queues. */
export interface Backend {
  readonly server: TestServer;
  /** @param options `isDefault`: the prefix or schema is the one that queues have when none is named. */
  place(options?: { readonly isDefault?: boolean }): Promise<Place>;
  stop(): Promise<void>;
}

export interface BackendEntry {
  readonly name: string;
  readonly isPresent: boolean;
  /** A server that loses nothing when it is killed. */
  start(): Promise<Backend>;
}

export const backends: readonly BackendEntry[] = [
  { name: "redis", isPresent: withRedis, start: startRedisBackend },
  { name: "postgres", isPresent: withPostgres, start: startPostgresBackend },
];

const newScope = (): string => `q${randomBytes(6).toString("hex")}`;

async function startRedisBackend(): Promise<Backend> {
  const { server, url } = await startRedis("--appendonly", "yes", "--appendfsync", "always");
  // Its own five seconds for a command are too few on a machine that has much else to do.
  const admin = createClient({ url, commandOptions: { timeout: 60_000 } });
  admin.on("error", () => {});
  await admin.connect();
  const keysLike = async (pattern: string): Promise<string[]> => (await admin.keys(pattern)).sort();
  const place: Backend["place"] = async ({ isDefault = false } = {}) => {
    const scope = isDefault ? "outbound-dlp:" : `${newScope()}:`;
    const bootOf = async (id: string): Promise<string> => (await admin.hGet(`${scope}proposal:${id}`, "boot")) ?? "";
    const at = (port = server.port): string => `redis://127.0.0.1:${port}`;
    return {
      server,
      scope,
      url: at,
      open: ({ port, ...options }: { port?: number } & RedisQueueOptions = {}) =>
        redisQueue(at(port), { prefix: scope, ...options }),
      store: () => new RedisStore(new RedisConnection(at()), scope),
      tokenStore: () => new RedisTokenStore(new RedisConnection(at()), scope),
      tokens: ({ port, ...options }) => redisSafeTokens(at(port), { prefix: scope, ...options }),
      forge: async (change) => {
        for (const [id, record] of Object.entries(await admin.hGetAll(`${scope}tokens:record`))) {
          await admin.hSet(`${scope}tokens:record`, id, change(record));
        }
        await admin.set(`${scope}tokens:state`, "forged");
      },
      plant: async (id, record) => void (await admin.set(`${scope}answer:${id}`, record)),
      callable: async () => (await admin.zRange(`${scope}callable`, 0, -1))[0] ?? "",
      plantCall: async (boot, text) => void (await admin.hSet(`${scope}calls:${boot}`, newScope(), text)),
      tell: async (id) => void (await admin.publish(`${scope}answers:${await bootOf(id)}`, id)),
      bootOf,
      decisions: async () =>
        ((await admin.xRange(`${scope}decisions`, "-", "+")) ?? []).map(({ message }) => ({ ...message })),
      forgetDecisions: async () => void (await admin.del(`${scope}decisions`)),
      contents: async () => {
        const texts = (await keysLike(`${scope}*`)).map(async (key) => {
          const kind = await admin.type(key);
          if (kind === "string") return admin.get(key);
          if (kind === "hash") return admin.hGetAll(key);
          if (kind === "zset") return admin.zRange(key, 0, -1);
          return admin.xRange(key, "-", "+");
        });
        return JSON.stringify(await Promise.all(texts));
      },
      lose: async () => {
        const keys = await keysLike(`${scope}*`);
        const lost = keys.filter((key) => !key.endsWith("decisions"));
        if (lost.length > 0) await admin.del(lost);
      },
      loseTime: async (id) => void (await admin.persist(`${scope}proposal:${id}`)),
      endLeases: async () => void (await admin.del(await keysLike(`${scope}proxy:*`))),
      kept: async () => Promise.all((await keysLike(`${scope}proposal:*`)).map((key) => admin.pTTL(key))),
    };
  };
  const stop = async (): Promise<void> => {
    admin.destroy();
    await server.remove();
  };
  return { server, place, stop };
}

async function startPostgresBackend(): Promise<Backend> {
  const { server } = await startPostgres();
  const at = (port = server.port): string => `postgres://postgres@127.0.0.1:${port}/postgres`;
  const admin = new pg.Pool({ connectionString: at(), max: 2 });
  admin.on("error", () => {});
  const place: Backend["place"] = async ({ isDefault = false } = {}) => {
    const scope = isDefault ? "outbound_dlp" : newScope();
    const rows = async (text: string, ...values: unknown[]): Promise<Record<string, unknown>[]> =>
      (await admin.query<Record<string, unknown>>(text, values)).rows;
    const bootOf = async (id: string): Promise<string> =>
      String((await rows(`SELECT boot FROM ${scope}.proposals WHERE id = $1`, id))[0]?.boot ?? "");
    const tables = async (): Promise<string[]> =>
      (await rows("SELECT tablename FROM pg_tables WHERE schemaname = $1", scope)).map((row) => String(row.tablename));
    return {
      server,
      scope,
      url: at,
      open: ({ port, ...options }: { port?: number } & PostgresQueueOptions = {}) =>
        postgresQueue(at(port), { schema: scope, ...options }),
      store: () => new PostgresStore(new PostgresConnection(at()), scope),
      tokenStore: () => new PostgresTokenStore(new PostgresConnection(at()), scope),
      tokens: ({ port, ...options }) => postgresSafeTokens(at(port), { schema: scope, ...options }),
      forge: async (change) => {
        for (const { id, record } of await rows(`SELECT id, record FROM ${scope}.tokens`)) {
          await rows(`UPDATE ${scope}.tokens SET record = $1 WHERE id = $2`, change(String(record)), id);
        }
        await rows(`UPDATE ${scope}.token_state SET state = 'forged'`);
      },
      // No text in PostgreSQL holds a NUL.
      plant: async (id, record) =>
        void (await rows(
          `INSERT INTO ${scope}.answers VALUES ($1, $2, now() + interval '1 minute')`,
          id,
          record.replaceAll("\0", "\u0001"),
        )),
      callable: async () => String((await rows(`SELECT boot FROM ${scope}.callable`))[0]?.boot ?? ""),
      plantCall: async (boot, text) =>
        void (await rows(
          `INSERT INTO ${scope}.calls VALUES ($1, $2, $3, NULL, now() + interval '1 minute')`,
          newScope(),
          boot,
          text,
        )),
      tell: async (id) => void (await rows("SELECT pg_notify($1, $2)", `${scope}:answers:${await bootOf(id)}`, id)),
      bootOf,
      decisions: async () =>
        (await rows(`SELECT line FROM ${scope}.decisions ORDER BY number`)).map(
          ({ line }) => line as Record<string, unknown>,
        ),
      forgetDecisions: async () => void (await rows(`TRUNCATE ${scope}.decisions`)),
      contents: async () =>
        JSON.stringify(await Promise.all((await tables()).map((table) => rows(`SELECT * FROM ${scope}.${table}`)))),
      lose: async () =>
        void (await rows(
          ["proposals", "answers", "proxies", "tokens", "token_state"]
            .map((table) => `TRUNCATE ${scope}.${table}`)
            .join(";"),
        )),
      loseTime: async (id) =>
        void (await rows(`UPDATE ${scope}.proposals SET keep_until = '-infinity' WHERE id = $1`, id)),
      endLeases: async () => void (await rows(`UPDATE ${scope}.proxies SET lease_ends = now()`)),
      kept: async () =>
        (
          await rows(`SELECT extract(epoch FROM keep_until - clock_timestamp()) * 1000 AS kept FROM ${scope}.proposals`)
        ).map(({ kept }) => Number(kept)),
    };
  };
  const stop = async (): Promise<void> => {
    await admin.end();
    await server.remove();
  };
  return { server, place, stop };
}
