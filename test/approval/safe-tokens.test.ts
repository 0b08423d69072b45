import { inspect } from "node:util";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createSafeTokens } from "../../src/approval/index.js";
import { ConfigurationError } from "../../src/errors.js";
import { fingerprintOf } from "../../src/fingerprint.js";
import { safeKey } from "../../src/safe-key.js";
import type { TokenGrant } from "../../src/types.js";

afterEach(() => {
  vi.useRealTimers();
});

const value = `tok_${"a1b2c3d4".repeat(3)}`;

describe("a store of approved values", () => {
  it("holds exactly what was put into it", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ unit: "binary" })), fc.string({ unit: "binary" }), (values, asked) => {
        const store = createSafeTokens(values);
        expect(values.every((one) => store.has(one))).toBe(true);
        expect(store.has(asked)).toBe(values.includes(asked));
        expect(store.size).toBe(values.length);
      }),
    );
  });

  it("takes a lone string for one value, and any iterable for its values", () => {
    expect(createSafeTokens("abc").has("abc")).toBe(true);
    expect(createSafeTokens("abc").has("a")).toBe(false);
    expect(createSafeTokens(new Set(["a", "b"])).size).toBe(2);
    expect(createSafeTokens().size).toBe(0);
  });

  it("tells lone surrogates from what UTF-8 makes of them", () => {
    expect(createSafeTokens(["\ud800"]).has("\ufffd")).toBe(false);
  });

  it("is printed without its values, and lists none", () => {
    const store = createSafeTokens([value]);
    const shown = [
      inspect(store, { showHidden: true, getters: true, depth: 9 }),
      JSON.stringify(store),
      JSON.stringify(store.list()),
    ];
    for (const text of shown) expect(text).not.toMatch(/a1b2|c3d4/);
  });

  it("has fingerprints of its own, that another store does not share", () => {
    const [one, two] = [createSafeTokens([value]), createSafeTokens([value])];
    expect(one.list()[0]?.fingerprint).toMatch(/^[0-9a-f]{4}(:[0-9a-f]{4}){3}$/);
    expect(one.list()[0]?.fingerprint).not.toBe(two.list()[0]?.fingerprint);
    expect(fingerprintOf(one)?.(value)).toBe(one.list()[0]?.fingerprint);
  });

  it("forgets every grant of a value that is revoked, and no other value", () => {
    const store = createSafeTokens(["other"]);
    store.add(value, { scope: { host: "a" } });
    store.add(value, { scope: { host: "b" } });
    const fingerprint = fingerprintOf(store)?.(value) ?? "";
    expect(store.revoke(fingerprint)).toBe(true);
    expect(store.revoke(fingerprint)).toBe(false);
    expect(store.has(value, { host: "a" }) || store.has(value, { host: "b" })).toBe(false);
    expect(store.has("other")).toBe(true);
  });
});

