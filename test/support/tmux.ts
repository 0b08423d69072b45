/** A real terminal for tests: one tmux server of its own for each, with one pane. */

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PATIENCE_MS = 15_000;
const LOOK_AGAIN_MS = 25;

export class Terminal {
  readonly #directory = mkdtempSync(join(tmpdir(), "tmux-"));

  /** @param command A shell command. @param env Added to the environment. */
  constructor(
    command: string,
    { columns = 80, rows = 24, env = {} }: { columns?: number; rows?: number; env?: NodeJS.ProcessEnv } = {},
  ) {
    const size = ["-x", String(columns), "-y", String(rows)];
    const variables = Object.entries(env).flatMap(([name, value]) => ["-e", `${name}=${value}`]);
    this.#tmux("-f", "/dev/null", "new-session", "-d", ...size, ...variables, command);
  }

  /** What is on screen now, without trailing blanks. */
  screen(): string {
    return this.#tmux("capture-pane", "-p", "-t", "0").replace(/[ \n]+$/, "");
  }

  /** The process id of what runs in the pane. */
  pid(): number {
    return Number(this.#tmux("list-panes", "-F", "#{pane_pid}"));
  }

  type(text: string): void {
    this.#tmux("send-keys", "-t", "0", "-l", "--", text);
  }

  /** Types `text` so many times, one right behind the other: one client of tmux, so that no pause is the start of another. */
  async keepTyping(text: string, times: number): Promise<void> {
    const client = spawn("tmux", ["-S", join(this.#directory, "socket"), "-C", "attach"], {
      stdio: ["pipe", "ignore", "ignore"],
    });
    const keys = [...Buffer.from(text)].map((byte) => byte.toString(16)).join(" ");
    for (let time = 0; time < times; time++) {
      client.stdin.write(`send-keys -t 0 -H ${keys}\n`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    client.stdin.end("detach-client\n");
    await once(client, "exit");
  }

  /** Named keys: "Enter", "Escape", "BSpace", "C-u". */
  press(...keys: readonly string[]): void {
    this.#tmux("send-keys", "-t", "0", ...keys);
  }

  /** All that the program writes from now on goes to `path`, byte for byte, too. */
  record(path: string): void {
    this.#tmux("pipe-pane", "-t", "0", `exec cat > '${path}'`);
  }

  /** A paste as a terminal does it, marked for programs that ask for marks. */
  paste(text: string): void {
    this.#tmux("set-buffer", "--", text);
    this.#tmux("paste-buffer", "-p", "-r", "-t", "0");
  }

  resize(columns: number, rows: number): void {
    this.#tmux("resize-window", "-t", "0", "-x", String(columns), "-y", String(rows));
  }

  /** The screen once it shows `what`. Throws, with the screen, when it does not. */
  async shows(what: string | RegExp): Promise<string> {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const screen = this.screen();
      if (typeof what === "string" ? screen.includes(what) : what.test(screen)) return screen;
      if (performance.now() > deadline) throw new Error(`The terminal does not show ${what}:\n${screen}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
  }

  close(): void {
    try {
      this.#tmux("kill-server");
    } catch {
      // The server ends with its last pane.
    }
    rmSync(this.#directory, { recursive: true, force: true, maxRetries: 10 });
  }

  #tmux(...argv: readonly string[]): string {
    return execFileSync("tmux", ["-S", join(this.#directory, "socket"), ...argv], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  }
}
