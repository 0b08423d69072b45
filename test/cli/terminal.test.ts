/** The supervisor's terminal in a real one: the built executable in tmux, on a real queue. */

import { randomUUID } from "node:crypto";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createGuard, fileQueue } from "../../src/index.js";
import type { ApprovalQueue, Proposal, SupervisorDesk } from "../../src/types.js";
import { proposal } from "../operator/proposals.js";
import { builtCli } from "../support/cli.js";
import { hasProgram, requirement } from "../support/requirements.js";
import { Terminal } from "../support/tmux.js";

const READY = "[a] approve";
const EMPTY = "No request is held";

describe.skipIf(!requirement("tmux", hasProgram("tmux", "-V")))("outbound-dlp supervise", () => {
  let directory: string;
  let queue: ApprovalQueue & SupervisorDesk;
  let terminals: Terminal[] = [];
  let ids: string[] = [];

  beforeEach(async () => {
    directory = join(await mkdtemp(join(tmpdir(), "supervise-")), "queue");
    queue = fileQueue(directory);
    // Creates the directory.
    await queue.pending();
  });

  afterEach(async () => {
    for (const terminal of terminals) terminal.close();
    for (const id of ids) await queue.withdraw(id, "cancelled");
    terminals = [];
    ids = [];
    await rm(join(directory, ".."), { recursive: true, force: true, maxRetries: 10 });
  });

  function supervise(size: { columns?: number; rows?: number } = {}): Terminal {
    const command = `exec '${process.execPath}' '${builtCli()}' supervise --queue '${directory}' --operator olga`;
    const terminal = new Terminal(command, size);
    terminals.push(terminal);
    return terminal;
  }

  async function submit(text?: string, changes: Partial<Proposal> = {}): Promise<string> {
    const id = randomUUID();
    const now = Date.now();
    const times = { createdAt: new Date(now).toISOString(), expiresAt: new Date(now + 60_000).toISOString() };
    ids.push(id);
    await queue.submit(proposal(id, { ...times, ...changes }, text));
    return id;
  }

  const answerTo = (id: string): Promise<unknown> => queue.answer(id, AbortSignal.timeout(15_000));
  const pendingIds = async (): Promise<string[]> => (await queue.pending()).map(({ id }) => id).sort();

  it("shows a report when it comes, with the time left, and approves it with the reason typed", async () => {
    const terminal = supervise();
    await terminal.shows(EMPTY);
    const id = await submit("host         api.example.com\npath         /v1");
    const screen = await terminal.shows(READY);
    expect(screen).toMatch(/Report 1 of 1, \d+ s left\nhost {9}api\.example\.com\npath {9}\/v1\n/);
    expect(screen).toContain("operator olga");
    terminal.type("a");
    await terminal.shows("Approve. Reason");
    terminal.type("a key for tests");
    await terminal.shows("> a key for tests");
    terminal.press("Enter");
    expect(await answerTo(id)).toEqual({ id, verdict: "approve", reason: "a key for tests", operator: "olga" });
    await terminal.shows("Approved: example-token to api.example.com.");
    const audit = await readFile(join(directory, "audit.jsonl"), "utf8");
    expect(audit).toContain("a key for tests");
    expect(audit).toContain("olga");
    expect(audit).toContain("aaaa:bbbb:cccc:dddd");
  });

  it("a request that a guard holds leaves once it is approved here, and its secret is never on screen", async () => {
    const variable = "R7k2pQ9xTz4LmW8vYc3NbJ6hFs1DgA5uEo0X";
    const guard = createGuard({ queue, timeoutSeconds: 60 });
    const headers = { authorization: `Bearer ghp_${variable}` };
    const verdict = guard.check({ method: "POST", url: "https://api.example.com/v1/items?x=1", headers });
    const terminal = supervise();
    const screen = await terminal.shows(READY);
    for (const part of ["api.example.com", "POST", "/v1/items?x=1", "github-personal-access-token", "[redacted"]) {
      expect(screen).toContain(part);
    }
    for (let at = 0; at + 6 <= variable.length; at++) expect(screen).not.toContain(variable.slice(at, at + 6));
    terminal.type("aa key for tests");
    terminal.press("Enter");
    expect(await verdict).toMatchObject({ action: "forward", because: "approved" });
    await guard.close();
  });

  it("cannot approve without a reason", async () => {
    const id = await submit();
    const terminal = supervise();
    await terminal.shows(READY);
    terminal.type("a");
    await terminal.shows("Approve. Reason");
    terminal.press("Enter");
    await terminal.shows("An approval needs a reason");
    terminal.type("   ");
    terminal.press("Enter", "Escape");
    await terminal.shows("Nothing was decided.");
    expect(await pendingIds()).toEqual([id]);
  });

  it("rejects, also without a reason", async () => {
    const id = await submit();
    const terminal = supervise();
    await terminal.shows(READY);
    terminal.type("r");
    await terminal.shows("Reject. Reason if you like");
    terminal.press("Enter");
    expect(await answerTo(id)).toEqual({ id, verdict: "reject", operator: "olga" });
    await terminal.shows(EMPTY);
  });

  it("lists what a guard in another process remembers and takes one back, which is then held again", async () => {
    const value = `ghp_${"R7k2pQ9xTz4LmW8vYc3NbJ6hFs1DgA5uEo0X"}`;
    const request = { method: "GET", url: "https://api.example.com/", headers: { authorization: `Bearer ${value}` } };
    const guard = createGuard({ queue: fileQueue(directory), timeoutSeconds: 60 });
    const held = guard.check(request);
    const terminal = supervise();
    await terminal.shows(READY);
    terminal.type("aa key for tests");
    terminal.press("Enter");
    expect(await held).toMatchObject({ because: "approved" });
    await terminal.shows(EMPTY);
    terminal.type("l");
    const fingerprint = guard.safeTokens.list()[0]?.fingerprint;
    await terminal.shows(`> ${fingerprint}  since`);
    terminal.type("x");
    await terminal.shows("[y] yes");
    terminal.type("y");
    await terminal.shows("Nothing is approved.");
    expect(guard.safeTokens.size).toBe(0);
    const again = guard.check(request);
    terminal.press("Escape");
    await terminal.shows(READY);
    await guard.close();
    expect(await again).toMatchObject({ because: "closed" });
    const audit = await readFile(join(directory, "audit.jsonl"), "utf8");
    expect(audit).toContain(`"operator":"olga","proposal":"","verdict":"revoke"`);
  });

  it("has no modify, and says so", async () => {
    const id = await submit();
    const terminal = supervise();
    await terminal.shows(READY);
    terminal.type("m");
    await terminal.shows("There is no modify");
    expect(await pendingIds()).toEqual([id]);
  });

  it("throws away what was typed before a report came", async () => {
    const terminal = supervise();
    await terminal.shows(EMPTY);
    terminal.type("afine");
    terminal.press("Enter");
    terminal.type("afine");
    terminal.press("Enter");
    const id = await submit();
    await terminal.shows(READY);
    expect(await pendingIds()).toEqual([id]);
  });

  it("throws away what lay in the terminal's buffer when the report came", async () => {
    const terminal = supervise();
    await terminal.shows(EMPTY);
    process.kill(terminal.pid(), "SIGSTOP");
    const id = await submit();
    for (let line = 0; line < 5; line++) {
      terminal.type("a");
      terminal.type("fine");
      terminal.press("Enter");
    }
    process.kill(terminal.pid(), "SIGCONT");
    await terminal.shows(READY);
    expect(await pendingIds()).toEqual([id]);
  });

  it("lines that keep coming decide at most the report that was on screen", async () => {
    const first = await submit();
    const second = await submit();
    const terminal = supervise();
    await terminal.shows(READY);
    await terminal.keepTyping("afine\r", 60);
    await terminal.shows("Approved");
    await terminal.shows(READY);
    expect(await pendingIds()).toEqual([second]);
    expect(await answerTo(first)).toMatchObject({ verdict: "approve" });
  });

  it("a paste decides nothing", async () => {
    const id = await submit();
    const terminal = supervise();
    await terminal.shows(READY);
    terminal.paste("afine\rafine\r");
    await terminal.shows("Pasted text does nothing here");
    expect(await pendingIds()).toEqual([id]);
  });

  it.each(["", "a", "r"])("a paste that holds the mark of its own end decides nothing, after %j", async (typed) => {
    const id = await submit();
    const terminal = supervise();
    await terminal.shows(READY);
    terminal.type(typed);
    if (typed !== "") await terminal.shows("Esc goes back");
    terminal.paste(`fine\x1b[201~${"\x1b[201~".repeat(500)}\x1b[0n\rafine\r\x1b[0nafine\r`);
    await terminal.shows(typed === "" ? "Pasted text does nothing here" : "> fine");
    await sleep(500);
    expect(await pendingIds()).toEqual([id]);
  });

  it("writes no control sequence but its own, whatever stands in any field of a proposal", async () => {
    const hostile = [
      "\x1b]0;owned\x07\x1b[2J\x1b[?1049l\x1bPq#0\x1b\\\x1b]52;c;b3duZWQ=\x07\x1b[5n\x1b[6n\x9b31m\x90q\x9c\x85\x8d",
      "\u202e\u2066\u2067\u200b\u200d\ufeff\u2028\u2029\u{e0041}\ufff9\ud800\x00\x08\x7f\r\n\t\v\f",
      `${"x\u0301".repeat(500)}${"\u0336".repeat(500)}`,
      "[a] approve\nApprove. Reason (Enter approves, Esc goes back):\n> fine",
      "\u{1f468}\u200d\u{1f469}".repeat(2_000),
      "y".repeat(20_000),
    ];
    const terminal = supervise({ columns: 60, rows: 20 });
    await terminal.shows(EMPTY);
    const raw = join(directory, "..", "raw");
    terminal.record(raw);
    for (const text of hostile) {
      const fields = Object.fromEntries(
        ["host", "method", "path", "detector", "reason", "context", "fingerprint"].map((name) => [name, text]),
      );
      const { payload } = proposal("one", {}, text);
      await submit(undefined, { payload: { ...payload, ...fields } });
      await submit(undefined, { tool: text });
    }
    await terminal.shows(READY);
    for (let report = 0; report < 2 * hostile.length; report++) {
      terminal.press("PageDown");
      terminal.type("n");
      terminal.resize(20 + 7 * report, 2 + 3 * report);
      await sleep(400);
    }
    terminal.resize(80, 24);
    await terminal.shows(READY);
    expect(await pendingIds()).toHaveLength(2 * hostile.length);
    const written = await readFile(raw, "utf8");
    const own = /\x1b\[(?:\?(?:1049|2004|7|25)[hl]|[0-9;]*[HKm]|5n)|\r+\n/g;
    expect(written.match(own)?.length).toBeGreaterThan(100);
    const rest = written.replace(own, "");
    expect(rest.match(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u)).toBeNull();
    expect(rest).not.toMatch(/\p{M}{3}/u);
  });

  it("says when the report was decided by another, discards what was typed, and moves on", async () => {
    const first = await submit("the first report");
    const second = await submit("the second report");
    const terminal = supervise();
    await terminal.shows("the first report");
    await terminal.shows(READY);
    terminal.type("a");
    await terminal.shows("Approve. Reason");
    terminal.type("half a reason");
    await terminal.shows("> half a reason");
    expect(await queue.decide({ id: first, verdict: "reject" })).toBe("recorded");
    const screen = await terminal.shows("the second report");
    expect(screen).toContain("decided elsewhere");
    expect(screen).not.toContain("half a reason");
    await terminal.shows(READY);
    terminal.press("Enter");
    await terminal.shows("That key does nothing here");
    expect(await pendingIds()).toEqual([second]);
  });

  it("says when the time of the report on screen is up", async () => {
    await submit("short of time", { expiresAt: new Date(Date.now() + 3_000).toISOString() });
    const terminal = supervise();
    await terminal.shows("short of time");
    await terminal.shows("was up");
    expect(terminal.screen()).not.toContain("short of time");
  });

  it("shows a hostile report as harmless text", async () => {
    await submit("before\x1b[2J\x1b]0;owned\x07\u202eafter\r\n\u009b31mend");
    const terminal = supervise();
    const screen = await terminal.shows(READY);
    expect(screen).toContain("before\ufffd[2J\ufffd]0;owned\ufffd\ufffdafter\ufffd");
    expect(screen).toContain("\ufffd31mend");
  });

  it("lists a proposal of another tool, and does not decide it", async () => {
    const id = await submit("rm -rf", { tool: "shell-command" });
    const terminal = supervise();
    const screen = await terminal.shows("decided elsewhere: shell-command");
    expect(screen).not.toContain("rm -rf");
    terminal.type("a");
    terminal.type("m");
    await terminal.shows("There is no modify");
    expect(await pendingIds()).toEqual([id]);
  });

  it("a report longer than the window is approved only once all of it has been on screen", async () => {
    const lines = Array.from({ length: 40 }, (_, line) => `line ${line}.`);
    const id = await submit(lines.join("\n"));
    const terminal = supervise();
    await terminal.shows("[space] read on, then [a] approve");
    terminal.type("a");
    await terminal.shows("read it to its end");
    expect(await pendingIds()).toEqual([id]);
    const seen = new Set<string>();
    for (let screen = terminal.screen(); !screen.includes("line 39."); screen = await terminal.shows(/./)) {
      for (const [line] of screen.matchAll(/^line \d+\.$/gm)) seen.add(line);
      const last = [...seen].at(-1) as string;
      terminal.press("Down");
      await terminal.shows(`line ${Number(/\d+/.exec(last)?.[0]) + 1}.`);
    }
    for (const [line] of terminal.screen().matchAll(/^line \d+\.$/gm)) seen.add(line);
    expect([...seen]).toEqual(lines);
    terminal.type("aread");
    await terminal.shows("> read");
    terminal.press("Enter");
    expect(await answerTo(id)).toMatchObject({ id, verdict: "approve", reason: "read" });
  });

  it("draws itself anew when the window changes its size", async () => {
    const lines = Array.from({ length: 40 }, (_, line) => `line ${line} `.padEnd(70, "x"));
    await submit(lines.join("\n"));
    const terminal = supervise({ columns: 80, rows: 24 });
    expect(await terminal.shows(READY)).toContain("more lines below");
    terminal.resize(50, 20);
    await terminal.shows(/^ {2}… x+$/m);
    terminal.resize(100, 60);
    const screen = await terminal.shows("line 39");
    expect(screen).toContain(READY);
    expect(screen).not.toContain("more lines below");
  });

  it("a queue that becomes unusable ends it, with the reason on the terminal that was", async () => {
    const command = `'${process.execPath}' '${builtCli()}' supervise --queue '${directory}'`;
    const terminal = new Terminal(`${command}; echo "exit $?"; exec sleep 600`);
    terminals.push(terminal);
    await terminal.shows(EMPTY);
    await chmod(directory, 0o777);
    try {
      await writeFile(join(directory, "anything"), "");
      const screen = await terminal.shows("exit 3");
      expect(screen).toContain("outbound-dlp: ");
      expect(screen).not.toContain(EMPTY);
    } finally {
      await chmod(directory, 0o700);
    }
  });

  it("an answer that is on its way when the session ends is told of as recorded", async () => {
    const id = await submit();
    const command = `'${process.execPath}' '${builtCli()}' supervise --queue '${directory}'`;
    const terminal = new Terminal(`${command}; echo "exit $?"; exec sleep 600`);
    terminals.push(terminal);
    await terminal.shows(READY);
    terminal.type("awhy");
    await terminal.shows("> why");
    terminal.press("Enter", "C-c");
    expect(await terminal.shows("exit 0")).toContain("Approved: example-token to api.example.com");
    expect(await answerTo(id)).toMatchObject({ verdict: "approve", reason: "why" });
  });

  it.each<[string, (terminal: Terminal, pid: number) => void, number]>([
    ["q", (terminal) => terminal.type("q"), 0],
    ["Ctrl-C", (terminal) => terminal.press("C-c"), 0],
    ["SIGTERM", (_, pid) => process.kill(pid, "SIGTERM"), 143],
  ])("%s ends it with the terminal as it was", async (_, end, code) => {
    const pidFile = join(directory, "..", "pid");
    const command = `'${process.execPath}' '${builtCli()}' supervise --queue '${directory}'`;
    const script = `sh -c 'echo $$ > "${pidFile}"; exec "$@"' sh ${command}; echo "exit $?"; stty -a; exec sleep 600`;
    const terminal = new Terminal(script, { columns: 150 });
    terminals.push(terminal);
    await terminal.shows(EMPTY);
    end(terminal, Number(await readFile(pidFile, "utf8")));
    const screen = await terminal.shows("min = ");
    expect(screen).toContain(`exit ${code}`);
    expect(screen).toMatch(/ icanon /);
    expect(screen).toMatch(/ echo /);
    expect(screen).not.toContain(EMPTY);
  });
});
