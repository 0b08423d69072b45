/** What a guard remembers, listed and taken back by desks: in the same process, in another one, and on the command line. */

import { randomBytes } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createGuardWith } from "../../src/approval/index.js";
import { AnswerError, QueueError } from "../../src/errors.js";
import { fileQueue } from "../../src/queues/file.js";
import { memoryQueue } from "../../src/queues/memory.js";
import { makeProposal } from "../../src/testing/queue-laws/samples.js";
import type { ApprovalQueue, Guard, GuardOptions, SupervisorDesk } from "../../src/types.js";
import { turn } from "../approval/support/bench.js";
import { request, scanning, token } from "../approval/support/scanner.js";
import { run } from "../cli/run-cli.js";
import { TcpProxy } from "../support/tcp-proxy.js";
import { type Backend, backends } from "./support/backends.js";
import { freshPath, readAudit } from "./support/directory.js";

interface Stand {
  readonly queue: ApprovalQueue;
  readonly desk: SupervisorDesk;
  /** How long after the desk's decision a proxy may read it, in milliseconds. */
  readonly delay?: number;
}

const stands: Record<string, () => Promise<Stand>> = {
  "in memory": async () => {
    const queue = memoryQueue();
    return { queue, desk: queue, delay: 0 };
  },
  "of files, at the proxy's own desk": async () => {
    const queue = fileQueue(await freshPath());
    return { queue, desk: queue };
  },
  "of files, at another desk": async () => {
    const path = await freshPath();
    return { queue: fileQueue(path), desk: fileQueue(path) };
  },
};

function guardOf(queue: ApprovalQueue, options: GuardOptions = {}): Guard {
  const guard = createGuardWith(scanning, { queue, timeoutSeconds: 60, ...options });
  onTestFinished(() => guard.close());
  return guard;
}

/** Holds a request with `value`, approves it, and gives its fingerprint. */
async function approveValue(guard: Guard, desk: SupervisorDesk, value: string): Promise<string> {
  const verdict = guard.check(request(value));
  for (;;) {
    const [proposal] = await desk.pending();
    if (proposal === undefined) {
      await turn();
      continue;
    }
    await desk.decide({ id: proposal.id, verdict: "approve", reason: "a test" });
    expect(await verdict).toMatchObject({ because: "approved" });
    return proposal.payload.fingerprint;
  }
}

/** What every queue does with what guards remember. */
function laws(make: () => Promise<Stand>): void {
  test("lists what is approved, and a revoked value is held again at once", async () => {
    const { queue, desk } = await make();
    const guard = guardOf(queue, { grant: { ttlSeconds: 600 }, approvalScope: "host" });
    const [one, two] = [await approveValue(guard, desk, token("one")), await approveValue(guard, desk, token("two"))];
    const grant = { ttlSeconds: 600, scope: { host: "api.example.com" } };
    expect(await desk.approved!()).toEqual([
      { fingerprint: one, grant, addedAt: expect.any(String) },
      { fingerprint: two, grant, addedAt: expect.any(String) },
    ]);
    expect(await guard.check(request(token("one")))).toMatchObject({ because: "remembered" });

    expect(await desk.revoke!({ fingerprint: one })).toBe("revoked");
    expect(guard.safeTokens.size).toBe(1);
    const held = guard.check(request(token("one")));
    while ((await desk.pending()).length === 0) await turn();
    const [proposal] = await desk.pending();
    await desk.decide({ id: proposal!.id, verdict: "reject" });
    expect(await held).toMatchObject({ because: "rejected" });
    expect(await guard.check(request(token("two")))).toMatchObject({ because: "remembered" });
    expect(await desk.revoke!({ fingerprint: one })).toBe("unknown");
  });

  test("a revocation that comes before the proxy has read the approval is not lost", async () => {
    const { queue, desk, delay = 600 } = await make();
    const guard = guardOf({
      submit: (proposal) => queue.submit(proposal),
      // Later than the desk's first look.
      answer: async (id, signal) => {
        const answer = await queue.answer(id, signal);
        if (delay > 0) await sleep(delay);
        return answer;
      },
      withdraw: (id, why) => queue.withdraw(id, why),
      shareApprovals: (approvals, signal) => queue.shareApprovals?.(approvals, signal),
    });
    for (let round = 0; round < 3; round++) {
      const verdict = guard.check(request(token(round)));
      let [proposal] = await desk.pending();
      for (; proposal === undefined; [proposal] = await desk.pending()) await turn();
      const { id, payload } = proposal;
      const deciding = desk.decide({ id, verdict: "approve", reason: "a mistake" });
      expect([await deciding, await desk.revoke!({ fingerprint: payload.fingerprint })]).toEqual([
        "recorded",
        "revoked",
      ]);
      expect(await verdict).toMatchObject({ because: "approved" });
      expect(guard.safeTokens.size).toBe(0);
    }
  });

  test("takes no revocation that is none, and knows none after the guard has closed", async () => {
    const { queue, desk } = await make();
    const guard = guardOf(queue);
    const fingerprint = await approveValue(guard, desk, token("one"));
    for (const wrong of [{}, { fingerprint: "" }, { fingerprint: "a b" }, { fingerprint, reason: "x".repeat(1_001) }]) {
      await expect(desk.revoke!(wrong as { fingerprint: string })).rejects.toThrow(AnswerError);
    }
    expect(guard.safeTokens.size).toBe(1);
    await guard.close();
    expect(await desk.approved!()).toEqual([]);
    expect(await desk.revoke!({ fingerprint })).toBe("unknown");
  });
}

