/** Queues on servers: many proxies and desks, and what must hold when the server, the line or the store does not. */

import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createAnswerKeys, proposalDigest, signAnswer } from "../../src/answer-signature.js";
import { AnswerError } from "../../src/errors.js";
import { createGuard, type Detector, type Guard, type GuardOptions, type GuardVerdict } from "../../src/index.js";
import type { ServerQueue } from "../../src/queues/server/queue.js";
import { approve, makeProposal, reject } from "../../src/testing/queue-laws/samples.js";
import { TcpProxy } from "../support/tcp-proxy.js";
import { type Backend, backends, type Place } from "./support/backends.js";
import { QueueProcess, runServerWaits } from "./support/processes.js";

const never = new AbortController().signal;
setMaxListeners(0, never);

const detector: Detector = {
  id: "test-token",
  service: "test",
  title: "Test token",
  literals: ["tok_"],
  shape: "tok_[a-z0-9]{16}",
  examples: ["tok_0123456789abcdef"],
  counterExamples: ["tok_"],
};

const token = (index: number): string => `tok_${index.toString(36).padStart(16, "q")}`;
const request = (index: number) => ({ method: "POST", url: "https://a.example/", body: token(index) });

function makeGuard(options: GuardOptions): Guard {
  const guard = createGuard({
    detectors: [detector],
    timeoutSeconds: 60,
    limits: { pendingPerClient: 1_000 },
    ...options,
  });
  onTestFinished(() => guard.close());
  return guard;
}

async function until(what: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await what().catch(() => false)) return;
    await sleep(50);
  }
  throw new Error("It did not come about.");
}

