/** pending, approve and reject: the operator's side for scripts. */

import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fileQueue } from "../../src/queues/file.js";
import type { ApprovalQueue, Proposal, SupervisorDesk } from "../../src/types.js";
import { proposal } from "../operator/proposals.js";
import { type Run, run } from "./run-cli.js";

let directory: string;
let queue: ApprovalQueue & SupervisorDesk;
let ids: string[];

beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), "decisions-")), "queue");
  queue = fileQueue(directory);
  ids = [];
});

afterEach(async () => {
  for (const id of ids) await queue.withdraw(id, "cancelled");
  await rm(join(directory, ".."), { recursive: true, force: true, maxRetries: 10 });
});

async function submit(text?: string, changes: Partial<Proposal> = {}): Promise<string> {
  const id = randomUUID();
  const now = Date.now();
  const times = { createdAt: new Date(now).toISOString(), expiresAt: new Date(now + 60_000).toISOString() };
  await queue.submit(proposal(id, { ...times, ...changes }, text));
  ids.push(id);
  return id;
}

const cli = (...argv: readonly string[]): Promise<Run> => run([...argv, "--queue", directory]);
const answerTo = (id: string): Promise<unknown> => queue.answer(id, AbortSignal.timeout(15_000));

describe("pending", () => {
  it("shows each proposal's id, time left and report, printable", async () => {
    const id = await submit("host\x1b[2J\nnext \u202eline");
    const { code, stdout } = await cli("pending");
    expect(code).toBe(0);
    expect(stdout).toMatch(
      new RegExp(`^${id} {2}\\(egress-token-allow, \\d+ s left\\)\n {4}host\ufffd\\[2J\n {4}next \ufffdline\n$`),
    );
  });

  it("--json gives the proposals as they are, in ASCII", async () => {
    const id = await submit("\u009b2J \u202e é");
    const { code, stdout } = await cli("pending", "--json");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^[\x20-\x7e\n]+$/);
    expect(JSON.parse(stdout)).toEqual((await queue.pending()).filter((one) => one.id === id));
  });

  it("with nothing waiting is no error", async () => {
    expect(await cli("pending")).toEqual({ code: 0, stdout: "Nothing waits for a decision.\n", stderr: "" });
    expect((await cli("pending", "--json")).stdout).toBe("[]\n");
  });

  it("reads the queue that the environment names", async () => {
    const id = await submit();
    expect((await run(["pending"], { env: { OUTBOUND_DLP_QUEUE: directory } })).stdout).toContain(id);
  });
});

describe("approve and reject", () => {
  it("approve records the reason and who gave it, also in the audit file", async () => {
    const id = await submit();
    expect(await cli("approve", id, "--reason", "a test key", "--operator", "olga")).toEqual({
      code: 0,
      stdout: "Recorded.\n",
      stderr: "",
    });
    expect(await answerTo(id)).toEqual({ id, verdict: "approve", reason: "a test key", operator: "olga" });
    const audit = await readFile(join(directory, "audit.jsonl"), "utf8");
    for (const part of ["olga", "a test key", "aaaa:bbbb:cccc:dddd"]) expect(audit).toContain(part);
  });

  it("reject needs no reason, and the operator is the user by default", async () => {
    const id = await submit();
    expect((await cli("reject", id)).code).toBe(0);
    expect(await answerTo(id)).toEqual({ id, verdict: "reject", operator: userInfo().username });
  });

  it("a second decision is refused with exit code 1", async () => {
    const id = await submit();
    await cli("reject", id);
    const { code, stdout, stderr } = await cli("approve", id, "--reason", "late");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("Already decided");
    expect(await answerTo(id)).toMatchObject({ verdict: "reject" });
  });

  it("what waits no more gives exit code 4", async () => {
    const id = await submit();
    await queue.withdraw(id, "expired");
    expect((await cli("approve", id, "--reason", "late")).code).toBe(4);
    expect((await cli("reject", randomUUID())).code).toBe(4);
  });

  it.each([["  "], ["\u200b\u2800"], ["x".repeat(1_001)]])(
    "the reason %j is refused with exit code 2, and nothing is recorded",
    async (reason) => {
      const id = await submit();
      const { code, stderr } = await cli("approve", id, "--reason", reason);
      expect(code).toBe(2);
      expect(stderr).toContain("reason");
      expect((await queue.pending()).map((one) => one.id)).toContain(id);
    },
  );

  it("the beginning of an id is no id", async () => {
    const id = await submit();
    expect((await cli("approve", id.slice(0, 12), "--reason", "guess")).code).not.toBe(0);
    expect((await queue.pending()).map((one) => one.id)).toContain(id);
  });

  it("a proposal of another tool is not decided here", async () => {
    const id = await submit("rm -rf", { tool: "shell-command" });
    expect((await cli("approve", id, "--reason", "fine")).code).toBe(2);
    expect((await queue.pending()).map((one) => one.id)).toContain(id);
  });

  it("an id that begins with a hyphen comes after --", async () => {
    expect((await run(["reject", "--queue", directory, "--", "-abc"])).code).toBe(4);
  });
});

describe("a queue that cannot be used", () => {
  it.each([["pending"], ["approve", "id", "--reason", "x"], ["reject", "id"]])(
    "%s gives exit code 3",
    async (...argv) => {
      const { code, stdout, stderr } = await run([...argv, "--queue", "/dev/null/queue"]);
      expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
      expect(stderr).toMatch(/^outbound-dlp: /);
    },
  );
});
