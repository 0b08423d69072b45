import pg from "pg";
import { createClient } from "redis";
import { afterAll, beforeAll, describe, test } from "vitest";
import { postgresQueue } from "../../src/queues/postgres.js";
import { redisQueue } from "../../src/queues/redis.js";
import {
  type PostgresServer,
  type RedisServer,
  startPostgres,
  startRedis,
  withPostgres,
  withRedis,
} from "../support/servers.js";
import { ownQueueLaws } from "./support/own-laws.js";

let laws = 0;

describe.skipIf(!withRedis)("redisQueue keeps the contract", () => {
  let redis: RedisServer;
  const options = (): { prefix: string } => ({ prefix: `law${laws++}:` });

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.server.remove());

  describe("with a URL, proxy and desk as one object", () => {
    const make = () => {
      const queue = redisQueue(redis.url, options());
      return { queue, close: () => queue.close() };
    };
    for (const law of ownQueueLaws(make)) test(law.name, () => law.run());
  });

  describe.each([2, 3] as const)("with clients that speak RESP%i, proxy and desk as two objects", (RESP) => {
    const make = async () => {
      const clients = [createClient({ url: redis.url, RESP }), createClient({ url: redis.url, RESP })] as const;
      for (const client of clients) await client.connect();
      const both = options();
      const [queue, desk] = [redisQueue(clients[0], both), redisQueue(clients[1], both)];
      const close = async (): Promise<void> => {
        await Promise.all([queue.close(), desk.close()]);
        for (const client of clients) client.destroy();
      };
      return { queue, desk, close };
    };
    for (const law of ownQueueLaws(make)) test(law.name, () => law.run());
  });
});

describe.skipIf(!withPostgres)("postgresQueue keeps the contract", () => {
  let postgres: PostgresServer;
  const options = (): { schema: string } => ({ schema: `law${laws++}` });

  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.server.remove());

  describe("with a URL, proxy and desk as one object", () => {
    const make = () => {
      const queue = postgresQueue(postgres.url, options());
      return { queue, close: () => queue.close() };
    };
    for (const law of ownQueueLaws(make)) test(law.name, () => law.run());
  });

  describe("with pools, proxy and desk as two objects", () => {
    const make = async () => {
      const pools = [1, 2].map(() => new pg.Pool({ connectionString: postgres.url, max: 2 })) as [pg.Pool, pg.Pool];
      const both = options();
      const [queue, desk] = [postgresQueue(pools[0], both), postgresQueue(pools[1], both)];
      const close = async (): Promise<void> => {
        await Promise.all([queue.close(), desk.close()]);
        for (const pool of pools) await pool.end();
      };
      return { queue, desk, close };
    };
    for (const law of ownQueueLaws(make)) test(law.name, () => law.run());
  });
});
