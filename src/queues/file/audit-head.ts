import { randomBytes } from "node:crypto";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { type Prefix, parsePrefix } from "./chain.js";
import { limited } from "./limit.js";
import { AUDIT_HEAD_FILE, temporaryName } from "./names.js";
import { readRecord, removeFile, writeDurably } from "./records.js";

/** Longest head file, in bytes. */
const HEAD_BYTES = 1_024;

/**
 * How far the audit had come when something was last appended to it: the chain alone does not tell whether its last lines were cut off.
 * It moves on only from what still stands in the audit, and one that is missing stays missing once there are lines: what is
 * appended after a tampering hides nothing.
 */
export async function readHead(directory: string): Promise<Prefix | "missing" | "malformed"> {
  const reading = await readRecord(join(directory, AUDIT_HEAD_FILE), HEAD_BYTES, 1);
  return typeof reading === "string" ? reading : (parsePrefix(reading.value) ?? "malformed");
}

/** Puts `head` in the place of the one before, durably. */
export function replaceHead(directory: string, head: Prefix): Promise<void> {
  return limited(async () => {
    const temporary = join(directory, temporaryName(randomBytes(16).toString("hex")));
    try {
      await writeDurably(temporary, `${JSON.stringify(head)}\n`);
      await rename(temporary, join(directory, AUDIT_HEAD_FILE));
    } catch (error) {
      await removeFile(temporary).catch(() => {});
      throw error;
    }
  });
}
