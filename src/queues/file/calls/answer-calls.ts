import { type FSWatcher, watch } from "node:fs";
import { CALL_BYTES, parseCall, replyTo } from "../../calls/messages.js";
import type { SharedApprovals } from "../../shared-approvals.js";
import type { QueueDirectory } from "../directory.js";
import { fileName, parseFileName } from "../names.js";
import { createRecord, MESSAGE_LINKS, readRecord } from "../records.js";

/** The safety net under the watch: how often the directory is listed for calls anyway, in milliseconds. */
const POLL_MS = 1_000;

/**
 * The proxy's side of calls: says what its guards remember, and makes them forget. What cannot be read as a call to this boot does
 * nothing. Keeps no process running.
 */
export class CallAnswerer {
  readonly #directory: QueueDirectory;
  readonly #boot: string;
  readonly #approvals: SharedApprovals;
  readonly #seen = new Set<string>();
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(directory: QueueDirectory, boot: string, approvals: SharedApprovals) {
    this.#directory = directory;
    this.#boot = boot;
    this.#approvals = approvals;
  }

  /** Begins, or goes on. The directory must be there. */
  start(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(() => void this.#look(), POLL_MS).unref();
    this.#attach();
    void this.#look();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#watcher?.close();
    this.#watcher = undefined;
  }

  /** A watch that cannot be had, or that breaks, is tried again at the next listing, which does without it. */
  #attach(): void {
    if (this.#watcher !== undefined) return;
    try {
      const watcher = watch(this.#directory.path, { persistent: false }, (_event, name) => {
        const file = typeof name === "string" ? parseFileName(name) : undefined;
        if (file?.kind === "call") void this.#answer(file.id);
      });
      watcher.on("error", () => {
        watcher.close();
        if (this.#watcher === watcher) this.#watcher = undefined;
      });
      this.#watcher = watcher;
    } catch {
      this.#watcher = undefined;
    }
  }

  async #look(): Promise<void> {
    try {
      await this.#directory.check();
      if (this.#timer === undefined) return;
      this.#attach();
      const names = new Set(await this.#directory.list());
      for (const id of this.#seen) if (!names.has(fileName(id, "call"))) this.#seen.delete(id);
      for (const name of names) {
        const file = parseFileName(name);
        if (file?.kind === "call") await this.#answer(file.id);
      }
    } catch {
      // Looked for again at the next listing. Until then the desk has no reply, and says so.
    }
  }

  async #answer(id: string): Promise<void> {
    if (this.#timer === undefined || this.#seen.has(id)) return;
    this.#seen.add(id);
    try {
      await this.#directory.check();
      const { path } = this.#directory;
      const reading = await readRecord(`${path}/${fileName(id, "call")}`, CALL_BYTES, MESSAGE_LINKS);
      const call = typeof reading === "string" ? undefined : parseCall(reading.value, this.#boot);
      if (call === undefined || call === "another's") return;
      await createRecord(path, fileName(id, "reply"), replyTo(call, this.#approvals));
    } catch {
      this.#seen.delete(id);
    }
  }
}
