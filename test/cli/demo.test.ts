/** The built executable's demonstration. */

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { hasCrc32Base62 } from "../../src/checksums.js";
import { sendThrough } from "../../src/cli/demo/client.js";
import { Narrator } from "../../src/cli/demo/narrator.js";
import { madeUpToken } from "../../src/cli/demo/secrets.js";
import { story } from "../../src/cli/demo/steps.js";
import { startUpstream } from "../../src/cli/demo/upstream.js";
import { scanText } from "../../src/index.js";
import { builtCli } from "../support/cli.js";
import { Sink } from "./run-cli.js";

const execute = promisify(execFile);

describe("outbound-dlp demo", () => {
  it("shows every step, finds all as it should be, and ends with 0", async () => {
    const { stdout, stderr } = await execute(process.execPath, [builtCli(), "demo"]);
    expect(stderr).toBe("");
    expect(stdout).toContain(`${story().length} steps, 20 checks: all as they should be.`);
    for (const because of ["rejected", "timeout", "unsupervised"]) expect(stdout).toContain(`"because":"${because}"`);
    expect(stdout).not.toContain("FAIL");
    expect(stdout).not.toMatch(/ghp_\w/);
  });

  it("--keep leaves a gateway that a person can use, says how, and removes all of it at the end", async () => {
    const child = spawn(process.execPath, [builtCli(), "demo", "--keep"], { stdio: ["ignore", "pipe", "inherit"] });
    let stdout = "";
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk;
    });
    const shows = async (words: RegExp): Promise<RegExpExecArray> => {
      for (;;) {
        const found = words.exec(stdout);
        if (found !== null) return found;
        if (child.exitCode !== null) throw new Error(`It ended without ${words}: ${stdout}`);
        await setTimeout(10);
      }
    };
    await shows(/Ctrl-C/);
    const [, proxy = "", data = "", url = ""] = await shows(/--proxy (\S+) .* --data '(.*)' (\S+)\n/);
    const [, program = "", queue = ""] = await shows(/ {2}(node \S+) supervise --queue (\S+)\n/);
    expect(program).toBe(`node ${builtCli()}`);
    const answer = sendThrough(proxy, url, data);
    await shows(/A request is held\./);
    const cli = (...argv: readonly string[]) => execute(process.execPath, [builtCli(), ...argv, "--queue", queue]);
    const [{ id }] = JSON.parse((await cli("pending", "--json")).stdout) as [{ id: string }];
    await cli("approve", id, "--reason", "shown to a test");
    expect(await answer).toMatchObject({ status: 200 });
    await shows(/The upstream received a request with \d+ bytes of body\./);
    child.kill("SIGINT");
    expect(await once(child, "close")).toEqual([130, null]);
    expect(existsSync(queue)).toBe(false);
  });
});

describe("the demonstration's checks", () => {
  it("a gateway that lets everything through fails them", async () => {
    // Nothing in between: a proxy request goes straight to the upstream, which answers it.
    const upstream = await startUpstream();
    const out = new Sink();
    const narrator = new Narrator(out);
    const stage = {
      upstream,
      gateway: upstream.url,
      certPath: "",
      queueDirectory: "",
      desk: { pending: async () => [], decide: async () => "gone" as const, changes: async function* () {} },
      open: async () => upstream.url,
      close: async () => {},
    };
    const last = story().at(-1)!;
    await last.run(stage, narrator);
    await upstream.close();
    expect(narrator.failures).toBe(2);
    expect(out.text).toContain("FAIL the upstream received nothing of it");
    await expect(story()[1]!.run(stage, narrator)).rejects.toMatchObject({ code: "UNABLE" });
  });

  it("the tokens are GitHub's form with a valid checksum, and each is new", () => {
    const [one, two] = [madeUpToken(), madeUpToken()];
    expect(hasCrc32Base62(one)).toBe(true);
    expect(one).not.toBe(two);
    expect(scanText(one).findings.map(({ confidence }) => confidence)).toEqual(["verified"]);
  });
});
