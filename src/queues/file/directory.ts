import { type BigIntStats, constants } from "node:fs";
import { lstat, mkdir, open, readdir } from "node:fs/promises";
import { resolve } from "node:path";
import { QueueError } from "../../errors.js";
import { errorCode, queueFailure } from "./failures.js";
import { limited, shared } from "./limit.js";

/** Bits of a mode (chmod(2)): what the owner needs of a directory, and what opens a file to its group or to others. */
const OWNER_ALL = 0o700n;
const OPEN_TO_OTHERS = 0o077n;

/** The directory of a queue: checked before every use, since whoever can write in it can approve. */
export interface QueueDirectory {
  /** Absolute, and without a slash at its end: with one, lstat would follow a symbolic link. */
  readonly path: string;
  /**
   * Creates the directory where it is missing; resolves with its inode. Rejects with QueueError when it is not ours alone.
   * Calls that come together share a look that begins after them.
   */
  check(): Promise<bigint>;
  /** The names in it. */
  list(): Promise<string[]>;
  /** Makes what was linked in it durable. Calls that come together share one fsync. */
  sync(): Promise<void>;
}

export function queueDirectory(directory: string): QueueDirectory {
  const path = resolve(directory);
  const attempt = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw queueFailure(path, error);
    }
  };
  return {
    path,
    check: shared(() => attempt(() => checkDirectory(path))),
    list: () => attempt(() => limited(() => readdir(path))),
    sync: shared(() => attempt(() => limited(() => syncDirectory(path)))),
  };
}

/** The user that files must belong to. Without POSIX owners nothing can be checked, so nothing is trusted. */
export function ownUser(): bigint {
  const user = process.geteuid?.();
  if (user === undefined) {
    throw new QueueError("fileQueue needs POSIX file owners and modes, which this platform lacks: use another queue.");
  }
  return BigInt(user);
}

/** Whether group and others have no right at all in `mode`. */
export function isPrivate(mode: bigint): boolean {
  return (mode & OPEN_TO_OTHERS) === 0n;
}

async function checkDirectory(path: string): Promise<bigint> {
  const user = ownUser();
  const status = await lstatOrCreate(path);
  if (status.isSymbolicLink()) throw refusal(path, "is a symbolic link: give the path of the directory itself");
  if (!status.isDirectory()) throw refusal(path, "is not a directory: choose another path");
  if (status.uid !== user) throw refusal(path, "belongs to another user: choose a directory of your own");
  if (!isPrivate(status.mode)) throw refusal(path, "is open to its group or to others: close it (chmod 700)");
  if ((status.mode & OWNER_ALL) !== OWNER_ALL) throw refusal(path, "is closed to its owner: open it (chmod 700)");
  return status.ino;
}

async function lstatOrCreate(path: string): Promise<BigIntStats> {
  try {
    return await lstat(path, { bigint: true });
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
    await mkdir(path, { recursive: true, mode: 0o700 });
    return await lstat(path, { bigint: true });
  }
}

function refusal(path: string, why: string): QueueError {
  return new QueueError(`The queue directory ${path} ${why}.`);
}

async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
