import { QueueError } from "../../errors.js";

/** What an operator can do about each error of the operating system (errno.h), by its code. */
const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full: free some space on it",
  EDQUOT: "the disk quota is used up: free some space or raise the quota",
  EROFS: "the file system is read-only: choose a directory that can be written",
  EACCES: "access was denied: run as the directory's owner, and give the owner back its rights (chmod -R u+rwX)",
  EPERM: "the operation is not permitted: run as the directory's owner, on a file system with hard links",
  EMFILE: "this process has too many open files: raise its limit (ulimit -n)",
  ENFILE: "the system has too many open files: raise its limit",
  EIO: "the disk reports an input/output error: check the disk",
  ENOENT: "it, or a file in it, was removed while in use: keep other programs out of it",
  ENOTDIR: "a part of its path is not a directory: choose another path",
  ELOOP: "a symbolic link stands where a file should be: keep other programs out of it",
  ENAMETOOLONG: "its path is too long: choose a shorter one",
  ENOTSUP: "its file system has no hard links: choose a directory on another one",
  ENOSYS: "its file system has no hard links: choose a directory on another one",
  EMLINK: "a file in it has too many hard links: keep other programs out of it",
};

/** The code of a system error, such as "ENOENT"; "" for anything else. */
export function errorCode(error: unknown): string {
  const code: unknown = error instanceof Error && "code" in error ? error.code : "";
  return typeof code === "string" ? code : "";
}

/** `error` as a QueueError that says what to do; nothing of the original is kept but its code. */
export function queueFailure(directory: string, error: unknown): QueueError {
  if (error instanceof QueueError) return error;
  const code = errorCode(error);
  const advice = ADVICE[code] ?? "the operation failed";
  return new QueueError(
    `The queue directory ${directory} cannot be used: ${advice}${code === "" ? "" : ` (${code})`}.`,
  );
}
