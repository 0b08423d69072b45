/** Commands on a queue that a URL names: two gateways and a desk on one server, and a password that nothing prints. */

import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { madeUpToken } from "../../src/cli/demo/secrets.js";
import { keptAuthority } from "../../src/cli/gateway/certificate-authority.js";
import { startUpstream } from "../adapters/support/upstream.js";
import { builtCli } from "../support/cli.js";
import { startPostgres, startRedis, type TestServer, withPostgres, withRedis } from "../support/servers.js";
import { run } from "./run-cli.js";

const PASSWORD = ["correct", "horse"].join("-");

/** Servers that ask for a password. */
const servers = [
  {
    name: "redis",
    isPresent: withRedis,
    async start(): Promise<{ server: TestServer; url: string }> {
      const { server } = await startRedis("--requirepass", PASSWORD);
      return { server, url: `redis://:${PASSWORD}@127.0.0.1:${server.port}` };
    },
  },
  {
    name: "postgres",
    isPresent: withPostgres,
    async start(): Promise<{ server: TestServer; url: string }> {
      const { server, url } = await startPostgres();
      const admin = new pg.Client({ connectionString: url });
      await admin.connect();
      await admin.query(`ALTER ROLE postgres PASSWORD '${PASSWORD}'`);
      await writeFile(join(server.directory, "data", "pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
      await admin.query("SELECT pg_reload_conf()");
      await admin.end();
      return { server, url: `postgres://postgres:${PASSWORD}@127.0.0.1:${server.port}/postgres` };
    },
  },
];

interface Gateway {
  readonly child: ChildProcess;
  readonly url: string;
  readonly printed: () => string;
}

/** What a client gets that sends `body` through `proxy`. */
async function send(proxy: string, url: string, body: string): Promise<number | undefined> {
  const { hostname, port } = new URL(proxy);
  const call = request({ host: hostname, port, path: url, method: "POST", headers: { host: new URL(url).host } });
  call.end(body);
  const [response] = await once(call, "response");
  response.resume();
  return response.statusCode;
}

describe.each(servers)("a queue named by a URL of $name", ({ isPresent, start }) => {
  describe.skipIf(!isPresent)("and its server", () => {
    let server: TestServer;
    let url: string;
    let directory: string;

    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), "queue-urls-"));
      await keptAuthority(join(directory, "ca"));
      ({ server, url } = await start());
    });
    afterAll(async () => {
      await server?.remove();
      await rm(directory, { recursive: true, force: true, maxRetries: 10 });
    });

    async function gateway(env: NodeJS.ProcessEnv, ...argv: readonly string[]): Promise<Gateway> {
      const args = [builtCli(), "gateway", "--port", "0", "--ca-dir", join(directory, "ca"), ...argv];
      const child = spawn(process.execPath, args, {
        stdio: ["ignore", "pipe", "pipe"],
        env: { ...process.env, ...env },
      });
      onTestFinished(() => void child.kill("SIGKILL"));
      let text = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (chunk: Buffer) => {
          text += chunk;
        });
      }
      while (!text.includes("supervise")) {
        if (child.exitCode !== null) throw new Error(`The gateway ended with ${child.exitCode}: ${text}`);
        await sleep(10);
      }
      return { child, url: /listening on (\S+)/.exec(text)?.[1] ?? "", printed: () => text };
    }

    test("what one gateway holds is approved by a command, and what it was allowed another remembers", async () => {
      const upstream = await startUpstream();
      onTestFinished(() => upstream.close());
      const env = { OUTBOUND_DLP_QUEUE: url, OUTBOUND_DLP_SHARED_KEY: randomBytes(32).toString("base64") };
      const gateways = [await gateway(env), await gateway(env)] as const;
      const body = `use ${madeUpToken()}`;
      const held = send(gateways[0].url, upstream.origin, body);
      let waiting: { id: string }[] = [];
      while (waiting.length === 0) waiting = JSON.parse((await run(["pending", "--json"], { env })).stdout);
      expect(upstream.received).toHaveLength(0);
      const decided = await run(["approve", waiting[0]!.id, "--reason", "a test", "--operator", "olga"], { env });
      expect(decided).toEqual({ code: 0, stdout: "Recorded.\n", stderr: "" });
      expect(await held).toBe(200);
      expect(await send(gateways[1].url, upstream.origin, body)).toBe(200);
      expect((await run(["reject", waiting[0]!.id], { env })).code).toBe(4);
      const ended = gateways.map(({ child }) => once(child, "exit"));
      for (const { child } of gateways) child.kill("SIGTERM");
      await Promise.all(ended);
      for (const { printed } of gateways) expect(printed()).not.toContain(PASSWORD);
      expect(gateways[0].printed()).toContain("where OUTBOUND_DLP_QUEUE is the same URL");
    });

    test("--queue takes the URL too, and a wrong password is said without it", async () => {
      expect(await run(["pending", "--queue", url])).toEqual({
        code: 0,
        stdout: "Nothing waits for a decision.\n",
        stderr: "",
      });
      const wrong = url.replace(PASSWORD, `${PASSWORD}x`);
      for (const argv of [["pending"], ["approve", "x", "--reason", "y"], ["gateway", "--port", "0"]]) {
        const { code, stdout, stderr } = await run([...argv, "--queue", wrong]);
        expect(code).toBe(3);
        expect(stderr).toMatch(/server cannot be used: .*password/);
        expect(stdout + stderr).not.toContain(PASSWORD);
      }
    });
  });
});

test.each([
  "http://user:PASS@host/",
  "redis://user:PASS@ho st:x/",
  "postgres://user:PASS@ho st:x/",
  "mysql://u:PASS@h/",
])("%s is no queue, and is not quoted", async (url) => {
  for (const argv of [["pending"], ["gateway"], ["reject", "x"]]) {
    const { code, stdout, stderr } = await run([...argv, "--queue", url.replace("PASS", PASSWORD)]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/URL/);
    expect(stdout + stderr).not.toContain(PASSWORD);
  }
});