describe("a grant", () => {
  it("for a host reaches that host in any case, and neither another nor any", () => {
    const store = createSafeTokens();
    store.add(value, { scope: { host: "API.example.com" } });
    expect(store.has(value, { host: "api.EXAMPLE.com" })).toBe(true);
    for (const scope of [
      { host: "example.com" },
      { host: "x.api.example.com" },
      { host: "api.example.com." },
      {},
      undefined,
    ]) {
      expect(store.has(value, scope)).toBe(false);
    }
  });

  it("for any host reaches every scope", () => {
    const store = createSafeTokens([value]);
    expect(store.has(value, { host: "anything" }) && store.has(value, {}) && store.has(value)).toBe(true);
  });

  it("ends after its uses; has() takes none", () => {
    const store = createSafeTokens();
    store.add(value, { uses: 2 });
    for (let i = 0; i < 5; i++) expect(store.has(value)).toBe(true);
    store.spend(value);
    expect(store.has(value)).toBe(true);
    store.spend(value);
    expect(store.has(value)).toBe(false);
    expect([store.size, store.list()]).toEqual([0, []]);
  });

  it("ends after its time, whatever the wall clock says", () => {
    vi.useFakeTimers();
    const store = createSafeTokens();
    store.add(value, { ttlSeconds: 10 });
    vi.advanceTimersByTime(9_999);
    vi.setSystemTime(0);
    expect(store.has(value)).toBe(true);
    vi.advanceTimersByTime(1);
    expect(store.has(value)).toBe(false);
    expect(store.size).toBe(0);
  });

  it("beside others is spent last when it is counted, narrowest first", () => {
    const store = createSafeTokens();
    store.add(value, { uses: 1 });
    store.add(value, { uses: 1, scope: { host: "a" } });
    store.spend(value, { host: "a" });
    expect(store.list().map(({ grant }) => grant)).toEqual([{ uses: 1 }]);
    store.add(value, { ttlSeconds: 60 });
    store.spend(value, { host: "a" });
    expect(store.list().map(({ grant }) => grant)).toEqual([{ uses: 1 }, { ttlSeconds: 60 }]);
  });

  it("is not spent for a host that it does not reach", () => {
    const store = createSafeTokens();
    store.add(value, { uses: 1, scope: { host: "a" } });
    store.spend(value, { host: "b" });
    store.spend(value);
    expect(store.has(value, { host: "a" })).toBe(true);
  });

  it("given again adds its uses; one without bounds takes the place of those that it includes", () => {
    const store = createSafeTokens();
    store.add(value, { uses: 1 });
    store.add(value, { uses: 1 });
    expect(store.size).toBe(2);
    store.add(value, { scope: { host: "a" }, ttlSeconds: 5 });
    store.add(value);
    store.add(value, { uses: 9 });
    expect(store.list().map(({ grant }) => grant)).toEqual([{}]);
  });

  it.each<[string, unknown]>([
    ["0 uses", { uses: 0 }],
    ["half a use", { uses: 0.5 }],
    ["endless uses", { uses: Number.POSITIVE_INFINITY }],
    ["no time", { ttlSeconds: 0 }],
    ["a time that is no number", { ttlSeconds: Number.NaN }],
    ["a time as text", { ttlSeconds: "5" }],
    ["an empty host", { scope: { host: "" } }],
  ])("with %s is refused and adds nothing", (_, grant) => {
    const store = createSafeTokens();
    expect(() => store.add(value, grant as TokenGrant)).toThrow(ConfigurationError);
    expect(store.size).toBe(0);
  });

  it("agrees with a plain list of grants, whatever is done in whatever order", () => {
    const host = fc.constantFrom(undefined, "a", "b");
    const step = fc.oneof(
      fc.record({
        do: fc.constant("add" as const),
        host,
        uses: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      }),
      fc.record({ do: fc.constant("spend" as const), host }),
      fc.record({ do: fc.constant("revoke" as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const store = createSafeTokens();
        let model: { host: string | undefined; uses: number }[] = [];
        const scopeOf = (name: string | undefined) => (name === undefined ? {} : { scope: { host: name } });
        for (const one of steps) {
          if (one.do === "add") {
            store.add(value, { ...scopeOf(one.host), ...(one.uses === undefined ? {} : { uses: one.uses }) });
            model.push({ host: one.host, uses: one.uses ?? Number.POSITIVE_INFINITY });
          } else if (one.do === "revoke") {
            store.revoke(fingerprintOf(store)?.(value) ?? "");
            model = [];
          } else {
            store.spend(value, scopeOf(one.host).scope);
            const reach = model.filter((grant) => grant.host === undefined || grant.host === one.host);
            const spent =
              reach.find(({ uses }) => uses === Number.POSITIVE_INFINITY) ??
              reach.find((grant) => grant.host) ??
              reach[0];
            if (spent) spent.uses -= 1;
            model = model.filter(({ uses }) => uses > 0);
          }
          for (const name of [undefined, "a", "b"]) {
            const expected = model.some((grant) => grant.host === undefined || grant.host === name);
            expect(store.has(value, scopeOf(name).scope)).toBe(expected);
          }
        }
      }),
    );
  });
});

describe("the key of a finding", () => {
  it("is another for each kind and value", () => {
    const digest = fc
      .string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 64, maxLength: 64 })
      .map((hex) => `sha256:${hex}`);
    const text = fc.oneof(
      fc.string(),
      digest,
      digest.map((d) => `secret:${d}`),
      digest.map((d) => `secret:secret:${d}`),
    );
    const finding = fc.oneof(
      fc.tuple(fc.constant("secret" as const), text),
      fc.tuple(fc.constant("uninspectable" as const), digest),
    );
    fc.assert(
      fc.property(finding, finding, ([kind, one], [otherKind, two]) => {
        expect(safeKey(kind, one) === safeKey(otherKind, two)).toBe(kind === otherKind && one === two);
      }),
    );
  });

  it("is the value itself, but for a secret that reads like a digest", () => {
    const digest = `sha256:${"0".repeat(64)}`;
    expect(safeKey("secret", value)).toBe(value);
    expect(safeKey("uninspectable", digest)).toBe(digest);
    expect(safeKey("secret", digest)).toBe(`secret:${digest}`);
  });
});
