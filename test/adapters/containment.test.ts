import { EventEmitter } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import type { Mockttp } from "mockttp";
import { expect, it, onTestFinished, vi } from "vitest";
import { contain } from "../../src/adapters/gateway/containment.js";

it("a request that mockttp fails at ends its own answer, and no process", async () => {
  const escaped = vi.fn();
  process.on("unhandledRejection", escaped);
  onTestFinished(() => void process.off("unhandledRejection", escaped));
  const server = { handleRequest: () => Promise.reject(new Error("what some client sent")) };
  contain(server as unknown as Mockttp);
  const answer = Object.assign(new EventEmitter(), { destroy: vi.fn() });
  (server as unknown as { app: (req: object, res: object) => void }).app({}, answer);
  await turn();
  await turn();
  expect(answer.destroy).toHaveBeenCalledOnce();
  expect(escaped).not.toHaveBeenCalled();
});
