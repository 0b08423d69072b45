/** Who may do what on a server, what is said when somebody may not, and that no password is ever quoted. */

import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";
import pg from "pg";
import { createClient } from "redis";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { ConfigurationError } from "../../src/errors.js";
import { createSafeTokens } from "../../src/index.js";
import { PostgresConnection } from "../../src/queues/postgres/connection.js";
import { postgresQueue, postgresSafeTokens } from "../../src/queues/postgres.js";
import { redisQueue, redisSafeTokens } from "../../src/queues/redis.js";
import type { ServerQueue } from "../../src/queues/server/queue.js";
import type { SharedSafeTokens } from "../../src/queues/tokens/tokens-on-server.js";
import { approve, makeProposal } from "../../src/testing/queue-laws/samples.js";
import type { ApprovedValue } from "../../src/types.js";
import {
  type PostgresServer,
  type RedisServer,
  startPostgres,
  startRedis,
  withPostgres,
  withRedis,
} from "../support/servers.js";
import { repository } from "../support/source.js";

const PASSWORD = ["hunter", "two"].join("-");

/** The block that follows `<!-- NAME -->` in docs/scale.md. */
async function block(name: string): Promise<string> {
  const page = await readFile(join(repository, "docs/scale.md"), "utf8");
  const text = new RegExp(`<!-- ${name} -->\\n\`\`\`\\w+\\n([\\s\\S]+?)\`\`\``).exec(page)?.[1];
  if (text === undefined) throw new Error(`docs/scale.md has no block "${name}".`);
  return text;
}

function opened(queue: ServerQueue): ServerQueue {
  onTestFinished(() => queue.close());
  return queue;
}

async function failureOf(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return inspect(error, { depth: 9, showHidden: true });
}

/** A proxy and a desk with no more than the rights in docs/scale.md do their work, and cannot do the other's. */
async function expectApart(proxy: ServerQueue, desk: ServerQueue): Promise<void> {
  const proposal = makeProposal();
  const { id } = proposal;
  await proxy.submit(proposal);
  const stop = new AbortController();
  const [answer, step] = [proxy.answer(id, stop.signal), desk.changes(stop.signal)[Symbol.asyncIterator]().next()];
  expect(await desk.pending()).toEqual([proposal]);
  const own = await proxy.decide(approve(id)).catch(({ message }: Error) => message);
  expect(own).toMatch(/^gone$|docs\/scale\.md/); // in Redis a proxy does not even see what it could decide
  expect(await failureOf(desk.submit(makeProposal()))).toContain("docs/scale.md");
  expect(await desk.decide(approve(id))).toBe("recorded");
  expect(await answer).toEqual(approve(id));
  expect((await step).done).toBe(false);
  stop.abort();
  await proxy.withdraw(id, "settled");
  await proxy.probe!();
  await expectRevoked(proxy, desk);
}

/** A desk lists and revokes what a proxy remembers; a proxy does neither. */
async function expectRevoked(proxy: ServerQueue, desk: ServerQueue): Promise<void> {
  const tokens = createSafeTokens(["value"]);
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  proxy.shareApprovals!(tokens, stop.signal);
  let values: readonly ApprovedValue[] = [];
  while (values.length === 0) values = await desk.approved!();
  const { fingerprint } = values[0]!;
  expect(await failureOf(proxy.revoke!({ fingerprint }))).toContain("docs/scale.md");
  expect(tokens.size).toBe(1);
  expect(await desk.revoke!({ fingerprint })).toBe("revoked");
  expect(tokens.size).toBe(0);
}

const key = randomBytes(32);

/** What is approved is the proxies' own affair. */
async function expectSharing(proxy: SharedSafeTokens, desk: SharedSafeTokens): Promise<void> {
  onTestFinished(() => proxy.close());
  onTestFinished(() => desk.close());
  for (const grant of [{}, { uses: 2, ttlSeconds: 60, scope: { host: "a.example" } }]) proxy.add("value", grant);
  proxy.spend("value");
  await proxy.settled();
  proxy.revoke(proxy.list()[0]!.fingerprint);
  await proxy.settled();
  desk.add("value");
  await expect(desk.settled()).rejects.toThrow("docs/scale.md");
  await expect(desk.refresh([])).rejects.toThrow("docs/scale.md");
}

