/** The built executable's service and its endpoints, with the commands that decide. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { madeUpToken } from "../../src/cli/demo/secrets.js";
import { keptAuthority } from "../../src/cli/gateway/certificate-authority.js";
import { Observer } from "../../src/cli/observe.js";
import { fileQueue } from "../../src/index.js";
import type { Proposal } from "../../src/types.js";
import { builtCli } from "../support/cli.js";
import { run } from "./run-cli.js";

const TOKEN = "a-token-for-tests-0";
let home: string;
let queue: string;
let children: { readonly child: ChildProcess; readonly ended: Promise<unknown[]> }[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "serve-cli-"));
  queue = join(home, "queue");
});
afterEach(async () => {
  for (const { child, ended } of children) {
    child.kill("SIGKILL");
    await ended;
  }
  children = [];
  await rm(home, { recursive: true });
});

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<unknown[]>;
  readonly out: { stdout: string; stderr: string };
}

const start = (...argv: readonly string[]): Promise<Running> => startWith({}, ...argv);

async function startWith(variables: NodeJS.ProcessEnv, ...argv: readonly string[]): Promise<Running> {
  const env = { ...process.env, OUTBOUND_DLP_QUEUE: queue, ...variables };
  const child = spawn(process.execPath, [builtCli(), ...argv], { stdio: ["ignore", "pipe", "pipe"], env });
  const out = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    out.stdout += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    out.stderr += chunk;
  });
  const ended = once(child, "close");
  children.push({ child, ended });
  while (!/outbound-dlp supervise|disabled/.test(out.stdout)) {
    if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}: ${out.stderr}`);
    await setTimeout(10);
  }
  return { child, ended, out };
}

async function call(options: object, body?: string): Promise<{ readonly status: number; readonly text: string }> {
  const req = httpRequest({ agent: false, ...options });
  req.end(body);
  const [res] = (await once(req, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of res) chunks.push(chunk as Buffer);
  return { status: res.statusCode ?? 0, text: Buffer.concat(chunks).toString() };
}

const check = (place: object, body: string, url = "https://notes.example/") =>
  call(
    { method: "POST", path: "/v1/check", ...place },
    JSON.stringify({ method: "POST", url, bodyBase64: Buffer.from(body).toString("base64") }),
  );

async function pending(): Promise<Proposal> {
  for (;;) {
    const [proposal] = await fileQueue(queue).pending();
    if (proposal !== undefined) return proposal;
    await setTimeout(10);
  }
}

function metricsUrl({ out }: Running): string {
  return /Health and metrics: (http:\/\/127\.0\.0\.1:\d+)/.exec(out.stdout)?.[1] ?? "";
}

async function get(url: string): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(url);
  return { status: response.status, text: await response.text() };
}

describe("outbound-dlp serve", () => {
  it("on a socket: held, approved by command, released, remembered, counted; no log or figure has the value", async () => {
    const socketPath = join(home, "serve.sock");
    const service = await start("serve", "--socket", socketPath, "--metrics", "0");
    expect((await stat(socketPath)).mode & 0o777).toBe(0o600);
    const token = madeUpToken();
    const answer = check({ socketPath }, `use ${token}`);
    const { id } = await pending();
    const metrics = metricsUrl(service);
    expect((await get(`${metrics}/metrics`)).text).toContain("\noutbound_dlp_waiting 1\n");
    expect(await run(["approve", id, "--reason", "a test token", "--queue", queue])).toMatchObject({ code: 0 });
    expect(await answer).toMatchObject({ status: 200, text: '{"action":"forward","because":"approved"}\n' });
    expect(await check({ socketPath }, `again ${token}`)).toMatchObject({ status: 200 });
    const { text } = await get(`${metrics}/metrics`);
    expect(text).toContain('outbound_dlp_requests_total{action="forward",because="approved"} 1\n');
    expect(text).toContain('outbound_dlp_requests_total{action="forward",because="remembered"} 1\n');
    expect(await get(`${metrics}/healthz`)).toEqual({ status: 200, text: '{"status":"ok"}\n' });
    expect((await get(`${metrics}/other`)).status).toBe(404);
    const events = service.out.stderr
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(events.map(({ type, proposalId }) => [type, proposalId])).toEqual([
      ["held", id],
      ["released", id],
    ]);
    expect(service.out.stdout + service.out.stderr + text).not.toContain(token.slice(4, 10));
  });

  it("on TCP it wants a token, from a file that nobody else can open, or from the environment", async () => {
    expect(await run(["serve", "--queue", queue])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--token-file"),
    });
    const file = join(home, "token");
    await writeFile(file, `${TOKEN}\n`, { mode: 0o644 });
    expect(await run(["serve", "--token-file", file])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("chmod 600"),
    });
    expect(await run(["serve", "--token-file", join(home, "none")])).toMatchObject({ code: 3 });
    await chmod(file, 0o600);
    const { out } = await start("serve", "--port", "0", "--unsupervised", "--token-file", file);
    const { hostname: host, port } = new URL(/listening on (\S+)/.exec(out.stdout)?.[1] ?? "");
    expect(await check({ host, port }, "x")).toMatchObject({ status: 401 });
    const headers = { authorization: `Bearer ${TOKEN}` };
    expect(await check({ host, port, headers }, "x")).toMatchObject({ status: 200 });
    expect(await check({ host, port, headers }, madeUpToken())).toMatchObject({ status: 403 });
    expect(await call({ host, port, path: "/healthz" })).toMatchObject({ status: 200 });
    expect(await call({ host, port, path: "/metrics", headers })).toMatchObject({ status: 200 });
    expect(out.stdout).toContain("Supervise is disabled");
  });

  it.each([
    ["a short token", ["--port", "0"], "short"],
    ["a socket and a port", ["--socket", "x", "--port", "0"], TOKEN],
    ["a port that is none", ["--port", "x"], TOKEN],
    ["a metrics port that is none", ["--metrics", "70000"], TOKEN],
  ])("%s is a usage error", async (_, argv, token) => {
    const env = { OUTBOUND_DLP_SERVE_TOKEN: token };
    const { code, stderr } = await run(["serve", "--unsupervised", ...argv], { env });
    expect(code).toBe(2);
    expect(stderr).not.toContain(token);
  });

  it.each([
    ["options", ["--approval-scope", "host", "--approval-ttl", "600", "--approval-uses", "2"], {}],
    [
      "the environment",
      [],
      {
        OUTBOUND_DLP_APPROVAL_SCOPE: "host",
        OUTBOUND_DLP_APPROVAL_TTL_SECONDS: "600",
        OUTBOUND_DLP_APPROVAL_USES: "2",
      },
    ],
    [
      "options, whatever the environment says",
      ["--approval-scope", "host", "--approval-ttl", "600", "--approval-uses", "2"],
      {
        OUTBOUND_DLP_APPROVAL_SCOPE: "anywhere",
        OUTBOUND_DLP_APPROVAL_TTL_SECONDS: "1",
        OUTBOUND_DLP_APPROVAL_USES: "9",
      },
    ],
  ])("where, how long and how often an approval holds is set by %s", async (_, argv, variables) => {
    const socketPath = join(home, "serve.sock");
    await startWith(variables, "serve", "--socket", socketPath, ...argv);
    const token = madeUpToken();
    const first = check({ socketPath }, token);
    const { id } = await pending();
    await run(["approve", id, "--reason", "a test token", "--queue", queue]);
    expect(await first).toMatchObject({ status: 200 });
    const { stdout } = await run(["approved", "--json", "--queue", queue]);
    expect(JSON.parse(stdout)).toMatchObject([
      { grant: { scope: { host: "notes.example" }, ttlSeconds: 600, uses: 2 } },
    ]);
    const elsewhere = check({ socketPath }, token, "https://other.example/");
    await run(["reject", (await pending()).id, "--queue", queue]);
    expect(await elsewhere).toMatchObject({ status: 403 });
    expect(await check({ socketPath }, token)).toMatchObject({ status: 200 });
    const third = check({ socketPath }, token);
    await run(["reject", (await pending()).id, "--queue", queue]);
    expect(await third).toMatchObject({ status: 403 });
  });

  it("an approval whose time is over is asked about again", async () => {
    const socketPath = join(home, "serve.sock");
    await start("serve", "--socket", socketPath, "--approval-ttl", "0.5");
    const token = madeUpToken();
    const first = check({ socketPath }, token);
    await run(["approve", (await pending()).id, "--reason", "a test token", "--queue", queue]);
    expect(await first).toMatchObject({ status: 200 });
    await setTimeout(1_000);
    const second = check({ socketPath }, token);
    await run(["reject", (await pending()).id, "--queue", queue]);
    expect(await second).toMatchObject({ status: 403 });
  });

  it.each([
    ["--approval-scope", "everywhere"],
    ["--approval-ttl", "0"],
    ["--approval-ttl", "-1"],
    ["--approval-ttl", "1h"],
    ["--approval-uses", "0"],
    ["--approval-uses", "1.5"],
    ["--approval-uses", ""],
  ])("%s %s is a usage error, in the environment too", async (option, value) => {
    const variable = {
      "--approval-scope": "OUTBOUND_DLP_APPROVAL_SCOPE",
      "--approval-ttl": "OUTBOUND_DLP_APPROVAL_TTL_SECONDS",
      "--approval-uses": "OUTBOUND_DLP_APPROVAL_USES",
    }[option] as string;
    const argv = ["serve", "--socket", join(home, "serve.sock"), "--unsupervised"];
    expect(await run([...argv, `${option}=${value}`])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`${option} takes`),
    });
    expect(await run(argv, { env: { [variable]: value } })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`${variable} takes`),
    });
  });

  it("told to stop, it denies what is held, and ends", async () => {
    const socketPath = join(home, "serve.sock");
    const { child, ended } = await start("serve", "--socket", socketPath);
    const answer = check({ socketPath }, madeUpToken());
    await pending();
    child.kill("SIGTERM");
    expect(JSON.parse((await answer).text)).toMatchObject({ because: "closed" });
    expect((await ended)[0]).toBe(128 + 15);
  });

  it("a queue that cannot be used any more is not healthy", async () => {
    const socketPath = join(home, "serve.sock");
    await start("serve", "--socket", socketPath);
    await chmod(queue, 0o755);
    expect(await call({ socketPath, path: "/healthz" })).toEqual({ status: 503, text: '{"status":"queue-failed"}\n' });
    await chmod(queue, 0o700);
  });
});

it("outbound-dlp gateway answers health and metrics with --metrics", async () => {
  const authority = join(home, "ca");
  await keptAuthority(authority);
  const gateway = await start("gateway", "--port", "0", "--ca-dir", authority, "--metrics", "0");
  const metrics = metricsUrl(gateway);
  expect(await get(`${metrics}/healthz`)).toMatchObject({ status: 200 });
  expect((await get(`${metrics}/metrics`)).text).toContain("# TYPE outbound_dlp_waiting gauge\n");
  expect(await run(["gateway", "--metrics", "x"])).toMatchObject({ code: 2 });
});

it("nothing is healthy before it takes requests", async () => {
  const observer = new Observer();
  onTestFinished(() => observer.stop());
  expect(await observer.answer("/healthz")).toMatchObject({ status: 503, body: '{"status":"starting"}\n' });
  observer.isListening = true;
  expect(await observer.answer("/healthz")).toMatchObject({ status: 200, body: '{"status":"ok"}\n' });
});
