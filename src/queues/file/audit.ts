import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { QueueError } from "../../errors.js";
import { settledEnd } from "./audit-end.js";
import { readHead, replaceHead } from "./audit-head.js";
import { NOTHING, type Prefix, prefixFrom, prefixOf } from "./chain.js";
import { isPrivate, ownUser } from "./directory.js";
import type { AuditLine } from "./envelopes.js";
import { limited } from "./limit.js";
import { AUDIT_FILE } from "./names.js";
import { fileStatus } from "./records.js";

const READ_BYTES = 65_536;

/** The last append of this process: they go one after the other, so that each sees how the one before it ended. */
let last: Promise<unknown> = Promise.resolve();

/** Appends `line` to the audit and makes it durable. */
export function appendAudit(directory: string, line: AuditLine): Promise<void> {
  return inTurn(() => write(directory, (handle) => append(handle, line)));
}

/** Appends `line` unless the audit has its decision already. */
export function repairAudit(directory: string, line: AuditLine): Promise<void> {
  return inTurn(() =>
    write(directory, async (handle) => {
      const end = Buffer.from(`${JSON.stringify(line.decision)}}`);
      if (!(await contains(handle, end))) await append(handle, line);
    }),
  );
}

async function write(directory: string, work: (handle: FileHandle) => Promise<void>): Promise<void> {
  const before = await headBefore(directory);
  const head = await withAudit(directory, async (handle) => {
    await work(handle);
    const { size } = await settledEnd(handle);
    const end = await prefixOf(handle, size);
    if (typeof before === "string" || before.bytes > end.bytes) return undefined;
    const { sha256 } = await prefixFrom(handle, before, size);
    return sha256 === end.sha256 ? end : undefined;
  });
  if (head !== undefined) await replaceHead(directory, head);
}

async function headBefore(directory: string): Promise<Prefix | "missing" | "malformed"> {
  const head = await readHead(directory);
  if (head !== "missing" || ((await fileStatus(join(directory, AUDIT_FILE)))?.size ?? 0n) > 0n) return head;
  await replaceHead(directory, NOTHING);
  return NOTHING;
}

function inTurn(work: () => Promise<void>): Promise<void> {
  const turn = last.then(work);
  last = turn.catch(() => {});
  return turn;
}

function withAudit<Result>(directory: string, work: (handle: FileHandle) => Promise<Result>): Promise<Result> {
  return limited(async () => {
    const { O_RDWR, O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants;
    const handle = await open(
      join(directory, AUDIT_FILE),
      O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK,
      0o600,
    );
    try {
      const status = await handle.stat({ bigint: true });
      const trusted = status.isFile() && status.uid === ownUser() && status.nlink === 1n && isPrivate(status.mode);
      if (!trusted) {
        throw new QueueError(
          `The audit file ${join(directory, AUDIT_FILE)} is not a private file of this user alone: move it away, and look who put it there.`,
        );
      }
      return await work(handle);
    } finally {
      await handle.close();
    }
  });
}

async function append(handle: FileHandle, { decision, ...line }: AuditLine): Promise<void> {
  const { size, isLine } = await settledEnd(handle);
  // A line that was cut short is closed first, so that it spoils no other.
  const start = isLine ? "" : "\n";
  const after = await prefixOf(handle, size);
  const bytes = Buffer.from(`${start}${JSON.stringify({ ...line, after, decision })}\n`);
  const { bytesWritten } = await handle.write(bytes);
  if (bytesWritten !== bytes.length) throw new QueueError("The audit line was cut short: free some space on the disk.");
  await handle.sync();
}

async function contains(handle: FileHandle, needle: Buffer): Promise<boolean> {
  const window = Buffer.alloc(READ_BYTES + needle.length);
  let kept = 0;
  for (let position = 0; ; ) {
    const { bytesRead } = await handle.read(window, kept, READ_BYTES, position);
    if (bytesRead === 0) return false;
    const filled = window.subarray(0, kept + bytesRead);
    if (filled.includes(needle)) return true;
    position += bytesRead;
    kept = Math.min(needle.length - 1, filled.length);
    filled.copy(window, 0, filled.length - kept);
  }
}