describe.skipIf(!withPostgres)("a PostgreSQL server", () => {
  let postgres: PostgresServer;
  let admin: pg.Pool;
  const as = (user: string, password = PASSWORD, database = "postgres"): string =>
    `postgres://${user}:${password}@127.0.0.1:${postgres.server.port}/${database}`;

  beforeAll(async () => {
    postgres = await startPostgres();
    admin = new pg.Pool({ connectionString: postgres.url });
    for (const role of ["proxy", "desk"]) await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD '${PASSWORD}'`);
    const who = ["host all postgres 127.0.0.1/32 trust", "host all all 127.0.0.1/32 scram-sha-256", ""].join("\n");
    await writeFile(join(postgres.server.directory, "data", "pg_hba.conf"), who);
    await admin.query("SELECT pg_reload_conf()");
    const owner = postgresQueue(postgres.url);
    await owner.pending();
    await owner.close();
    await admin.query(await block("postgres rights"));
  });
  afterAll(async () => {
    await admin?.end();
    await postgres?.server.remove();
  });

  test("with the rights in docs/scale.md a proxy cannot decide, and a desk cannot ask", async () => {
    await expectApart(opened(postgresQueue(as("proxy"))), opened(postgresQueue(as("desk"))));
    await expectSharing(postgresSafeTokens(as("proxy"), { key }), postgresSafeTokens(as("desk"), { key }));
  });

  test("neither role reads or writes a table of the queue, but for the desk's audit", async () => {
    for (const [role, readable] of [
      ["proxy", []],
      ["desk", ["decisions"]],
    ] as const) {
      const pool = new pg.Pool({ connectionString: as(role) });
      onTestFinished(() => pool.end());
      for (const table of ["proxies", "proposals", "answers", "decisions", "calls", "callable", "tokens"]) {
        const read = pool.query(`SELECT * FROM outbound_dlp.${table}`);
        if ((readable as readonly string[]).includes(table)) await read;
        else await expect(read).rejects.toThrow("permission denied");
        await expect(pool.query(`DELETE FROM outbound_dlp.${table}`)).rejects.toThrow("permission denied");
      }
    }
  });

  test.each<[string, () => string, string]>([
    ["a wrong password", () => as("proxy", `${PASSWORD}x`), "28P01"],
    ["a missing password", () => `postgres://proxy@127.0.0.1:${postgres.server.port}/postgres`, "PASSWORD"],
    ["an unknown database", () => as("proxy", PASSWORD, "nowhere"), "3D000"],
    ["a role that may not make the schema", () => as("desk"), "42501"],
  ])("%s is said at once, without the URL", async (_, url, code) => {
    const failure = await failureOf(opened(postgresQueue(url(), { schema: "another" })).pending());
    expect(failure).toContain("QueueError");
    expect(failure).toContain(code);
    expect(failure).not.toContain(PASSWORD);
  });

  test("a server that is read only is tried again while patience lasts, and then named a replica", async () => {
    await admin.query("CREATE DATABASE replica");
    await admin.query("ALTER DATABASE replica SET default_transaction_read_only = on");
    const url = postgres.url.replace(/postgres$/, "replica");
    const replica = opened(postgresQueue(url, { patienceSeconds: 1 }));
    for (const call of [() => replica.submit(makeProposal()), () => replica.probe!()]) {
      expect(await failureOf(call())).toContain("connect to the primary (25006)");
    }
  });

  test("no statement is given to a connection that runs another, which pg will refuse", async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error): void => void warnings.push(warning);
    process.on("warning", warn);
    onTestFinished(() => void process.off("warning", warn));
    const connection = new PostgresConnection(postgres.url);
    onTestFinished(() => connection.close());
    const heard: string[] = [];
    const channels = ["one", "two", "three"];
    await Promise.all(
      channels.map((channel) => connection.listen(channel, (text) => heard.push(`${channel} ${text}`))),
    );
    await admin.query("SELECT pg_notify(channel, 'x') FROM unnest(ARRAY['one', 'two', 'three']) AS channel");
    await expect.poll(() => heard.sort()).toEqual(["one x", "three x", "two x"]);
    expect(warnings).toEqual([]);
  });

  test("a pool that is ended, or too small, is said", async () => {
    const pool = new pg.Pool({ connectionString: postgres.url });
    await pool.end();
    expect(await failureOf(opened(postgresQueue(pool)).pending())).toContain("keep it open");
    const small = new pg.Pool({ connectionString: postgres.url, max: 1 });
    onTestFinished(() => small.end());
    expect(() => postgresQueue(small)).toThrow(ConfigurationError);
  });
});

