/** Each step that a server does for shared approved values, by itself: what it must refuse, whoever calls it and in whatever order. */

import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { NewGrant, TokenStore } from "../../src/queues/tokens/store.js";
import { type Backend, backends } from "./support/backends.js";

const grant = (id: string, changes: Partial<NewGrant> = {}): NewGrant => ({
  id,
  fingerprint: `of ${id}`,
  record: `record of ${id}`,
  keepMs: undefined,
  uses: undefined,
  ...changes,
});

describe.each(backends)("on $name", ({ isPresent, start }) => {
  describe.skipIf(!isPresent)("a step for approved values", () => {
    let backend: Backend;
    let store: TokenStore;

    beforeAll(async () => {
      backend = await start();
    });
    afterAll(() => backend?.stop());

    async function open(): Promise<void> {
      store = (await backend.place()).tokenStore();
      onTestFinished(() => store.close());
    }

    const ids = async (): Promise<string[]> => ((await store.read("")).grants ?? []).map(({ id }) => id).sort();
    const usesLeft = async (id: string): Promise<number | undefined> =>
      (await store.read("")).grants?.find((one) => one.id === id)?.usesLeft;

    test("gives no use of a grant that has ended, and none that is not there", async () => {
      await open();
      await store.put(grant("short", { keepMs: 300, uses: 5 }));
      await store.put(grant("long", { keepMs: 600_000, uses: 5 }));
      for (const id of ["short", "long"]) await store.give(id, 5);
      expect(await store.take("long")).toBe(true);
      await sleep(400);
      expect(await store.take("short")).toBe(false);
      expect(await store.take("long")).toBe(true);
      expect(await store.take("other")).toBe(false);
    });

    test("tells of no grant that has ended", async () => {
      await open();
      await store.put(grant("short", { keepMs: 300 }));
      await store.put(grant("long"));
      expect(await ids()).toEqual(["long", "short"]);
      await sleep(400);
      expect(await ids()).toEqual(["long"]);
    });

    test("gives each use once, those given back among them", async () => {
      await open();
      await store.put(grant("a", { uses: 3 }));
      expect(await usesLeft("a")).toBe(0);
      expect(await store.take("a")).toBe(false);
      await store.give("a", 2);
      const taken = await Promise.all(Array.from({ length: 20 }, () => store.take("a")));
      expect(taken.filter(Boolean)).toHaveLength(2);
      expect(await usesLeft("a")).toBe(0);
    });

    test("gives no use of a grant whose uses are not counted, and makes none of what is given back to it", async () => {
      await open();
      await store.put(grant("a"));
      await store.give("a", 2);
      expect(await usesLeft("a")).toBeUndefined();
      expect(await store.take("a")).toBe(false);
    });

    test("puts no grant that was revoked again, by its fingerprint or its id", async () => {
      await open();
      await store.put(grant("a"));
      await store.put(grant("b", { uses: 1 }));
      await store.put(grant("c"));
      await store.revoke({ fingerprint: "of a" });
      await store.revoke({ ids: ["b"] });
      expect(await ids()).toEqual(["c"]);
      for (const id of ["a", "b"]) expect(await store.put(grant(id, { uses: 1 }))).toBe("kept");
      await store.give("b", 1);
      expect(await store.take("b")).toBe(false);
      expect(await ids()).toEqual(["c"]);
    });

    test("forgets a grant once all its uses are spent, for good, and no other", async () => {
      await open();
      await store.put(grant("a", { uses: 2 }));
      await store.put(grant("b"));
      await store.spent("a", 1);
      await store.spent("b", 9);
      expect(await ids()).toEqual(["a", "b"]);
      await store.spent("a", 1);
      await store.put(grant("a", { uses: 2 }));
      expect(await ids()).toEqual(["b"]);
    });

    test("keeps the record that a grant was first put with, and tells nothing when nothing has changed", async () => {
      await open();
      await store.put(grant("a", { record: "first" }));
      const { state } = await store.read("");
      await store.put(grant("a", { record: "second" }));
      expect(await store.read(state)).toEqual({ state, grants: undefined });
      expect((await store.read("")).grants).toMatchObject([{ id: "a", record: "first" }]);
      await store.revoke({ ids: ["a"] });
      expect((await store.read(state)).grants).toEqual([]);
    });
  });
});
