import { randomBytes } from "node:crypto";
import { type BigIntStats, constants } from "node:fs";
import { type FileHandle, link, lstat, open, unlink } from "node:fs/promises";
import { join } from "node:path";
import { ownUser } from "./directory.js";
import { errorCode } from "./failures.js";
import { limited } from "./limit.js";
import { temporaryName } from "./names.js";

/** One JSON text and a line feed, written whole and never changed. A file without its line feed was cut short. */
export interface RecordFile {
  readonly value: unknown;
  readonly status: BigIntStats;
}

/** What stands under a record's name: nothing, something that no queue wrote, or a record. */
export type Reading = "missing" | "malformed" | RecordFile;

/** How many names a call or a reply may have: its own, and for a moment the temporary one. */
export const MESSAGE_LINKS = 2;

/** About what a proposal takes, in bytes. */
const PROBE_BYTES = 4_096;

/** Errors that a planted file causes: a symbolic link, a socket, a file without rights. The rest are the system's. */
const PLANTED = new Set(["ELOOP", "EMLINK", "ENXIO", "EACCES", "EISDIR"]);

/**
 * Reads the record at `path`, and never blocks on a FIFO, follows a link or reads more than `bytes`.
 *
 * @param links How many names the file may have: more means that somebody linked it here.
 */
export function readRecord(path: string, bytes: number, links: number): Promise<Reading> {
  return limited(async () => {
    let handle: FileHandle | undefined;
    try {
      handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
      const status = await handle.stat({ bigint: true });
      const trusted = status.isFile() && status.uid === ownUser() && status.nlink <= BigInt(links);
      if (!trusted || status.size > BigInt(bytes)) return "malformed";
      return parseRecord(await readAtMost(handle, Number(status.size)), status);
    } catch (error) {
      if (errorCode(error) === "ENOENT") return "missing";
      if (PLANTED.has(errorCode(error))) return "malformed";
      throw error;
    } finally {
      await handle?.close();
    }
  });
}

function parseRecord(text: string, status: BigIntStats): Reading {
  if (!text.endsWith("\n")) return "malformed";
  try {
    return { value: JSON.parse(text) as unknown, status };
  } catch {
    return "malformed";
  }
}

async function readAtMost(handle: FileHandle, bytes: number): Promise<string> {
  const buffer = Buffer.alloc(bytes);
  let length = 0;
  while (length < bytes) {
    const { bytesRead } = await handle.read(buffer, length, bytes - length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.toString("utf8", 0, length);
}

/**
 * Writes a record whole, then gives it its name: `false` when the name is taken. link(2) decides that, in one step and for all
 * processes; rename(2) would overwrite.
 */
export function createRecord(directory: string, name: string, json: string): Promise<boolean> {
  return limited(async () => {
    const temporary = join(directory, temporaryName(randomBytes(16).toString("hex")));
    try {
      await writeDurably(temporary, `${json}\n`);
      return await linkRecord(temporary, join(directory, name));
    } finally {
      // A temporary file that stays is removed by the next boot; the record stands all the same.
      await removeFile(temporary).catch(() => {});
    }
  });
}

/**
 * As `createRecord`, but that bytes and name become durable together, by one fsync of the file that has its name already: others can
 * read the record a moment before this resolves. link(2) changes the file's own inode too, so ext4, XFS and btrfs commit the name with
 * it; another file system may want the directory's fsync. So it is for what is worth nothing once the machine has stopped.
 */
export async function createRecordAtOnce(directory: string, name: string, json: string): Promise<boolean> {
  const [temporary, path] = [join(directory, temporaryName(randomBytes(16).toString("hex"))), join(directory, name)];
  let isLinked = false;
  const write = async (durable: () => void): Promise<void> => {
    const handle = await createFile(temporary);
    try {
      await handle.writeFile(`${json}\n`);
      isLinked = await linkRecord(temporary, path);
      if (!isLinked) return;
      await handle.sync();
      durable();
    } finally {
      await Promise.all([handle.close(), removeFile(temporary).catch(() => {})]);
    }
  };
  try {
    // Nobody waits for the tidying up behind a record that stands: it may wait for the disk again.
    await new Promise<void>((resolve, reject) => void limited(() => write(resolve)).then(resolve, reject));
    return isLinked;
  } catch (error) {
    if (isLinked) await removeFile(path).catch(() => {});
    throw error;
  }
}

/** A new file, mode 0600. */
function createFile(path: string): Promise<FileHandle> {
  return open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600);
}

/** Writes a new file, and makes its bytes durable. */
export async function writeDurably(path: string, text: string): Promise<void> {
  const handle = await createFile(path);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a file durable and removes it: rejects where a record could not be made. */
export function tryRecord(directory: string): Promise<void> {
  return limited(async () => {
    const temporary = join(directory, temporaryName(randomBytes(16).toString("hex")));
    try {
      await writeDurably(temporary, `${" ".repeat(PROBE_BYTES)}\n`);
    } finally {
      await removeFile(temporary).catch(() => {});
    }
  });
}

/** Gives the file at `from` the further name `to`: `false` when that is taken. */
export async function linkRecord(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
}

/** Removes a name; `false` when it was not there. */
export async function removeFile(path: string): Promise<boolean> {
  try {
    await unlink(path);
    return true;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return false;
    throw error;
  }
}

/** What stands under a name, links not followed; undefined when nothing does. */
export async function fileStatus(path: string): Promise<BigIntStats | undefined> {
  try {
    return await lstat(path, { bigint: true });
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}