describe.each(Object.entries(stands))("a queue %s", (_, make) => laws(make));

describe.each(backends)("a queue on $name", ({ isPresent, start }) => {
  describe.skipIf(!isPresent)("and its server", () => {
    let backend: Backend;
    beforeAll(async () => {
      backend = await start();
    });
    afterAll(() => backend?.stop());

    function closing<Closable extends { close(): Promise<void> }>(one: Closable): Closable {
      onTestFinished(() => one.close());
      return one;
    }

    laws(async () => {
      const place = await backend.place();
      return { queue: closing(place.open()), desk: closing(place.open()) };
    });

    test("what proxies remember each for itself is listed for each, and a revocation reaches all, audit first", async () => {
      const place = await backend.place();
      const desk = closing(place.open());
      const [one, two] = [guardOf(closing(place.open())), guardOf(closing(place.open()))];
      const fingerprint = await approveValue(one, desk, token("one"));
      await approveValue(two, desk, token("two"));
      expect(await desk.approved!()).toHaveLength(2);
      expect(await desk.revoke!({ fingerprint, reason: "it leaked", operator: "Ada" })).toBe("revoked");
      expect([one.safeTokens.size, two.safeTokens.size]).toEqual([0, 1]);
      expect((await place.decisions()).at(-1)).toMatchObject({
        verdict: "revoke",
        fingerprint,
        reason: "it leaked",
        operator: "Ada",
      });
      expect(await place.contents()).not.toContain('"do\\":');
    });

    test("what proxies share is listed once, and revoked for all of them at once", async () => {
      const place = await backend.place();
      const desk = closing(place.open());
      const key = randomBytes(32);
      const proxies = [1, 2, 3].map(() => {
        const safeTokens = closing(place.tokens({ key }));
        return { safeTokens, guard: guardOf(closing(place.open()), { safeTokens }) };
      });
      const fingerprint = await approveValue(proxies[0]!.guard, desk, token("one"));
      await proxies[0]!.safeTokens.settled();
      for (const { guard } of proxies) {
        expect(await guard.check(request(token("one")))).toMatchObject({ because: "remembered" });
      }
      expect(await desk.approved!()).toMatchObject([{ fingerprint }]);
      expect(await desk.revoke!({ fingerprint })).toBe("revoked");
      for (const { guard, safeTokens } of proxies) {
        expect(safeTokens.size).toBe(0);
        const held = guard.check(request(token("one")));
        await guard.close();
        expect(await held).toMatchObject({ action: "deny", because: "closed" });
      }
    });

    test("what proxies share is revoked while none of them runs, audit first, and those that start have it no more", async () => {
      const place = await backend.place();
      const desk = closing(place.open());
      const key = randomBytes(32);
      const proxy = () => {
        const [safeTokens, queue] = [place.tokens({ key }), place.open()];
        const guard = guardOf(queue, { safeTokens });
        const end = async (): Promise<void> => {
          await guard.close();
          await queue.close();
          await safeTokens.close();
        };
        onTestFinished(end);
        return { guard, safeTokens, end };
      };
      const first = proxy();
      const [one, two] = [
        await approveValue(first.guard, desk, token("one")),
        await approveValue(first.guard, desk, token("two")),
      ];
      await first.safeTokens.settled();
      await first.end();
      expect(await desk.revoke!({ fingerprint: one, reason: "it leaked" })).toBe("revoked");
      expect((await place.decisions()).at(-1)).toMatchObject({
        verdict: "revoke",
        fingerprint: one,
        reason: "it leaked",
      });
      expect(await desk.revoke!({ fingerprint: one })).toBe("unknown");
      const second = proxy();
      expect(await second.guard.check(request(token("two")))).toMatchObject({ because: "remembered" });
      expect(second.guard.safeTokens.list()).toMatchObject([{ fingerprint: two }]);
      expect(await second.guard.check(request(token("one")), { signal: AbortSignal.timeout(300) })).toMatchObject({
        because: "cancelled",
      });
    });

    test("a proxy asks nothing before desks can call it, however often its line is cut until then", async () => {
      const place = await backend.place();
      const line = await TcpProxy.start(place.server.port);
      onTestFinished(() => line.close());
      const [desk, queue] = [closing(place.open()), closing(place.open({ port: line.port }))];
      await desk.pending(); // a schema is made in one go, or not at all
      let cuts = 0;
      line.judge((piece, direction) => {
        if (direction === "down" || cuts >= 3 || !/\bcall(?:s\(|able)/.test(piece.toString("latin1"))) return "pass";
        cuts += 1;
        return "cut";
      });
      const guard = guardOf(queue);
      const verdict = guard.check(request(token("one")));
      let [proposal] = await desk.pending();
      for (; proposal === undefined; [proposal] = await desk.pending()) await turn();
      expect(cuts).toBe(3);
      expect(await place.callable()).not.toBe("");
      await guard.close();
      expect(await verdict).toMatchObject({ because: "closed" });
    });

    test("whatever is planted as a call approves nothing and stops nothing", async () => {
      const place = await backend.place();
      const desk = closing(place.open());
      const guard = guardOf(closing(place.open()));
      const fingerprint = await approveValue(guard, desk, token("one"));
      const boot = await place.callable();
      for (const text of [
        "",
        "null",
        "[]",
        `{"version":1,"boot":"${boot}"}`,
        `{"version":1,"boot":"${boot}","do":"approve","fingerprint":"${fingerprint}"}`,
        `{"version":1,"boot":"${boot}","do":"add","value":"${token("two")}"}`,
        `{"version":1,"boot":"another","do":"revoke","fingerprint":"${fingerprint}"}`,
        `{"version":1,"boot":"${boot}","do":"revoke","fingerprint":{}}`,
        "x".repeat(10_000),
      ]) {
        await place.plantCall(boot, text);
      }
      expect(await desk.approved!()).toMatchObject([{ fingerprint }]);
      expect(guard.safeTokens.size).toBe(1);
      expect(await guard.check(request(token("two")), { signal: AbortSignal.timeout(200) })).toMatchObject({
        because: "cancelled",
      });
    });

    test("a proxy that is cut off is an error, and forgets what was revoked as soon as it is back", async () => {
      const place = await backend.place();
      const line = await TcpProxy.start(place.server.port);
      onTestFinished(() => line.close());
      const desk = closing(place.open());
      const proxy = guardOf(closing(place.open({ port: line.port })));
      const fingerprint = await approveValue(proxy, desk, token("one"));
      // Until it has said that it can be called, nobody knows of it.
      while ((await desk.approved!()).length === 0) await turn();
      line.swallow();
      await expect(desk.revoke!({ fingerprint })).rejects.toThrow(QueueError);
      await place.plantCall(
        await place.callable(),
        JSON.stringify({ version: 1, boot: await place.callable(), do: "revoke", fingerprint }),
      );
      line.resume();
      while (proxy.safeTokens.size > 0) await turn();
      expect(await desk.approved!()).toEqual([]);
    }, 30_000);

    test("approved and revoke on the command line", async () => {
      const place = await backend.place({ isDefault: true });
      const guard = guardOf(closing(place.open()));
      const fingerprint = await approveValue(guard, closing(place.open()), token("one"));
      const env = { OUTBOUND_DLP_QUEUE: place.url() };
      expect((await run(["approved"], { env })).stdout).toContain(fingerprint);
      expect((await run(["revoke", "nothing"], { env })).code).toBe(4);
      expect(await run(["revoke", fingerprint, "--reason", "it leaked"], { env })).toEqual({
        code: 0,
        stdout: "Revoked: the value is held again from now on.\n",
        stderr: "",
      });
      expect(guard.safeTokens.size).toBe(0);
    });
  });
});

test("the audit has a revocation before it takes effect, and nothing is left in the directory", async () => {
  const path = await freshPath();
  const guard = guardOf(fileQueue(path));
  const desk = fileQueue(path);
  const fingerprint = await approveValue(guard, desk, token("one"));
  await desk.revoke!({ fingerprint, reason: "it leaked", operator: "Ada" });
  expect((await readAudit(path)).at(-1)).toMatchObject({
    verdict: "revoke",
    fingerprint,
    reason: "it leaked",
    operator: "Ada",
  });
  expect((await readdir(path)).filter((name) => /\.(call|reply)$|^tmp-/.test(name))).toEqual([]);
});

test("of two proxies on one directory the one that remembers it forgets", async () => {
  const path = await freshPath();
  const desk = fileQueue(path);
  const [one, two] = [guardOf(fileQueue(path)), guardOf(fileQueue(path))];
  const fingerprint = await approveValue(one, desk, token("one"));
  await approveValue(two, desk, token("one"));
  expect(await desk.approved!()).toHaveLength(2);
  expect(await desk.revoke!({ fingerprint })).toBe("revoked");
  expect([one.safeTokens.size, two.safeTokens.size]).toEqual([0, 1]);
});

test("whatever is planted as a call or a reply approves nothing and stops nothing", async () => {
  const path = await freshPath();
  const guard = guardOf(fileQueue(path));
  const desk = fileQueue(path);
  const fingerprint = await approveValue(guard, desk, token("one"));
  const boot = (await readdir(path)).find((name) => name.endsWith(".boot"))!.replace(".boot", "");
  const planted = [
    "",
    "x\n",
    "null\n",
    "[]\n",
    `{"version":1,"boot":"${boot}"}\n`,
    `{"version":1,"boot":"${boot}","do":"approve","fingerprint":"${fingerprint}"}\n`,
    `{"version":1,"boot":"${boot}","do":"add","value":"${token("two")}"}\n`,
    `{"version":1,"boot":"another","do":"revoke","fingerprint":"${fingerprint}"}\n`,
    `{"version":1,"boot":"${boot}","do":"revoke","fingerprint":{}}\n`,
    `${"x".repeat(10_000)}\n`,
  ];
  for (const [index, text] of planted.entries()) {
    await writeFile(join(path, `p${index}.call`), text, { mode: 0o600 });
    await writeFile(join(path, `q${index}.reply`), text, { mode: 0o600 });
  }
  expect(await desk.approved!()).toMatchObject([{ fingerprint }]);
  expect(guard.safeTokens.size).toBe(1);
  expect((await readdir(path)).filter((name) => /^p\d+\.reply$/.test(name))).toEqual([]);
});

test("a proxy that does not reply is an error, and the revocation waits for it", async () => {
  const path = await freshPath();
  const queue = fileQueue(path);
  // A guard that says what it remembers, once, and is stuck in revoke from then on.
  let revoked = 0;
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  queue.shareApprovals!(
    {
      list: () => [{ fingerprint: "aaaa", grant: {}, addedAt: new Date().toISOString() }],
      revoke: () => {
        revoked += 1;
        throw new Error("stuck");
      },
    },
    stop.signal,
  );
  await queue.submit(makeProposal());
  await expect(fileQueue(path).revoke!({ fingerprint: "aaaa" })).rejects.toThrow(QueueError);
  expect(revoked).toBeGreaterThan(0);
  expect((await readdir(path)).filter((name) => name.endsWith(".call"))).toHaveLength(1);
}, 20_000);

test("approved and revoke on the command line", async () => {
  const path = await freshPath();
  const guard = guardOf(fileQueue(path), { grant: { uses: 3 } });
  const desk = fileQueue(path);
  expect(await run(["approved", "--queue", path])).toEqual({ code: 0, stdout: "Nothing is approved.\n", stderr: "" });
  const fingerprint = await approveValue(guard, desk, token("one"));
  const { stdout } = await run(["approved", "--queue", path]);
  expect(stdout).toMatch(/^[0-9a-f:]{19} {2}since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC {2}to any host, 3 times\n$/);
  expect(stdout).toContain(fingerprint);
  expect(JSON.parse((await run(["approved", "--json", "--queue", path])).stdout)).toMatchObject([{ fingerprint }]);
  expect((await run(["revoke", "nothing", "--queue", path])).code).toBe(4);
  expect(await run(["revoke", fingerprint, "--reason", "it leaked", "--operator", "Ada", "--queue", path])).toEqual({
    code: 0,
    stdout: "Revoked: the value is held again from now on.\n",
    stderr: "",
  });
  expect(guard.safeTokens.size).toBe(0);
  expect(await readFile(join(path, "audit.jsonl"), "utf8")).toContain("it leaked");
  expect((await run(["audit", "verify", "--queue", path])).code).toBe(0);
  expect((await run(["revoke", "--queue", path])).code).toBe(2);
});
