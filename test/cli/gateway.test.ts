/** The built executable's gateway, with real clients, real upstreams and the commands that decide. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { madeUpToken } from "../../src/cli/demo/secrets.js";
import { keptAuthority } from "../../src/cli/gateway/certificate-authority.js";
import { fileQueue } from "../../src/index.js";
import type { Proposal } from "../../src/types.js";
import { hasOpenssl, localhostCertificate } from "../adapters/support/certificates.js";
import { type ClientAnswer, clients } from "../adapters/support/clients.js";
import { closeServer, listen, sha256, startUpstream, type Upstream } from "../adapters/support/upstream.js";
import { builtCli } from "../support/cli.js";
import { repository } from "../support/source.js";
import { run } from "./run-cli.js";

interface Running {
  readonly process: ChildProcess;
  readonly url: string;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly ended: Promise<unknown[]>;
}

let home: string;
let queue: string;
let caDirectory: string;
let running: Running[] = [];
const closers: (() => Promise<void>)[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "gateway-cli-"));
  queue = join(home, "queue");
  caDirectory = join(home, "authority", "ca");
});

afterEach(async () => {
  for (const { process: child, ended } of running) {
    child.kill("SIGKILL");
    await ended;
  }
  running = [];
  for (const close of closers.splice(0)) await close();
  await rm(home, { recursive: true, force: true, maxRetries: 10 });
});

async function upstream(tls?: { readonly key: string; readonly cert: string }): Promise<Upstream> {
  const started = await startUpstream(tls === undefined ? {} : { tls });
  closers.push(() => started.close());
  return started;
}

async function gateway(...argv: readonly string[]): Promise<Running> {
  const supervise = argv.includes("--unsupervised") ? [] : ["--queue", queue];
  const child = spawn(
    process.execPath,
    [builtCli(), "gateway", "--port", "0", "--ca-dir", caDirectory, ...supervise, ...argv],
    {
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const text = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    text.stdout += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    text.stderr += chunk;
  });
  const ended = once(child, "close");
  const place = { process: child, stdout: () => text.stdout, stderr: () => text.stderr, ended };
  running.push({ ...place, url: "" });
  while (!text.stdout.includes("supervis") && !text.stdout.includes("disabled")) {
    if (child.exitCode !== null) throw new Error(`The gateway ended with ${child.exitCode}: ${text.stderr}`);
    await setTimeout(10);
  }
  return { ...place, url: /listening on (\S+)/.exec(text.stdout)?.[1] ?? "" };
}

/** Sends `body` with `client` through `proxy`. */
async function send(name: string, proxy: string, url: string, body: string): Promise<ClientAnswer> {
  const caFile = join(caDirectory, "ca.pem");
  const client = clients.find((candidate) => candidate.name === name)!;
  return client.send({ proxy, url, body: Buffer.from(body), ca: await readFile(caFile, "utf8"), caFile });
}

async function pending(): Promise<Proposal> {
  for (;;) {
    const [proposal] = await fileQueue(queue).pending();
    if (proposal !== undefined) return proposal;
    await setTimeout(10);
  }
}

