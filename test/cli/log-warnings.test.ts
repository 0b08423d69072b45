/** The standard error of the built executable's servers is a log of JSON lines, whatever Node has to say. */

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { builtCli } from "../support/cli.js";

/** Node's words quote `host`; each SIGUSR2 brings one warning. */
const HOST = "api.host-of-a-request.example";
const preload = `process.on("SIGUSR2", () => process.emitWarning("too many for ${HOST}", { type: "ListenersWarning", code: "W1" }));`;

async function start(argv: readonly string[]): Promise<{ readonly warn: () => void; readonly stderr: () => string }> {
  const args = ["--import", `data:text/javascript,${encodeURIComponent(preload)}`, builtCli(), ...argv];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const text = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    text.stdout += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    text.stderr += chunk;
  });
  await vi.waitFor(() => expect(text.stdout, text.stderr).toContain("Supervise is disabled"), { timeout: 60_000 });
  return { warn: () => void child.kill("SIGUSR2"), stderr: () => text.stderr };
}

it.each([
  ["gateway", (home: string) => ["gateway", "--port", "0", "--ca-dir", join(home, "ca"), "--unsupervised"]],
  ["serve", (home: string) => ["serve", "--socket", join(home, "socket"), "--unsupervised"]],
])("%s logs a warning of Node's as a line of JSON that quotes nothing", async (_, argv) => {
  const home = await mkdtemp(join(tmpdir(), "warnings-"));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const { warn, stderr } = await start(argv(home));
  warn();
  await vi.waitFor(() => expect(stderr()).toContain("\n"), { timeout: 20_000 });
  expect(
    stderr()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual([{ time: expect.any(String), type: "warning", name: "ListenersWarning", code: "W1" }]);
});
