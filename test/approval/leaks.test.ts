import { Console } from "node:console";
import { Writable } from "node:stream";
import { format, inspect } from "node:util";
import { deserialize, serialize } from "node:v8";
import { describe, expect, it } from "vitest";
import { bench, turn } from "./support/bench.js";
import { request, token } from "./support/scanner.js";

const secret = token("secret");
const host = `${secret}.example`;

function table(value: unknown): string {
  let printed = "";
  const stdout = new Writable({
    write(chunk, _, done): void {
      printed += chunk;
      done();
    },
  });
  new Console(stdout).table(value);
  return printed;
}

const tolerant =
  (write: (value: unknown) => string) =>
  (value: unknown): string => {
    try {
      return write(value);
    } catch (error) {
      return String(error);
    }
  };

const sinks: readonly [string, (value: unknown) => string][] = [
  ["JSON.stringify", (value) => JSON.stringify(value)],
  ["util.inspect", (value) => inspect(value, { showHidden: true, getters: true, depth: 20 })],
  ["%o", (value) => format("%o", value)],
  ["%j", (value) => format("%j", value)],
  ["Object.entries", (value) => JSON.stringify(Object.entries(value as object))],
  ["spread", (value) => inspect({ ...(value as object) }, { depth: 20 })],
  ["structuredClone", tolerant((value) => inspect(structuredClone(value), { depth: 20 }))],
  ["v8.serialize", tolerant((value) => inspect(deserialize(serialize(value)), { depth: 20 }))],
  ["String()", (value) => String(value)],
  ["console.table", table],
];

describe("no sink prints a value", () => {
  it.each(sinks)("%s", async (_, write) => {
    const { guard, pending, approve, reject, events, submitted, withdrawn } = bench({ approvalScope: "host" });
    const released = guard.check(request(`a ${secret}`, host));
    await approve((await pending(1))[0]);
    const rejected = guard.check(request(`b ${token("other")} ${secret}`));
    const [one] = await pending(2);
    await reject(one);
    const held = guard.check(request(`c ${token("held")}`));
    await turn();
    const seen = [
      await released,
      await rejected,
      await guard.check({ ...request(secret), bodyComplete: false }),
      await guard.check(undefined as never),
      held,
      guard,
      guard.safeTokens,
      guard.safeTokens.list(),
      events,
      submitted,
      withdrawn,
    ];
    for (const value of seen) {
      for (const hidden of [secret, token("other"), token("held")])
        expect(write(value)).not.toContain(hidden.slice(4, 10));
    }
  });
});