const events = ({ stderr }: Running): Record<string, unknown>[] =>
  stderr()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("outbound-dlp gateway", () => {
  let shared: string;
  beforeAll(async () => {
    shared = await mkdtemp(join(tmpdir(), "gateway-ca-"));
    await keptAuthority(join(shared, "ca"));
  });
  beforeEach(() => {
    caDirectory = join(shared, "ca"); // Made once: keys take time.
  });
  afterAll(() => rm(shared, { recursive: true }));

  it.skipIf(!hasOpenssl).each(clients.filter(({ present }) => present).map(({ name }) => name))(
    "over HTTPS, with %s: held, approved by command, released, remembered; the log has no value",
    async (client) => {
      const tls = localhostCertificate();
      const upstreamCa = join(home, "upstream.pem");
      await writeFile(upstreamCa, tls.cert);
      const target = await upstream(tls);
      const place = await gateway("--upstream-ca", upstreamCa);
      const token = madeUpToken();
      const body = JSON.stringify({ text: `use ${token}` });

      const answer = send(client, place.url, target.origin, body);
      const { id } = await pending();
      expect(target.received).toHaveLength(0);
      const decision = await run(["approve", id, "--reason", "a test token", "--queue", queue]);
      expect(decision).toMatchObject({ code: 0 });
      expect(await answer).toEqual({ status: 200, text: `sha256:${sha256(Buffer.from(body))}` });

      expect(await send(client, place.url, target.origin, body)).toMatchObject({ status: 200 });
      expect(target.received).toHaveLength(2);
      expect(events(place).map(({ type, proposalId }) => [type, proposalId])).toEqual([
        ["held", id],
        ["released", id],
      ]);
      expect(place.stdout() + place.stderr()).not.toContain(token.slice(4, 10));
    },
  );

  it("a rejection is a 403, and nothing is sent", async () => {
    const target = await upstream();
    const place = await gateway();
    const answer = send("Node's http", place.url, target.origin, madeUpToken());
    const { id } = await pending();
    expect(await run(["reject", id, "--queue", queue])).toMatchObject({ code: 0 });
    expect(JSON.parse((await answer).text)).toMatchObject({ because: "rejected" });
    expect(target.bytes()).toBe(0);
  });

  it("with --answer-keys only a signed answer counts", async () => {
    const target = await upstream();
    const [key, keys] = [join(home, "answer.key"), join(home, "answer-keys")];
    await writeFile(keys, (await run(["keys", "new", key])).stdout);
    const place = await gateway("--answer-keys", keys);
    const answer = send("Node's http", place.url, target.origin, madeUpToken());
    const { id } = await pending();
    const approve = ["approve", id, "--reason", "a test token", "--queue", queue];
    expect(await run(approve)).toMatchObject({ code: 2 });
    expect(target.received).toHaveLength(0);
    expect(await run([...approve, "--key", key])).toMatchObject({ code: 0 });
    expect(await answer).toMatchObject({ status: 200 });
  });

  it("with --approval-uses 1 a value is asked about each time", async () => {
    const target = await upstream();
    const place = await gateway("--approval-uses", "1");
    const token = madeUpToken();
    for (let round = 1; round <= 2; round++) {
      const answer = send("Node's http", place.url, target.origin, token);
      const { id } = await pending();
      expect(await run(["approve", id, "--reason", "a test token", "--queue", queue])).toMatchObject({ code: 0 });
      expect(await answer).toMatchObject({ status: 200 });
      expect(target.received).toHaveLength(round);
    }
  });

  it.each([
    ["--unsupervised", ["--unsupervised"], "unsupervised"],
    ["--timeout", ["--timeout", "0.5"], "timeout"],
  ])("%s: what nobody approves is a 403, and nothing is sent", async (_, argv, because) => {
    const target = await upstream();
    const place = await gateway(...argv);
    const answer = await send("Node's http", place.url, target.origin, madeUpToken());
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.text)).toMatchObject({ because });
    expect(target.bytes()).toBe(0);
    expect(events(place)).toContainEqual(expect.objectContaining({ type: "denied", because }));
  });

  it("a SIGTERM answers what is held with a 403, withdraws it, and ends", async () => {
    const target = await upstream();
    const place = await gateway();
    const answer = send("Node's http", place.url, target.origin, madeUpToken());
    await pending();
    place.process.kill("SIGTERM");
    expect(JSON.parse((await answer).text)).toMatchObject({ because: "closed" });
    expect(await place.ended).toEqual([143, null]);
    expect(await fileQueue(queue).pending()).toEqual([]);
    expect(target.bytes()).toBe(0);
  });

  it("an upstream that cannot be reached is a 502, and the log says nothing of it", async () => {
    const server = createServer();
    const port = await listen(server);
    await closeServer(server);
    const place = await gateway();
    expect((await send("Node's http", place.url, `http://127.0.0.1:${port}/`, "clean")).status).toBe(502);
    expect(place.stderr()).toBe("");
  });

  it("prints how to trust it and how to decide", async () => {
    const place = await gateway();
    const certificate = join(caDirectory, "ca.pem");
    for (const words of [
      `HTTPS_PROXY=${place.url}`,
      `NODE_EXTRA_CA_CERTS=${certificate}`,
      `REQUESTS_CA_BUNDLE=${certificate}`,
      `SSL_CERT_FILE=${certificate}`,
      `curl --proxy ${place.url} --cacert ${certificate}`,
      `supervise --queue ${queue}`,
    ]) {
      expect(place.stdout()).toContain(words);
    }
  });
});

