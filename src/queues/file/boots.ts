import { lutimes } from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "./failures.js";
import { limited } from "./limit.js";
import { isAlive, ownMark, parseMark } from "./liveness.js";
import { fileName, isFileId } from "./names.js";
import { createRecord, readRecord } from "./records.js";

/** Longest boot file, in bytes. */
const BOOT_BYTES = 65_536;

/** How often a boot that holds something gives a sign of life, in milliseconds. */
export const BEAT_MS = 2_000;

/** A boot as its file says it. */
export interface Boot {
  readonly isAlive: boolean;
  /** Who may answer its proposals; absent where answers need no signature. Told to desks, and never to the proxy itself. */
  readonly answerKeys: readonly string[] | undefined;
  /** Whether it says what it remembers, and forgets it, when a desk calls. */
  readonly sharesApprovals: boolean;
}

/** What a boot says of itself in its file. */
export type BootTraits = Partial<Pick<Boot, "answerKeys" | "sharesApprovals">>;

/** Makes the boot's sign of life new, and its file too where that is missing. Comes before every proposal of the boot. */
export async function beat(directory: string, boot: string, traits: BootTraits): Promise<void> {
  const name = fileName(boot, "boot");
  const now = new Date();
  try {
    await limited(() => lutimes(join(directory, name), now, now));
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
    await createRecord(directory, name, JSON.stringify({ version: 1, boot, process: await ownMark(), ...traits }));
  }
}

/** The proxy behind `boot`. One whose file is missing or malformed runs no more. */
export async function readBoot(directory: string, boot: unknown): Promise<Boot> {
  const reading = isFileId(boot) && (await readRecord(join(directory, fileName(boot, "boot")), BOOT_BYTES, 2));
  if (reading === false || typeof reading === "string")
    return { isAlive: false, answerKeys: undefined, sharesApprovals: false };
  const { process, answerKeys, sharesApprovals } = (reading.value ?? {}) as {
    readonly process?: unknown;
    readonly answerKeys?: unknown;
    readonly sharesApprovals?: unknown;
  };
  const mark = parseMark(process);
  return {
    isAlive: mark !== undefined && (await isAlive(mark, Number(reading.status.mtimeMs))),
    answerKeys: Array.isArray(answerKeys) ? (answerKeys as readonly string[]) : undefined,
    sharesApprovals: sharesApprovals === true,
  };
}

/** Whether the proxy behind `boot` still runs. */
async function isBootAlive(directory: string, boot: unknown): Promise<boolean> {
  return (await readBoot(directory, boot)).isAlive;
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
