import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { QueueError } from "../../errors.js";
import { isPrivate, ownUser } from "./directory.js";
import type { AuditLine } from "./envelopes.js";
import { limited } from "./limit.js";
import { AUDIT_FILE } from "./names.js";

const LINE_FEED = 0x0a;

const READ_BYTES = 65_536;

/** The last append of this process: they go one after the other, so that each sees how the one before it ended. */
let last: Promise<unknown> = Promise.resolve();

/** Appends `line` to the audit and makes it durable. */
export function appendAudit(directory: string, line: AuditLine): Promise<void> {
  return inTurn(() => withAudit(directory, (handle) => append(handle, line)));
}

/** Appends `line` unless the audit has its decision already. */
export function repairAudit(directory: string, line: AuditLine): Promise<void> {
  return inTurn(() =>
    withAudit(directory, async (handle) => {
      const end = Buffer.from(`${JSON.stringify(line.decision)}}`);
      if (!(await contains(handle, end))) await append(handle, line);
    }),
  );
}

function inTurn(work: () => Promise<void>): Promise<void> {
  const turn = last.then(work);
  last = turn.catch(() => {});
  return turn;
}

function withAudit(directory: string, work: (handle: FileHandle) => Promise<void>): Promise<void> {
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
      await work(handle);
    } finally {
      await handle.close();
    }
  });
}

async function append(handle: FileHandle, line: AuditLine): Promise<void> {
  // A line that was cut short (a full disk, a kill) is closed first, so that it spoils no other.
  const start = (await endsInLine(handle)) ? "" : "\n";
  const bytes = Buffer.from(`${start}${JSON.stringify(line)}\n`);
  const { bytesWritten } = await handle.write(bytes);
  if (bytesWritten !== bytes.length) throw new QueueError("The audit line was cut short: free some space on the disk.");
  await handle.sync();
}

async function endsInLine(handle: FileHandle): Promise<boolean> {
  const { size } = await handle.stat();
  if (size === 0) return true;
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return bytesRead === 0 || buffer[0] === LINE_FEED;
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
