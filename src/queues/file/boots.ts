import { lutimes } from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "./failures.js";
import { limited } from "./limit.js";
import { isAlive, ownMark, parseMark } from "./liveness.js";
import { fileName, isFileId } from "./names.js";
import { createRecord, readRecord } from "./records.js";

/** Longest boot file, in bytes. */
const BOOT_BYTES = 4_096;

/** How often a boot that holds something gives a sign of life, in milliseconds. */
export const BEAT_MS = 2_000;

/** Makes the boot's sign of life new, and its file too where that is missing. Comes before every proposal of the boot. */
export async function beat(directory: string, boot: string): Promise<void> {
  const name = fileName(boot, "boot");
  const now = new Date();
  try {
    await limited(() => lutimes(join(directory, name), now, now));
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
    await createRecord(directory, name, JSON.stringify({ version: 1, boot, process: await ownMark() }));
  }
}

/** Whether the proxy behind `boot` still runs. One whose file is missing or malformed does not. */
export async function isBootAlive(directory: string, boot: unknown): Promise<boolean> {
  if (!isFileId(boot)) return false;
  const reading = await readRecord(join(directory, fileName(boot, "boot")), BOOT_BYTES, 2);
  if (reading === "missing" || reading === "malformed") return false;
  const mark = parseMark((reading.value as { readonly process?: unknown } | null)?.process);
  return mark !== undefined && isAlive(mark, Number(reading.status.mtimeMs));
}

/** `isBootAlive` that asks once for each boot: for one pass over many records. */
export function bootLiveness(directory: string): (boot: unknown) => Promise<boolean> {
  const known = new Map<unknown, Promise<boolean>>();
  return (boot) => {
    const found = known.get(boot) ?? isBootAlive(directory, boot);
    known.set(boot, found);
    return found;
  };
}
