/** A disk of 64 KiB for one process: a tmpfs in a mount namespace of its own, which nobody else sees. */

import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { hasProgram } from "../../support/requirements.js";

const AS = process.getuid?.() === 0 ? ["-m"] : ["-r", "-m"];

/** Whether it can be had: many containers forbid it, so this is no requirement. What fails by hand is tested everywhere. */
export const hasSmallDisk: boolean = hasProgram("unshare", ...AS, "mount", "-t", "tmpfs", "tmpfs", "/mnt");

/** A program with its arguments that runs the command behind them with the small disk at `directory`. */
export function onSmallDisk(directory: string): readonly string[] {
  const mount = `mount -t tmpfs -o size=64k,mode=0700 tmpfs "${directory}" && exec "$0" "$@"`;
  return ["unshare", ...AS, "sh", "-c", mount];
}

/** The small disk of process `pid`, from outside. */
export function insideOf(pid: number | undefined, directory: string): string {
  return `/proc/${pid}/root${directory}`;
}

/** Takes all that is left on it, until the returned function is called. */
export async function fill(disk: string): Promise<() => Promise<void>> {
  const path = join(disk, "fill");
  const file = await open(path, "wx");
  try {
    for (;;) await file.write(Buffer.alloc(4_096));
  } catch {
    return () => rm(path);
  } finally {
    await file.close();
  }
}
