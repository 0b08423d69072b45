/** Approved values that many proxies share, on each server: what holds for one store holds for all of them together. */

import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { ConfigurationError } from "../../src/errors.js";
import { fingerprintOf } from "../../src/fingerprint.js";
import { createGuard, type Detector, type Guard } from "../../src/index.js";
import { postgresSafeTokens } from "../../src/queues/postgres.js";
import { redisSafeTokens } from "../../src/queues/redis.js";
import type { SharedSafeTokens, SharedTokensOptions } from "../../src/queues/tokens/tokens-on-server.js";
import { approve } from "../../src/testing/queue-laws/samples.js";
import type { TokenGrant } from "../../src/types.js";
import { TcpProxy } from "../support/tcp-proxy.js";
import { type Backend, backends, type Place } from "./support/backends.js";

const value = `tok_${"a1b2c3d4".repeat(2)}`;
const here = { host: "a.example" };

const detector: Detector = {
  id: "test-token",
  service: "test",
  title: "Test token",
  literals: ["tok_"],
  shape: "tok_[a-z0-9]{16}",
  examples: ["tok_0123456789abcdef"],
  counterExamples: ["tok_"],
};

async function until(what: () => unknown): Promise<void> {
  for (const end = performance.now() + 30_000; performance.now() < end; await sleep(10)) if (await what()) return;
  throw new Error("It did not come about.");
}

/** Reads until it has read: a server that took a second to answer has said nothing. */
async function refresh(
  store: SharedSafeTokens,
  wanted: Parameters<SharedSafeTokens["refresh"]>[0] = [],
): Promise<void> {
  await until(() =>
    store.refresh(wanted).then(
      () => true,
      () => false,
    ),
  );
}

