/** Limits of the system itself, nothing mocked: a disk that is full, and no file descriptor left. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { fileQueue } from "../../src/queues/file.js";
import type { Proposal, SupervisorDesk } from "../../src/types.js";
import { startUpstream, type Upstream } from "../adapters/support/upstream.js";
import { freshPath } from "../queues/support/directory.js";
import { builtCli } from "../support/cli.js";
import { newSecret, send, startProxy } from "./support/proxy-process.js";
import { fill, hasSmallDisk, insideOf, onSmallDisk } from "./support/small-disk.js";

async function upstreamOfTest(): Promise<Upstream> {
  const upstream = await startUpstream();
  onTestFinished(() => upstream.close());
  return upstream;
}

async function emptyDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "small-disk-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}

async function firstOf(desk: SupervisorDesk): Promise<Proposal> {
  for (;;) {
    const [proposal] = await desk.pending();
    if (proposal !== undefined) return proposal;
    await sleep(5);
  }
}

describe.skipIf(!hasSmallDisk)("a disk that is full", () => {
  test("lets nothing out, also what a person tries to approve then, and holding goes on by itself once there is room", async () => {
    const upstream = await upstreamOfTest();
    const directory = await emptyDirectory();
    const proxy = await startProxy(join(directory, "queue"), upstream.origin, "none", onSmallDisk(directory));
    const disk = insideOf(proxy.child.pid, directory);
    const desk = fileQueue(join(disk, "queue"));
    const held = send(proxy.port, newSecret());
    const { id } = await firstOf(desk);
    const makeRoom = await fill(disk);
    for (let round = 0; round < 20; round++) expect(await send(proxy.port, newSecret())).toBe(403);
    await expect(desk.decide({ id, verdict: "approve", reason: "full" })).rejects.toThrow("the disk is full");
    expect(upstream.bytes()).toBe(0);
    await makeRoom();
    expect(await desk.decide({ id, verdict: "approve", reason: "room again" })).toBe("recorded");
    expect(await held).toBe(200);
    const next = send(proxy.port, newSecret());
    expect(await desk.decide({ id: (await firstOf(desk)).id, verdict: "reject" })).toBe("recorded");
    expect(await next).toBe(403);
    expect(upstream.received).toHaveLength(1);
    await proxy.kill();
  });

  test("is not healthy, and is again once there is room", async () => {
    const [directory, home] = [await emptyDirectory(), await emptyDirectory()];
    const socketPath = join(home, "serve.sock");
    const argv = [builtCli(), "serve", "--socket", socketPath, "--queue", join(directory, "queue")];
    const [program = "", ...args] = [...onSmallDisk(directory), process.execPath, ...argv];
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
    onTestFinished(() => void child.kill("SIGKILL"));
    await once(child.stdout, "data");
    const health = (): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const asked = request({ socketPath, path: "/healthz" }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        });
        asked.on("error", reject).end();
      });
    expect(await health()).toBe(200);
    const makeRoom = await fill(insideOf(child.pid, directory));
    expect(await Promise.all([health(), health(), health()])).toEqual([503, 503, 503]);
    await makeRoom();
    expect(await health()).toBe(200);
  });
});

/** Sends until one is held: connections that are kept alive take descriptors for some seconds more. */
async function heldAgain(
  port: number,
  path: string,
): Promise<{ readonly id: string; readonly desk: SupervisorDesk; readonly answered: ReturnType<typeof send> }> {
  const desk = fileQueue(path);
  for (;;) {
    let isOver = false;
    const answered = send(port, newSecret()).finally(() => {
      isOver = true;
    });
    while (!isOver) {
      const [proposal] = await desk.pending();
      if (proposal !== undefined) return { id: proposal.id, desk, answered };
      await sleep(5);
    }
    expect(await answered).not.toBe(200);
    await sleep(100);
  }
}

test("a proxy that has no file descriptor left lets nothing out, and holds again once it has", async () => {
  const upstream = await upstreamOfTest();
  const path = await freshPath();
  const launcher = ["sh", "-c", 'ulimit -n 48 && exec "$0" "$@"'];
  const proxy = await startProxy(path, upstream.origin, "none", launcher);
  const answers = await Promise.all(
    Array.from({ length: 80 }, () => send(proxy.port, newSecret(), AbortSignal.timeout(3_000))),
  );
  expect(answers).toContain(403);
  expect(new Set(answers)).not.toContain(200);
  expect(upstream.bytes()).toBe(0);
  const { id, desk, answered } = await heldAgain(proxy.port, path);
  expect(await desk.decide({ id, verdict: "approve", reason: "room again" })).toBe("recorded");
  expect(await answered).toBe(200);
  expect(upstream.received).toHaveLength(1);
  await proxy.kill();
});