describe("the certificate authority", () => {
  it("is made once, for its owner alone", async () => {
    const made = await keptAuthority(caDirectory);
    expect(await keptAuthority(caDirectory)).toEqual(made);
    expect((await stat(caDirectory)).mode & 0o777).toBe(0o700);
    for (const name of ["ca.key", "ca.pem"]) expect((await stat(join(caDirectory, name))).mode & 0o777).toBe(0o600);
    expect(await readFile(made.certPath, "utf8")).toBe(made.cert);
  });

  it("is the same for gateways that start together, and nothing else is left", async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => keptAuthority(caDirectory)));
    expect(new Set(all.map(({ cert }) => cert)).size).toBe(1);
    expect(await readdir(dirname(caDirectory))).toEqual(["ca"]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ["open to others", () => chmod(caDirectory, 0o750)],
    ["without its key", () => rm(join(caDirectory, "ca.key"))],
    ["with a certificate that is none", () => writeFile(join(caDirectory, "ca.pem"), "none")],
    ["with another's key", async () => cp(join(await other(), "ca.key"), join(caDirectory, "ca.key"))],
  ])("%s is refused", async (_, spoil) => {
    await keptAuthority(caDirectory);
    await spoil();
    await expect(keptAuthority(caDirectory)).rejects.toMatchObject({ code: "UNABLE" });
  });

  it("behind a symbolic link is refused", async () => {
    await keptAuthority(caDirectory);
    await symlink(caDirectory, join(home, "link"));
    await expect(keptAuthority(join(home, "link"))).rejects.toMatchObject({ code: "UNABLE" });
  });

  async function other(): Promise<string> {
    const path = join(home, "other");
    await keptAuthority(path);
    return path;
  }
});

describe("a command line that cannot be used", () => {
  it.each([
    ["a port that is none", ["--port", "http"], 2],
    ["a port out of range", ["--port", "65536"], 2],
    ["a queue, and no supervisor", ["--queue", "x", "--unsupervised"], 2],
    ["a timeout of nothing", ["--timeout", "0"], 2],
    ["a timeout that is none", ["--timeout", "soon"], 2],
    ["certificates that are not there", ["--upstream-ca", "/nowhere"], 3],
    ["certificates that are none", ["--upstream-ca", "/dev/null"], 2],
    ["an address that is not this machine's", ["--host", "192.0.2.1"], 2],
    ["a word too many", ["now"], 2],
  ])("%s is said, and nothing starts", async (_, argv, code) => {
    // An option given twice is an error of its own.
    const defaults = { "--port": "0", "--queue": queue, "--ca-dir": caDirectory };
    const others = Object.entries(defaults).filter(([name]) => !argv.includes(name));
    const result = await run(["gateway", ...others.flat(), ...argv]);
    expect(result.code).toBe(code);
    expect(result.stdout).toBe("");
    expect(result.stderr).toMatch(/^outbound-dlp: .+\n$/);
  });

  it("a port that is taken is said", async () => {
    const server = createServer();
    const port = await listen(server);
    closers.push(() => closeServer(server));
    const result = await run(["gateway", "--port", String(port), "--queue", queue, "--ca-dir", caDirectory]);
    expect(result).toMatchObject({ code: 2, stdout: "" });
  });

  it("without mockttp, how to install it is said", async () => {
    const modules = join(home, "node_modules");
    await mkdir(join(modules, "outbound-dlp"), { recursive: true });
    await cp(dirname(dirname(builtCli())), join(modules, "outbound-dlp", "dist"), { recursive: true });
    await cp(join(repository, "package.json"), join(modules, "outbound-dlp", "package.json"));
    await symlink(join(repository, "node_modules", "re2"), join(modules, "re2"));
    const main = join(modules, "outbound-dlp", "dist", "cli", "main.js");
    const child = spawn(process.execPath, [main, "gateway", "--queue", queue, "--ca-dir", caDirectory]);
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk;
    });
    expect(await once(child, "close")).toEqual([3, null]);
    expect(stderr).toContain("npm install mockttp@4");
  });
});
