/** Each step that a server does for a queue, by itself: what it must refuse, whoever calls it and in whatever order. */

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { AuditLine } from "../../src/queues/file/envelopes.js";
import { PROPOSAL_BYTES } from "../../src/queues/file/envelopes.js";
import { ANSWER_BYTES } from "../../src/queues/server/records.js";
import type { Decision, QueueStore, Submission } from "../../src/queues/server/store.js";
import { type Backend, backends, type Place } from "./support/backends.js";

const submission = (id: string, changes: Partial<Submission> = {}): Submission => ({
  id,
  json: `{"of":"${id}"}`,
  answerKeys: "",
  keepMs: 60_000,
  ...changes,
});

const audit: AuditLine = {
  at: "2026-01-01T00:00:00.000Z",
  operator: "one",
  proposal: "p",
  verdict: "approve",
  reason: "test",
  tool: "",
  detector: "",
  host: "",
  fingerprint: "",
  decision: "d",
};

const decision = (boot: string, id: string, record: string): Decision => ({
  id,
  boot,
  record,
  audit,
  signature: undefined,
});

describe.each(backends)("on $name", ({ name, isPresent, start }) => {
  describe.skipIf(!isPresent)("a step of the server", () => {
    let backend: Backend;
    let place: Place;
    let store: QueueStore;

    beforeAll(async () => {
      backend = await start();
    });
    afterAll(() => backend?.stop());

    async function open(): Promise<void> {
      place = await backend.place();
      store = place.store();
      onTestFinished(() => store.close());
    }

    const states = async (boot: string, ...ids: string[]): Promise<string[]> =>
      (await store.read(boot, ids)).map(({ state }) => state);

    test("keeps a proposal once: the same again is the same, another under its id is taken", async () => {
      await open();
      expect(await store.submit("one", submission("a"))).toBe(true);
      expect(await store.submit("one", submission("a"))).toBe(true);
      expect(await store.submit("one", submission("a", { json: "{}" }))).toBe(false);
      expect(await store.submit("two", submission("a"))).toBe(false);
      expect(await states("one", "a")).toEqual(["waiting"]);
      expect((await store.find("a"))?.json).toBe(submission("a").json);
    });

    test("takes no proposal under an id that has an answer, of whomever", async () => {
      await open();
      await store.submit("one", submission("a"));
      expect(await store.decide(decision("one", "a", "first"))).toBe("recorded");
      await store.withdraw("one", "a");
      expect(await store.submit("one", submission("a"))).toBe(false);
      expect(await store.submit("two", submission("a"))).toBe(false);
    });

    test("submits again what stands there, and the lease with it", async () => {
      await open();
      await store.submit("one", submission("a"));
      await place.endLeases();
      expect(await store.pendingIds()).toEqual([]);
      expect(await store.submit("one", submission("a"))).toBe(true);
      expect(await store.pendingIds()).toEqual(["a"]);
    });

    test("records one decision, and the same again as itself, with one line in the audit", async () => {
      await open();
      await store.submit("one", submission("a"));
      expect(await store.decide(decision("one", "a", "first"))).toBe("recorded");
      expect(await store.decide(decision("one", "a", "first"))).toBe("recorded");
      expect(await store.decide(decision("one", "a", "second"))).toBe("already-decided");
      expect(await place.decisions()).toHaveLength(1);
      expect(await store.read("one", ["a"])).toEqual([{ state: "answered", record: "first" }]);
      expect(await store.pendingIds()).toEqual([]);
      expect(await store.pending()).toEqual([]);
    });

    test("records one decision of twenty that are made at once", async () => {
      await open();
      await store.submit("one", submission("a"));
      const others = Array.from({ length: 4 }, () => place.store());
      onTestFinished(async () => void (await Promise.all(others.map((other) => other.close()))));
      for (const other of others) await other.pendingIds(); // connected by now
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, n) => others[n % 4]!.decide(decision("one", "a", `answer ${n}`))),
      );
      expect(outcomes.filter((outcome) => outcome === "recorded")).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === "already-decided")).toHaveLength(19);
      expect(await place.decisions()).toHaveLength(1);
    });

    test("records a decision that is made again while it is being made, as where a line is cut, as itself", async () => {
      await open();
      const others = Array.from({ length: 4 }, () => place.store());
      onTestFinished(async () => void (await Promise.all(others.map((other) => other.close()))));
      for (const other of others) await other.pendingIds(); // connected by now
      for (let round = 0; round < 10; round++) {
        const id = `a${round}`;
        await store.submit("one", submission(id));
        const outcomes = await Promise.all(others.map((other) => other.decide(decision("one", id, "the same"))));
        expect(outcomes).toEqual(others.map(() => "recorded"));
      }
      expect(await place.decisions()).toHaveLength(10);
    });

    test("keeps no trace of a proposal that has run out of time, once a proxy submits another", async () => {
      await open();
      await store.submit("one", submission("one that stays"));
      await store.submit("one", submission("short-lived", { keepMs: 1 }));
      await new Promise((resolve) => setTimeout(resolve, 20));
      await store.beat("one");
      await store.submit("one", submission("another"));
      const contents = await place.contents();
      expect(contents).toContain("one that stays");
      expect(contents).not.toContain("short-lived");
    });

    // A proxy speaks to Redis on one line, so nothing of it comes behind its leaving.
    test.skipIf(name === "redis")(
      "brings nothing back of a proxy that has left when a sign of life of it comes late",
      async () => {
        await open();
        await store.submit("one", submission("a"));
        await store.leave("one");
        await store.beat("one");
        expect(await store.pendingIds()).toEqual([]);
        expect(await states("one", "a")).toEqual(["missing"]);
      },
    );

    test("records no decision about what another proxy asks under that id, or nobody, or a proxy without a lease", async () => {
      await open();
      await store.submit("one", submission("a"));
      expect(await store.decide(decision("two", "a", "x"))).toBe("gone");
      expect(await store.decide(decision("one", "b", "x"))).toBe("gone");
      // Another proxy that lives makes no difference.
      await store.beat("two");
      expect(await store.decide(decision("two", "a", "x"))).toBe("gone");
      await place.endLeases();
      expect(await store.decide(decision("one", "a", "x"))).toBe("gone");
      expect(await place.decisions()).toEqual([]);
      expect(await states("one", "a", "b")).toEqual(["waiting", "missing"]);
    });

    test("records no decision about what has lost its time: its answer would be lost with it", async () => {
      await open();
      await store.submit("one", submission("a"));
      await place.loseTime("a");
      expect(await store.decide(decision("one", "a", "x"))).toBe("gone");
      expect(await place.decisions()).toEqual([]);
    });

    test("records no decision about what was withdrawn, or has run out of time", async () => {
      await open();
      await store.submit("one", submission("a"));
      await store.withdraw("one", "a");
      await store.submit("one", submission("b", { keepMs: 1 }));
      await new Promise((resolve) => setTimeout(resolve, 20));
      for (const id of ["a", "b"]) expect(await store.decide(decision("one", id, "x"))).toBe("gone");
      expect(await store.pending()).toEqual([]);
      expect(await store.pendingIds()).toEqual([]);
      expect(await states("one", "a", "b")).toEqual(["missing", "missing"]);
      expect(await place.decisions()).toEqual([]);
    });

    test("withdraws and shows as its own no proposal of another proxy", async () => {
      await open();
      await store.submit("one", submission("a"));
      await store.withdraw("two", "a");
      expect(await states("one", "a")).toEqual(["waiting"]);
      expect(await states("two", "a")).toEqual(["missing"]);
      expect(await store.pendingIds()).toEqual(["a"]);
    });

    test("lists nothing of a proxy that has left, and reads what is too long as malformed or not at all", async () => {
      await open();
      await store.submit("one", submission("a"));
      await store.submit("one", submission("b"));
      await store.submit("one", submission("c", { json: "x".repeat(PROPOSAL_BYTES + 1) }));
      const listed = (await store.pending()).map(({ json }) => json).sort();
      expect(listed).toEqual([submission("a").json, submission("b").json]);
      await place.plant("b", "x".repeat(ANSWER_BYTES + 1));
      expect(await states("one", "a", "b")).toEqual(["waiting", "malformed"]);
      expect(await store.find("c")).toBeUndefined();
      await store.leave("one");
      expect(await store.pending()).toEqual([]);
      expect(await store.decide(decision("one", "a", "x"))).toBe("gone");
    });
  });
});