describe.skipIf(!withRedis)("a Redis server", () => {
  let redis: RedisServer;
  /** Of before the default user was switched off. */
  let admin: ReturnType<typeof createClient>;
  const as = (user: string, password = PASSWORD): string =>
    `redis://${user}:${password}@127.0.0.1:${redis.server.port}`;

  beforeAll(async () => {
    redis = await startRedis();
    admin = createClient({ url: redis.url });
    admin.on("error", () => {});
    await admin.connect();
    const commands = (await block("redis rights")).replaceAll("PASSWORD", PASSWORD).trim().split("\n");
    for (const command of commands) await admin.sendCommand(command.split(" "));
  });
  afterAll(async () => {
    admin?.destroy();
    await redis?.server.remove();
  });

  test("with the rights in docs/scale.md a proxy cannot decide, and a desk cannot ask", async () => {
    await expectApart(opened(redisQueue(as("proxy"))), opened(redisQueue(as("desk"))));
    await expectSharing(redisSafeTokens(as("proxy"), { key }), redisSafeTokens(as("desk"), { key }));
  });

  /** What each user must not do, whatever client it has. `KEY`: a name that stands there for the user that may. */
  const FORBIDDEN: Readonly<Record<"proxy" | "desk", readonly string[]>> = {
    proxy: [
      "SET outbound-dlp:answer:KEY {}",
      "DEL outbound-dlp:answer:KEY",
      "PEXPIRE outbound-dlp:answer:KEY 1",
      "XADD outbound-dlp:decisions * verdict approve",
      "DEL outbound-dlp:decisions",
      "XRANGE outbound-dlp:decisions - +",
    ],
    desk: [
      "HSET outbound-dlp:proposal:KEY json {}",
      "DEL outbound-dlp:proposal:KEY",
      "PEXPIRE outbound-dlp:proposal:KEY 1",
      "SET outbound-dlp:proxy:KEY 1",
      "ZADD outbound-dlp:callable 1 KEY",
      "HGETALL outbound-dlp:tokens:KEY",
    ],
  };

  test.each(
    Object.entries(FORBIDDEN).flatMap(([user, commands]) => commands.map((command) => [user, command] as const)),
  )("the user %s is refused %s, and so is a script of its own that tries it", async (user, command) => {
    const client = createClient({ url: as(user), disableClientInfo: true });
    client.on("error", () => {});
    await client.connect();
    onTestFinished(() => client.destroy());
    const words = command.replace("KEY", `key${randomBytes(4).toString("hex")}`).split(" ");
    const script = "return redis.call(unpack(ARGV))";
    await expect(client.sendCommand(words)).rejects.toThrow("NOPERM");
    await expect(client.sendCommand(["EVAL", script, "0", ...words])).rejects.toThrow(
      /NOPERM|The user executing the script can.t/,
    );
    await expect(client.sendCommand(["EVAL", script, "1", words[1]!, ...words])).rejects.toThrow(
      /NOPERM|The user executing the script can.t/,
    );
    await admin.sendCommand(words); // it is the user that it fails for
  });

  test.each<[string, () => string, string, string]>([
    // The client sends what waits right behind the password that is refused.
    ["a wrong password", () => as("proxy", `${PASSWORD}x`), "outbound-dlp:", "NOAUTH|WRONGPASS"],
    ["another's keys", () => as("desk"), "another:", "NOPERM"],
  ])("%s is said at once, without the URL", async (_, url, prefix, code) => {
    const failure = await failureOf(opened(redisQueue(url(), { prefix })).pending());
    expect(failure).toContain("QueueError");
    expect(failure).toMatch(new RegExp(code));
    expect(failure).not.toContain(PASSWORD);
  });
});

test.each<[string, () => unknown]>([
  ["a Redis URL of another kind", () => redisQueue(`http://user:${PASSWORD}@host/`)],
  ["a Redis URL that does not parse", () => redisQueue(`redis://user:${PASSWORD}@ho st:x/`)],
  ["a PostgreSQL URL of another kind", () => postgresQueue(`http://user:${PASSWORD}@host/`)],
  ["a PostgreSQL URL that does not parse", () => postgresQueue(`postgres://user:${PASSWORD}@ho st:x/`)],
  ["what is no pool", () => postgresQueue({ password: PASSWORD } as never)],
  ["a prefix with a star", () => redisQueue("redis://host", { prefix: "a*" })],
  ["a schema with a quote", () => postgresQueue("postgres://host/", { schema: 'a"b' })],
  ["a schema that is PostgreSQL's own", () => postgresQueue("postgres://host/", { schema: "pg_queue" })],
  ["no patience", () => postgresQueue("postgres://host/", { patienceSeconds: 0 })],
])("%s is a ConfigurationError that quotes nothing", (_, make) => {
  let thrown: unknown;
  try {
    make();
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(ConfigurationError);
  expect(inspect(thrown, { depth: 9, showHidden: true })).not.toContain(PASSWORD);
});

test("a socket's directory may be the host of a PostgreSQL URL", () => {
  for (const url of ["postgres:///db?host=/run/postgresql", "postgresql://user@/db?host=/run/postgresql"]) {
    expect(() => postgresQueue(url)).not.toThrow();
  }
});
