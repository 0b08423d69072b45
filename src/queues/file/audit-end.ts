import type { FileHandle } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";

const LINE_FEED = 0x0a;

/** Waits between looks at an end that is none of a line, in milliseconds: what does not grow over all of them was cut short. */
const PATIENCE = [1, 2, 4, 8, 16, 32];

/** Where the audit ends. */
export interface AuditEnd {
  /** Bytes. */
  readonly size: number;
  /** False when the last line was cut short (a full disk, a kill). */
  readonly isLine: boolean;
}

/**
 * The end of the audit once no other desk is in the middle of its append. An append is one write(2), and none stands inside another
 * (O_APPEND), but its bytes are not seen all at once: ext4 and others grow a file page by page, so a line over the edge of a page
 * shows without its end for a moment.
 */
export async function settledEnd(handle: FileHandle): Promise<AuditEnd> {
  let size = await sizeOf(handle);
  for (let looks = 0; !(await endsInLine(handle, size)); looks += 1) {
    const wait = PATIENCE[looks];
    if (wait === undefined) return { size, isLine: false };
    await setTimeout(wait);
    const now = await sizeOf(handle);
    if (now !== size) looks = -1;
    size = now;
  }
  return { size, isLine: true };
}

async function sizeOf(handle: FileHandle): Promise<number> {
  return (await handle.stat()).size;
}

async function endsInLine(handle: FileHandle, size: number): Promise<boolean> {
  if (size === 0) return true;
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return bytesRead === 0 || buffer[0] === LINE_FEED;
}
