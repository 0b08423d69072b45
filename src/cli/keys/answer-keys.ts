import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { resolve } from "node:path";
import { UnableError, UsageError } from "../errors.js";

/** Longest file of public keys, in bytes. */
const FILE_BYTES = 65_536;

/** The right to write of the group and of others (chmod(2)). */
const WRITABLE_BY_OTHERS = 0o022;

/**
 * The public keys in the file at `path`: one a line, with whose it is after a space; empty lines and lines that begin with # say
 * nothing. Whoever can write to the file can approve, so it must belong to this user or to root, and nobody else may write to it.
 */
export async function readAnswerKeys(path: string): Promise<readonly string[]> {
  const lines = (await readTrusted(resolve(path))).split("\n").map((line) => line.trim());
  const keys = lines.filter((line) => line !== "" && !line.startsWith("#")).map((line) => line.split(/\s/)[0] ?? "");
  if (keys.length === 0) throw new UsageError("The file that --answer-keys names holds no key.");
  return [...new Set(keys)];
}

async function readTrusted(path: string): Promise<string> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const { uid, mode, size } = await handle.stat();
    const isOurs = uid === 0 || uid === process.geteuid?.();
    if (!isOurs || (mode & WRITABLE_BY_OTHERS) !== 0) {
      throw new UnableError(
        `${path} can be written by others, who could let themselves approve: own it, and chmod go-w.`,
      );
    }
    if (size > FILE_BYTES) throw new UnableError(`${path} is too long for a list of keys.`);
    return await handle.readFile("utf8");
  } catch (error) {
    if (error instanceof UnableError) throw error;
    throw new UnableError(`The file that --answer-keys names cannot be read: ${path}.`);
  } finally {
    await handle?.close();
  }
}