describe.each(backends)("a queue on $name", ({ isPresent, start }) => {
  describe.skipIf(!isPresent)("and its server", () => {
    let backend: Backend;

    beforeAll(async () => {
      backend = await start();
    });
    afterAll(() => backend?.stop());

    function open(place: Place, options: Parameters<Place["open"]>[0] = {}): ServerQueue {
      const queue = place.open(options);
      onTestFinished(() => queue.close());
      return queue;
    }

    test("of three desks that decide at once about the proposals of two proxies, one records, and its answer arrives", async () => {
      const place = await backend.place();
      const processes = Array.from({ length: 5 }, () => QueueProcess.onServer(place.url(), place.scope));
      const [first, second, ...desks] = await Promise.all(processes);
      const proxies = [first!, second!];
      for (let round = 0; round < 60; round++) {
        const proposal = makeProposal();
        const proxy = proxies[round % 2]!;
        await proxy.call("submit", [proposal]);
        const waiting = proxy.call("answer", [proposal.id]);
        const answers = desks.map((_, index) => approve(proposal.id, `desk ${index}`));
        const outcomes = await Promise.all(desks.map((desk, index) => desk.call("decide", [answers[index]])));
        expect([...outcomes].sort()).toEqual(["already-decided", "already-decided", "recorded"]);
        const winner = outcomes.indexOf("recorded");
        expect(await waiting).toEqual(answers[winner]);
        const lines = (await place.decisions()).filter((line) => line.proposal === proposal.id);
        expect(lines).toEqual([expect.objectContaining({ reason: `desk ${winner}`, verdict: "approve" })]);
        await proxy.call("withdraw", [proposal.id, "settled"]);
      }
    });

    test.each(["SIGTERM", "SIGKILL"] as const)(
      "a server that ends by %s and starts again while 200 requests are held loses no hold and no answer",
      async (signal) => {
        const place = await backend.place();
        const guard = makeGuard({ queue: open(place, { patienceSeconds: 30 }) });
        const desk = open(place, { patienceSeconds: 30 });
        const verdicts = Array.from({ length: 200 }, (_, index) => guard.check(request(index)));
        await until(async () => (await desk.pending()).length === 200);
        const [early, ...late] = await desk.pending();
        expect(await desk.decide(approve(early!.id))).toBe("recorded");
        await place.server.stop(signal);
        await place.server.start();
        for (const { id } of late) expect(await desk.decide(approve(id))).toBe("recorded");
        const outcomes = (await Promise.all(verdicts)).map(({ action, because }) => `${action} ${because}`);
        expect(new Set(outcomes)).toEqual(new Set(["forward approved"]));
        expect(await place.decisions()).toHaveLength(200);
      },
      60_000,
    );

    test("what the server loses is asked again, and an answer that it lost lets nothing out", async () => {
      const place = await backend.place();
      const [proxy, desk] = [open(place), open(place)];
      const proposals = Array.from({ length: 20 }, () => makeProposal());
      await Promise.all(proposals.map((proposal) => proxy.submit(proposal)));
      await place.lose();
      const answers = proposals.map(({ id }) => proxy.answer(id, never));
      await until(async () => (await desk.pending()).length === 20);
      for (const { id } of proposals) expect(await desk.decide(reject(id))).toBe("recorded");
      expect(await Promise.all(answers)).toEqual(proposals.map(({ id }) => reject(id)));
    });

    test("a proposal that was withdrawn is never submitted again", async () => {
      const place = await backend.place();
      const proxy = open(place);
      const proposals = Array.from({ length: 50 }, () => makeProposal());
      await Promise.all(proposals.map((proposal) => proxy.submit(proposal)));
      const ends = proposals.map(({ id }) => {
        const stop = new AbortController();
        proxy.answer(id, stop.signal).catch(() => {});
        return stop;
      });
      await place.lose();
      await sleep(900);
      for (const [index, { id }] of proposals.entries()) {
        ends[index]!.abort();
        await Promise.all([proxy.withdraw(id, "cancelled"), sleep(5)]);
      }
      await sleep(1_500);
      expect(await proxy.pending()).toEqual([]);
      expect(await place.kept()).toEqual([]);
    });

    test.each(["up", "down"] as const)(
      "a decision whose line is cut %s at any moment is recorded once, and told as it was",
      async (side) => {
        const place = await backend.place();
        const line = await TcpProxy.start(place.server.port);
        onTestFinished(() => line.close());
        const [proxy, desk] = [open(place), open(place, { port: line.port })];
        await desk.pending();
        for (let at = 1; at <= 12; at++) {
          const proposal = makeProposal();
          await proxy.submit(proposal);
          const waiting = proxy.answer(proposal.id, never);
          let pieces = 0;
          line.judge((_, direction) => (direction === side && ++pieces === at ? "cut" : "pass"));
          expect(await desk.decide(approve(proposal.id))).toBe("recorded");
          expect(await waiting).toEqual(approve(proposal.id));
          expect(await desk.decide(reject(proposal.id))).toBe("already-decided");
          line.judge(() => "pass");
          expect((await place.decisions()).filter((one) => one.proposal === proposal.id)).toHaveLength(1);
          await proxy.withdraw(proposal.id, "settled");
        }
      },
    );

    test("a proxy whose line is cut again and again submits once, hears each answer and withdraws", async () => {
      const place = await backend.place();
      const line = await TcpProxy.start(place.server.port);
      onTestFinished(() => line.close());
      const [proxy, desk] = [open(place, { port: line.port }), open(place)];
      await desk.pending(); // a schema is made in one go, or not at all
      let pieces = 0;
      line.judge(() => (++pieces % 7 === 0 ? "cut" : "pass"));
      for (let round = 0; round < 15; round++) {
        const proposal = makeProposal();
        await proxy.submit(proposal);
        const waiting = proxy.answer(proposal.id, never);
        expect((await desk.pending()).map(({ id }) => id)).toEqual([proposal.id]);
        expect(await desk.decide(approve(proposal.id, `round ${round}`))).toBe("recorded");
        expect(await waiting).toEqual(approve(proposal.id, `round ${round}`));
        await proxy.withdraw(proposal.id, "settled");
      }
    }, 60_000);

    test("an answer that nobody was told of arrives, and so does one that was told too early", async () => {
      const place = await backend.place();
      const proxy = open(place);
      for (const isTold of [false, true]) {
        const proposal = makeProposal();
        const { id } = proposal;
        await proxy.submit(proposal);
        const waiting = proxy.answer(id, never);
        await sleep(200);
        if (isTold) await place.tell(id);
        await sleep(200);
        const boot = await place.bootOf(id);
        await place.plant(
          id,
          JSON.stringify({ version: 1, boot, decision: "x", digest: proposalDigest(proposal), answer: approve(id) }),
        );
        expect(await waiting).toEqual(approve(id));
      }
    });

    test("whatever stands in the store instead of an answer denies as malformed, and lets nothing out", async () => {
      const place = await backend.place();
      const guard = makeGuard({ queue: open(place) });
      const desk = open(place);
      const envelope = (answer: unknown, boot: string, digest: string): string =>
        JSON.stringify({ version: 1, boot, digest, answer });
      const planted: readonly ((id: string, boot: string, digest: string) => string)[] = [
        () => "",
        () => "approve",
        () => "null",
        () => "[]",
        () => "{",
        () => "\u0000",
        (id) => JSON.stringify(approve(id)),
        (id, _, digest) => envelope(approve(id), "another-boot", digest),
        (id, boot) => envelope(approve(id), boot, "0".repeat(64)),
        (_, boot, digest) => envelope(approve("another-id"), boot, digest),
        (id, boot, digest) => envelope({ id, verdict: "approve" }, boot, digest),
        (id, boot, digest) => envelope({ id, verdict: "approve", reason: " " }, boot, digest),
        (id, boot, digest) => envelope({ id, verdict: "modify", reason: "x" }, boot, digest),
        (id, boot, digest) => envelope({ ...approve(id), extra: 1 }, boot, digest),
        (id, boot, digest) => envelope([approve(id)], boot, digest),
        (id, boot, digest) => envelope(JSON.stringify(approve(id)), boot, digest),
        (id, boot, digest) => envelope(approve(id), boot, digest).slice(0, -1),
        (id, boot, digest) => JSON.stringify({ version: 2, boot, digest, answer: approve(id) }),
        (id, boot, digest) => envelope({ ...approve(id), reason: "x".repeat(70_000) }, boot, digest),
        (id, boot, digest) => `${envelope(approve(id), boot, digest)}${" ".repeat(70_000)}`,
      ];
      const verdicts: Promise<GuardVerdict>[] = [];
      const asked = new Map<string, string>();
      for (const index of planted.keys()) {
        verdicts.push(guard.check(request(1_000 + index)));
        await until(async () => (await desk.pending()).length > index);
        for (const proposal of await desk.pending()) asked.set(proposal.id, proposalDigest(proposal));
      }
      for (const [index, [id, digest]] of [...asked].entries()) {
        await place.plant(id, planted[index]!(id, await place.bootOf(id), digest));
      }
      for (const [index, verdict] of verdicts.entries()) {
        expect(await verdict, String(planted[index])).toMatchObject({ action: "deny", because: "malformed-answer" });
      }
      await until(async () => (await desk.pending()).length === 0);
    });

    test("the proposals of a proxy that was killed are gone, a reader is told, and no other proxy's are", async () => {
      const place = await backend.place();
      const [killed, other] = [await QueueProcess.onServer(place.url(), place.scope), open(place)];
      const desk = open(place);
      const [lost, kept] = [makeProposal(), makeProposal()];
      await killed.call("submit", [lost]);
      await other.submit(kept);
      expect((await desk.pending()).map(({ id }) => id).sort()).toEqual([lost.id, kept.id].sort());
      const stop = new AbortController();
      const step = desk.changes(stop.signal)[Symbol.asyncIterator]().next();
      await killed.kill();
      await until(async () => (await desk.pending()).length === 1);
      expect((await step).done).toBe(false);
      stop.abort();
      expect(await desk.decide(approve(lost.id))).toBe("gone");
      expect(await desk.decide(approve(kept.id))).toBe("recorded");
    });

    test("a proxy that was only cut off for longer than its lease is back with its first sign of life", async () => {
      const place = await backend.place();
      const [proxy, desk] = [open(place), open(place)];
      const { id } = makeProposal();
      await proxy.submit(makeProposal(id));
      await place.endLeases();
      expect(await desk.pending()).toEqual([]);
      expect(await desk.decide(approve(id))).toBe("gone");
      await until(async () => (await desk.pending()).length === 1);
      expect(await desk.decide(approve(id))).toBe("recorded");
      expect(await proxy.answer(id, never)).toEqual(approve(id));
    });

    test("a queue that is closed leaves nothing pending, and ends its waits and its readers", async () => {
      const place = await backend.place();
      const [proxy, desk] = [place.open(), open(place)];
      const { id } = makeProposal();
      await proxy.submit(makeProposal(id));
      const waiting = expect(proxy.answer(id, never)).rejects.toThrow("closed");
      const step = proxy.changes(never)[Symbol.asyncIterator]().next();
      await proxy.close();
      await waiting;
      expect((await step).done).toBe(true);
      expect(await desk.pending()).toEqual([]);
      expect(await desk.decide(approve(id))).toBe("gone");
      await expect(proxy.submit(makeProposal())).rejects.toThrow("closed");
    });

    test("the store keeps a proposal a minute longer than it waits, and a week at most", async () => {
      const place = await backend.place();
      const proxy = open(place);
      const minute = 60_000;
      for (const [expiresAt, most] of [
        [new Date(Date.now() + 5 * minute).toISOString(), 6 * minute],
        [new Date(Date.now() - 5 * minute).toISOString(), minute],
        ["never", 7 * 24 * 60 * minute + minute],
        ["+275760-09-13T00:00:00.000Z", 7 * 24 * 60 * minute + minute],
      ] as const) {
        const proposal = { ...makeProposal(), expiresAt };
        await proxy.submit(proposal);
        const [kept] = await place.kept();
        expect(kept).toBeGreaterThan(most - 10_000);
        expect(kept).toBeLessThanOrEqual(most);
        await proxy.withdraw(proposal.id, "expired");
      }
    });

    test("a proposal over 256 KiB is refused, one just under it is carried", async () => {
      const queue = open(await backend.place());
      const sized = (length: number) => {
        const made = makeProposal();
        return { ...made, payload: { ...made.payload, text: "é".repeat(length) } };
      };
      await expect(queue.submit(sized(131_100))).rejects.toThrow("262144 bytes");
      const carried = sized(130_500);
      await queue.submit(carried);
      expect(await queue.pending()).toEqual([carried]);
    });

    test("an id is taken while it is pending, and after it was answered", async () => {
      const place = await backend.place();
      const [one, other] = [open(place), open(place)];
      const { id } = makeProposal();
      await one.submit(makeProposal(id));
      await expect(other.submit(makeProposal(id))).rejects.toThrow("already in the queue");
      await expect(one.submit(makeProposal(id))).rejects.toThrow("already in the queue");
      await one.decide(approve(id));
      await one.withdraw(id, "settled");
      await expect(one.submit(makeProposal(id))).rejects.toThrow("already in the queue");
      for (const bad of ["", "a b", "../x", "x".repeat(129)]) {
        await expect(one.submit(makeProposal(bad))).rejects.toThrow("1 to 128 letters");
      }
    });

    test("one proxy can neither withdraw nor hear of another's proposal", async () => {
      const place = await backend.place();
      const [one, other] = [open(place), open(place)];
      const { id } = makeProposal();
      await one.submit(makeProposal(id));
      await other.withdraw(id, "cancelled");
      expect(await one.pending()).toHaveLength(1);
      const stop = new AbortController();
      const heard = other.answer(id, stop.signal);
      await one.decide(approve(id));
      expect(await Promise.race([heard.catch(() => "nothing"), sleep(1_500, "nothing")])).not.toEqual(approve(id));
      stop.abort();
    });

    test("a decision is recorded with who, why, when, what and its signature", async () => {
      const place = await backend.place();
      const queue = open(place);
      const { id } = makeProposal();
      await queue.submit(makeProposal(id));
      await queue.decide({ ...approve(id, "why é ✓"), operator: "Ada", signature: "c2lnbmF0dXJl" });
      const [line] = await place.decisions();
      expect(line).toMatchObject({
        proposal: id,
        operator: "Ada",
        verdict: "approve",
        reason: "why é ✓",
        tool: "egress-token-allow",
        detector: "example-token",
        host: "api.example",
        fingerprint: "0123456789abcdef",
        signature: "c2lnbmF0dXJl",
      });
      expect(Math.abs(Date.parse(String(line?.at)) - Date.now())).toBeLessThan(60_000);
    });

    test("an answer without the signature that the proxy asks for is refused at any desk, and does not win", async () => {
      const place = await backend.place();
      const { privateKey, publicKey } = createAnswerKeys();
      const [proxy, desk] = [open(place, { answerKeys: [publicKey] }), open(place)];
      const proposal = makeProposal();
      const { id } = proposal;
      await proxy.submit(proposal);
      const stranger = signAnswer(approve(id), proposal, createAnswerKeys().privateKey);
      for (const answer of [approve(id), reject(id), stranger]) {
        await expect(desk.decide(answer)).rejects.toThrow(AnswerError);
      }
      expect(await place.decisions()).toEqual([]);
      const signed = signAnswer(approve(id), proposal, privateKey);
      expect(await desk.decide(signed)).toBe("recorded");
      expect(await proxy.answer(id, never)).toEqual(signed);
    });

    test("nothing that is stored holds a window of six characters of the value", async () => {
      const place = await backend.place();
      const guard = makeGuard({ queue: open(place) });
      const desk = open(place);
      const value = `tok_${"z9x8w7v6u5t4s3r2"}`;
      const verdict = guard.check({ method: "POST", url: `https://a.example/${value}`, body: `key=${value}` });
      await until(async () => (await desk.pending()).length === 1);
      const before = await place.contents();
      await desk.decide(approve((await desk.pending())[0]!.id));
      expect(await verdict).toMatchObject({ action: "forward" });
      const stored = before + (await place.contents());
      expect(stored).toContain("a.example");
      const windows = Array.from({ length: 11 }, (_, start) => value.slice(4 + start, 10 + start));
      expect(windows.filter((window) => stored.includes(window))).toEqual([]);
    });

    test("a line that swallows everything ends the hold at its deadline, and lets nothing out", async () => {
      const place = await backend.place();
      const line = await TcpProxy.start(place.server.port);
      onTestFinished(() => line.close());
      const queue = open(place, { port: line.port });
      await queue.pending();
      const guard = makeGuard({ queue, timeoutSeconds: 2 });
      const [held, desk] = [guard.check(request(1)), open(place)];
      await until(async () => (await desk.pending()).length === 1);
      line.swallow();
      await desk.decide(approve((await desk.pending())[0]!.id));
      expect(await held).toMatchObject({ action: "deny", because: "timeout" });
      expect(await guard.check(request(2))).toMatchObject({ action: "deny", because: "timeout" });
      line.resume();
      await until(async () => (await queue.pending()).length === 0);
    });

    test("a server that is gone denies as queue-failed once patience is over, a held request too", async () => {
      const place = await backend.place();
      const line = await TcpProxy.start(place.server.port);
      const queue = open(place, { port: line.port, patienceSeconds: 3 });
      const guard = makeGuard({ queue });
      const desk = open(place);
      const held = guard.check(request(1));
      await until(async () => (await desk.pending()).length === 1);
      await line.close();
      expect(await held).toMatchObject({ action: "deny", because: "queue-failed" });
      const failed = "server cannot be used";
      const reader = queue.changes(never)[Symbol.asyncIterator]();
      await Promise.all([
        expect(guard.check(request(2))).resolves.toMatchObject({ action: "deny", because: "queue-failed" }),
        expect(queue.pending()).rejects.toThrow(failed),
        expect(queue.probe!()).rejects.toThrow(failed),
        expect(queue.decide(approve("x"))).rejects.toThrow(failed),
        expect(reader.next()).rejects.toThrow(failed),
      ]);
    });

    test("nothing keeps a process running when it waits for nothing, though it closes nothing", async () => {
      const place = await backend.place();
      expect(await runServerWaits(place.url(), place.scope)).toBe('[1,"aborted"]');
    });
  });
});
