import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

/** The names in the directory by suffix, such as "proposal", "boot", "jsonl"; temporary files have none. */
export async function suffixes(directory: string): Promise<string[]> {
  return (await readdir(directory)).map((name) => name.slice(name.indexOf(".") + 1)).sort();
}
