/** A failover to a real replica that lagged: what it never had is asked again, and an answer that it never had lets nothing out. */

import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "redis";
import { describe, expect, onTestFinished, test } from "vitest";
import { createGuard } from "../../src/index.js";
import { redisQueue } from "../../src/queues/redis.js";
import { approve, reject } from "../../src/testing/queue-laws/samples.js";
import type { OutboundRequest } from "../../src/types.js";
import { startRedis, withRedis } from "../support/servers.js";
import { TcpProxy } from "../support/tcp-proxy.js";

const PREFIX = "failover:";

const request = (index: number): OutboundRequest => ({
  method: "POST",
  url: "https://a.example/",
  body: ["ghp", `R7k2pQ9xTz4LmW8vYc3NbJ6hFs1DgA5uEo${index.toString().padStart(2, "0")}`].join("_"),
});

async function lineTo(port: number): Promise<TcpProxy> {
  const line = await TcpProxy.start(port);
  onTestFinished(() => line.close());
  return line;
}

async function until(what: () => Promise<boolean>): Promise<void> {
  while (!(await what().catch(() => false))) await sleep(20);
}

describe.skipIf(!withRedis)("a failover to a Redis replica that lagged", () => {
  test("asks again about what it never had, and an answer that it never had lets nothing out", async () => {
    const primary = await startRedis();
    onTestFinished(() => primary.server.remove());
    const replicating = await lineTo(primary.server.port);
    const replica = await startRedis("--replicaof", "127.0.0.1", String(replicating.port));
    onTestFinished(() => replica.server.remove());
    const admin = createClient({ url: replica.url });
    admin.on("error", () => {});
    await admin.connect();
    onTestFinished(() => admin.destroy());
    const [ofProxy, ofDesk] = [await lineTo(primary.server.port), await lineTo(primary.server.port)];
    const open = (line: TcpProxy) => {
      const queue = redisQueue(`redis://127.0.0.1:${line.port}`, { prefix: PREFIX, patienceSeconds: 60 });
      onTestFinished(() => queue.close());
      return queue;
    };
    const [queue, desk] = [open(ofProxy), open(ofDesk)];
    const guard = createGuard({ queue, timeoutSeconds: 120 });
    onTestFinished(() => guard.close());

    const replicated = guard.check(request(1));
    await until(async () => (await desk.pending()).length === 1);
    const [first] = await desk.pending();
    await until(async () => (await admin.exists(`${PREFIX}proposal:${first!.id}`)) === 1);

    replicating.swallow();
    const unknown = guard.check(request(2));
    await until(async () => (await desk.pending()).length === 2);
    ofProxy.swallow(); // it hears of no answer any more
    expect(await desk.decide(approve(first!.id))).toBe("recorded");

    await primary.server.stop("SIGKILL");
    await admin.sendCommand(["REPLICAOF", "NO", "ONE"]);
    for (const line of [ofProxy, ofDesk]) {
      line.leadTo(replica.server.port);
      line.resume();
    }
    // Both are asked about: one whose answer the replica never had, and one that it never had at all.
    await until(async () => (await desk.pending()).length === 2);
    expect(guard.safeTokens.size).toBe(0);
    const pending = await desk.pending();
    const other = pending.find(({ id }) => id !== first!.id);
    expect(await desk.decide(reject(first!.id))).toBe("recorded");
    expect(await replicated).toMatchObject({ action: "deny", because: "rejected" });
    expect(await desk.decide(approve(other!.id))).toBe("recorded");
    expect(await unknown).toMatchObject({ action: "forward", because: "approved" });
  });
});
