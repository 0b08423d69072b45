/** outbound-dlp audit verify. */

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fileQueue } from "../../src/queues/file.js";
import { proposal } from "../operator/proposals.js";
import { type Run, run } from "./run-cli.js";

let directory: string;

beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), "audit-")), "queue");
  const queue = fileQueue(directory);
  for (const id of ["one", "two", "three"]) {
    await queue.submit(proposal(id));
    await queue.decide({ id, verdict: "approve", reason: "a test" });
    await queue.withdraw(id, "settled");
  }
});

afterEach(() => rm(join(directory, ".."), { recursive: true, force: true, maxRetries: 10 }));

const verify = (...argv: readonly string[]): Promise<Run> => run(["audit", "verify", "--queue", directory, ...argv]);

describe("audit verify", () => {
  it("says that nothing was removed or changed, and where the audit ends", async () => {
    const { code, stdout, stderr } = await verify();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^3 decisions\. Nothing was removed or changed\.\nHead: \d+:[0-9a-f]{64}\n$/);
  });

  it("finds a line that was removed", async () => {
    const file = join(directory, "audit.jsonl");
    const [, ...rest] = (await readFile(file, "utf8")).split("\n");
    await writeFile(file, rest.join("\n"));
    const { code, stdout, stderr } = await verify();
    expect(code).toBe(1);
    expect(stdout).toMatch(/^2 decisions\. The audit is not as it was written\./);
    expect(stderr).toContain("Line 1 does not fit those before it");
  });

  it("takes the head of an earlier run, and no other text", async () => {
    const head = /Head: (\S+)/.exec((await verify()).stdout)![1]!;
    expect((await verify("--head", head)).code).toBe(0);
    expect(
      (
        await verify(
          "--head",
          head.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
        )
      ).code,
    ).toBe(1);
    for (const wrong of ["", "x", `${head}0`, "-1:00"]) expect((await verify(`--head=${wrong}`)).code).toBe(2);
  });

  it("takes no other word", async () => {
    expect((await run(["audit", "forge"])).code).toBe(2);
    expect((await run(["audit"])).code).toBe(2);
  });
});
