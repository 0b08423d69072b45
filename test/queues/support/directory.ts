import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { onTestFinished } from "vitest";

/** A path in a new temporary directory, where nothing stands yet; removed when the test has run. */
export async function freshPath(name = "queue"): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), "queue-"));
  // What the test has let go of may still be writing.
  onTestFinished(() => rm(parent, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }));
  return join(parent, name);
}

/** The audit's lines, each parsed. */
export async function readAudit(directory: string): Promise<Record<string, unknown>[]> {
  const text = await readFile(join(directory, "audit.jsonl"), "utf8").catch(() => "");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** The names in the directory once none is temporary: nobody waits for the removal of a proposal's. */
export async function namesIn(directory: string): Promise<string[]> {
  for (;;) {
    const names = await readdir(directory);
    if (!names.some((name) => name.startsWith("tmp-"))) return names;
    await setTimeout(5);
  }
}

/** The names in the directory by suffix, such as "proposal", "boot", "jsonl". */
export async function suffixes(directory: string): Promise<string[]> {
  return (await namesIn(directory)).map((name) => name.slice(name.indexOf(".") + 1)).sort();
}