describe.each(backends)("approved values shared on $name", ({ isPresent, start }) => {
  describe.skipIf(!isPresent)("and its server", () => {
    let backend: Backend;

    beforeAll(async () => {
      backend = await start();
    });
    afterAll(() => backend?.stop());

    /** Proxies that share a key, each with a store of its own. */
    async function proxies(count: number, at?: Place): Promise<{ place: Place; stores: SharedSafeTokens[] }> {
      const place = at ?? (await backend.place());
      const key = randomBytes(32);
      const stores = Array.from({ length: count }, () => open(place, { key }));
      await Promise.all(stores.map((store) => refresh(store)));
      return { place, stores };
    }

    function open(place: Place, options: Parameters<Place["tokens"]>[0]): SharedSafeTokens {
      const store = place.tokens(options);
      onTestFinished(() => store.close());
      return store;
    }

    test("what one adds all have, and what one revokes nobody has, a second after settled()", async () => {
      const [one, two, three] = (await proxies(3)).stores;
      for (const store of [one!, two!, three!]) {
        store.add(value);
        expect(store.has(value, here)).toBe(true);
        await store.settled();
        await until(() => [one!, two!, three!].every((any) => any.has(value)));
        const { fingerprint } = two!.list()[0]!;
        expect(fingerprint).toBe(fingerprintOf(three!)?.(value));
        expect(two!.revoke(fingerprint)).toBe(true);
        expect(two!.has(value)).toBe(false);
        await two!.settled();
        await sleep(1_000);
        expect([one!, two!, three!].map((any) => any.has(value))).toEqual([false, false, false]);
      }
    });

    test("a proxy that is cut off has nothing approved a second later, and has it again when it is back", async () => {
      const place = await backend.place();
      const key = randomBytes(32);
      const line = await TcpProxy.start(place.server.port);
      onTestFinished(() => line.close());
      const [near, far] = [open(place, { key }), open(place, { key, port: line.port })];
      near.add(value);
      await near.settled();
      await until(() => far.has(value));
      line.swallow();
      await sleep(1_000);
      expect(far.has(value)).toBe(false);
      await until(() => near.has(value));
      line.resume();
      await until(() => far.has(value));
      line.swallow();
      near.revoke(near.list()[0]!.fingerprint);
      await near.settled();
      line.resume();
      await sleep(1_000);
      expect(far.has(value)).toBe(false);
    });

    test("a revoke that the server could not hear is not forgotten, and holds here meanwhile", async () => {
      const place = await backend.place();
      const key = randomBytes(32);
      const line = await TcpProxy.start(place.server.port);
      onTestFinished(() => line.close());
      const [near, far] = [open(place, { key }), open(place, { key, port: line.port, patienceSeconds: 0.2 })];
      near.add(value);
      await near.settled();
      await until(() => far.has(value));
      line.swallow();
      far.revoke(far.list()[0]!.fingerprint);
      await expect(far.settled()).rejects.toThrow("server cannot be used");
      line.resume();
      await until(() => !near.has(value));
      await sleep(300);
      expect(far.has(value)).toBe(false);
    });

    test("a server that is reached in more than the second for which it counts takes what is added and revoked", async () => {
      const place = await backend.place();
      const key = randomBytes(32);
      const line = await TcpProxy.start(place.server.port);
      onTestFinished(() => line.close());
      const near = open(place, { key });
      await refresh(near);
      line.slow(800);
      const far = open(place, { key, port: line.port });
      far.add(value);
      await far.settled();
      await until(() => near.has(value));
      far.revoke(near.list()[0]!.fingerprint);
      await far.settled();
      await until(() => !near.has(value));
    });

    test("an approval that the server did not take ends within a second, and settled() says so", async () => {
      const place = await backend.place();
      const line = await TcpProxy.start(place.server.port);
      const store = open(place, { key: randomBytes(32), port: line.port, patienceSeconds: 0.3 });
      await line.close();
      store.add(value);
      expect(store.has(value)).toBe(true);
      await expect(store.settled()).rejects.toThrow("server cannot be used");
      expect([store.has(value), store.size]).toEqual([false, 0]);
    });

    test.each(["SIGTERM", "SIGKILL"] as const)(
      "a server that ends by %s and starts again has kept them",
      async (signal) => {
        const { place, stores } = await proxies(2);
        stores[0]!.add(value, { ttlSeconds: 600 });
        stores[0]!.add("other", { scope: here });
        await stores[0]!.settled();
        await place.server.stop(signal);
        await place.server.start();
        await sleep(1_000); // what was known before counts no longer
        await until(() => stores.every((store) => store.has(value) && store.has("other", here)));
        expect(stores[1]!.list().map(({ grant }) => grant)).toHaveLength(2);
      },
    );

    test("what the server loses is approved nowhere", async () => {
      const { place, stores } = await proxies(2);
      stores[0]!.add(value);
      await stores[0]!.settled();
      await until(() => stores[1]!.has(value));
      await place.lose();
      await until(() => stores.every((store) => !store.has(value)));
    });

    test("a scope and a time hold for all proxies", async () => {
      const [one, two] = (await proxies(2)).stores;
      one!.add(value, { scope: { host: "A.example" }, ttlSeconds: 1.5 });
      await one!.settled();
      await until(() => two!.has(value, here));
      for (const store of [one!, two!]) {
        expect(store.has(value, { host: "b.example" })).toBe(false);
        expect(store.has(value)).toBe(false);
      }
      await sleep(1_600);
      for (const store of [one!, two!]) expect(store.has(value, here)).toBe(false);
    });

    test("of three uses three are spent, whichever of four proxies race for them, and then nothing is left", async () => {
      const { place, stores } = await proxies(4);
      for (let round = 0; round < 5; round++) {
        stores[round % 4]!.add(value, { uses: 3 });
        await stores[round % 4]!.settled();
        let spent = 0;
        const race = async (store: SharedSafeTokens): Promise<void> => {
          for (let tries = 0; tries < 40 && spent < 3; tries++) {
            if (!store.has(value)) await refresh(store, [{ value }]);
            if (store.has(value)) {
              store.spend(value);
              spent += 1;
            } else await sleep(50);
          }
        };
        await Promise.all(stores.map(race));
        expect(spent).toBe(3);
        for (const store of stores) await refresh(store, [{ value }]);
        expect(stores.map((store) => store.has(value))).toEqual([false, false, false, false]);
        await until(() => stores.every(({ size }) => size === 0));
      }
      await until(async () => !(await place.contents()).includes('\\"uses\\"'));
    });

    test("uses that one proxy does not spend reach the others", async () => {
      const [one, two] = (await proxies(2)).stores;
      one!.add(value, { uses: 5 });
      one!.spend(value);
      await one!.settled();
      await sleep(1_300);
      for (let use = 0; use < 4; use++) {
        await until(async () => {
          await refresh(two!, [{ value }]);
          return two!.has(value);
        });
        two!.spend(value);
      }
      await refresh(two!, [{ value }]);
      await refresh(one!, [{ value }]);
      expect([one!.has(value), two!.has(value)]).toEqual([false, false]);
    });

    test("a grant that another includes is not kept, in either order", async () => {
      const [one, two] = (await proxies(2)).stores;
      const added: readonly TokenGrant[] = [{ scope: here }, { ttlSeconds: 60 }, {}, { scope: here }, { uses: 2 }];
      for (const grant of added) {
        one!.add(value, grant);
        await one!.settled();
      }
      await refresh(two!);
      expect([one!, two!].map((store) => store.list().map(({ grant }) => grant))).toEqual([[{}], [{}]]);
    });

    test("what is stored holds no window of six characters of a value, and no key", async () => {
      const { place, stores } = await proxies(1);
      const key = randomBytes(32);
      const own = open(place, { key: key.toString("base64") });
      for (const store of [stores[0]!, own]) store.add(value, { scope: here, uses: 2 });
      await Promise.all([stores[0]!.settled(), own.settled()]);
      const stored = await place.contents();
      expect(stored).toContain("a.example");
      for (const form of [value, Buffer.from(value).toString("base64"), Buffer.from(value).toString("hex")]) {
        for (let at = 4; at + 6 <= form.length; at++) expect(stored).not.toContain(form.slice(at, at + 6));
      }
      for (const form of ["base64", "base64url", "hex"] as const)
        expect(stored).not.toContain(key.toString(form).slice(0, 12));
      expect(inspect(own, { showHidden: true, getters: true, depth: 9 })).not.toMatch(/a1b2c3|d4a1b2/);
    });

    test("a record that was written without the key, widened, moved or cut approves nothing", async () => {
      const changes: readonly ((record: string) => string)[] = [
        (record) => record.replace('"scope":{"host":"a.example"}', ""),
        (record) => record.replace("a.example", "b.example"),
        (record) => record.replace('"ttlSeconds":60', '"ttlSeconds":9000'),
        (record) => record.replace(/^[^.]+/, ""),
        (record) => record.slice(record.indexOf(".") + 1),
        (record) => record.slice(0, -1),
        (record) => `${record} `,
        () => "",
        () => ".",
        () => "x".repeat(20_000),
      ];
      for (const change of changes) {
        const { place, stores } = await proxies(2);
        stores[0]!.add(value, { scope: here, ttlSeconds: 60 });
        await stores[0]!.settled();
        await refresh(stores[1]!);
        expect(stores[1]!.has(value, here)).toBe(true);
        await place.forge(change);
        await Promise.all(stores.map((store) => refresh(store, [{ value, scope: here }])));
        for (const scope of [here, { host: "b.example" }, undefined]) {
          expect(
            stores.map((store) => store.has(value, scope)),
            String(change),
          ).toEqual([false, false]);
        }
      }
    });

    test("a store with another key has nothing of it", async () => {
      const { place, stores } = await proxies(1);
      const other = open(place, { key: randomBytes(32) });
      stores[0]!.add(value);
      await stores[0]!.settled();
      await refresh(other, [{ value }]);
      expect([other.has(value), other.size]).toEqual([false, 0]);
    });

    test("a closed store has nothing approved, and takes nothing", async () => {
      const [store] = (await proxies(1)).stores;
      store!.add(value);
      await store!.close();
      expect([store!.has(value), store!.size, store!.revoke("x")]).toEqual([false, 0, false]);
      expect(() => store!.add(value)).toThrow("closed");
    });

    describe("two guards", () => {
      const request = (host = "a.example") => ({ method: "POST", url: `https://${host}/`, body: value });

      async function guards(grant: Omit<TokenGrant, "scope">): Promise<{ place: Place; both: Guard[] }> {
        const { place, stores } = await proxies(2);
        const both = stores.map((safeTokens) => {
          const queue = place.open();
          const guard = createGuard({ detectors: [detector], queue, safeTokens, grant, timeoutSeconds: 20 });
          onTestFinished(async () => {
            await guard.close();
            await queue.close();
          });
          return guard;
        });
        return { place, both };
      }

      async function approveNext(place: Place): Promise<void> {
        const desk = place.open();
        onTestFinished(() => desk.close());
        await until(async () => (await desk.pending()).length === 1);
        await desk.decide(approve((await desk.pending())[0]!.id));
      }

      test("ask once: what one was allowed the other remembers, at once", async () => {
        const { place, both } = await guards({});
        const held = both[0]!.check(request());
        await approveNext(place);
        expect(await held).toMatchObject({ action: "forward", because: "approved" });
        await (both[0]!.safeTokens as SharedSafeTokens).settled();
        expect(await both[1]!.check(request())).toMatchObject({ action: "forward", because: "remembered" });
      });

      test("forward as often as was approved, together", async () => {
        const { place, both } = await guards({ uses: 4 });
        const held = both[0]!.check(request());
        await approveNext(place);
        expect(await held).toMatchObject({ action: "forward", because: "approved" });
        await sleep(1_500); // the uses that were not spent are there for all
        const stop = new AbortController();
        const verdicts = [0, 1, 0, 1, 0, 1].map((guard) => both[guard]!.check(request(), { signal: stop.signal }));
        await sleep(1_500);
        stop.abort();
        const actions = (await Promise.all(verdicts)).map(({ action }) => action).sort();
        expect(actions).toEqual(["deny", "deny", "deny", "forward", "forward", "forward"]);
      });
    });
  });
});

test.each<[string, SharedTokensOptions["key"]]>([
  ["none", undefined as never],
  ["too short", "c2hvcnQ"],
  ["no base64", `${"a".repeat(60)}!`],
  ["31 bytes", randomBytes(31)],
])("a key that is %s is a ConfigurationError that does not quote it", (_, key) => {
  for (const make of [redisSafeTokens, postgresSafeTokens]) {
    const url = make === redisSafeTokens ? "redis://127.0.0.1:1" : "postgres://127.0.0.1:1/x";
    expect(() => make(url, { key })).toThrow(ConfigurationError);
    expect(() => make(url, { key })).not.toThrow(typeof key === "string" ? key : "never");
  }
});
