/** The executable's frame: which command runs, what help says, what an error prints and which code it gives. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CommandEntry } from "../../src/cli/commands/entry.js";
import { commands } from "../../src/cli/commands/index.js";
import { UnableError, UsageError } from "../../src/cli/errors.js";
import { EXIT_CODES } from "../../src/cli/exit-codes.js";
import {
  AnswerError,
  ConfigurationError,
  DetectorError,
  EngineUnavailableError,
  QueueError,
} from "../../src/errors.js";
import { repository } from "../support/source.js";
import { run } from "./run-cli.js";

/** A table with one command, which throws. */
function throwing(error: unknown): readonly CommandEntry[] {
  const command = { name: "fail", summary: "", usage: "", run: () => Promise.reject(error) };
  return [{ name: "fail", load: async () => ({ command }) }];
}

describe("the table of commands", () => {
  it.each(commands.map((entry) => [entry.name, entry] as const))(
    "%s describes itself under its own name",
    async (name, entry) => {
      const { command } = await entry.load();
      expect(command.name).toBe(name);
      expect(command.summary).toMatch(/^[A-Z].{10,70}[^.]$/);
      expect(command.usage).toMatch(new RegExp(`^Usage: outbound-dlp ${name}\\b`));
      expect(command.usage.endsWith("\n")).toBe(true);
      for (const line of command.usage.split("\n")) expect(line.length).toBeLessThanOrEqual(125);
    },
  );

  it("help lists every command and every exit code", async () => {
    const { code, stdout } = await run(["help"]);
    expect(code).toBe(0);
    for (const { name } of commands) expect(stdout).toContain(`\n  ${name} `);
    for (const { code: exitCode, meaning } of EXIT_CODES) expect(stdout).toContain(`${exitCode}  ${meaning}`);
  });

  it.each([[["help", "scan"]], [["scan", "--help"]], [["scan", "-h"]]])(
    "%j shows the command's own help",
    async (argv) => {
      expect(await run(argv)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Usage: outbound-dlp scan /) });
    },
  );

  it.each([["--version"], ["-V"], ["version"]])("%s is the package's version", async (word) => {
    const { version } = JSON.parse(readFileSync(`${repository}package.json`, "utf8")) as { version: string };
    expect(await run([word])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });
});

describe("a command line that cannot be understood", () => {
  it.each<[readonly string[], RegExp]>([
    [[], /Give a command/],
    [["sk-live-1234"], /no such command/],
    [["constructor"], /no such command/],
    [["help", "sk-live-1234"], /no such command/],
    [["scan"], /exactly one argument: FILE/],
    [["scan", "a", "sk-live-1234"], /exactly one argument: FILE/],
    [["scan", "-", "--format", "sk-live-1234"], /--format is one of: har, http, curl, raw/],
    [["scan", "-", "--json", "--json"], /--json is given more than once/],
    [["scan", "-", "--jsn"], /no option --jsn/],
    [["scan", "-", "--reason=sk-live-1234"], /no option --reason /],
    [["scan", "-", "--sk-live-1234"], /option/],
    [["approve"], /exactly one argument: ID/],
    [["approve", "id"], /needs a reason/],
    [["approve", "id", "--reason"], /lacks its value/],
    [["pending", "sk-live-1234"], /takes options only/],
  ])("%j: exit code 2, and a message that does not quote it", async (argv, message) => {
    const { code, stdout, stderr } = await run(argv);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("1234");
  });
});

describe("an error in a command", () => {
  it.each<[Error, number]>([
    [new UsageError("what to do"), 2],
    [new AnswerError("what to do"), 2],
    [new ConfigurationError("what to do"), 2],
    [new UnableError("what to do"), 3],
    [new EngineUnavailableError("what to do"), 3],
    [new QueueError("what to do"), 3],
    [new DetectorError("what to do"), 2],
  ])("of ours (%s) prints its message alone, with exit code %i", async (error, code) => {
    expect(await run(["fail"], { table: throwing(error) })).toEqual({
      code,
      stdout: "",
      stderr: "outbound-dlp: what to do\n",
    });
  });

  it.each<[unknown, string]>([
    [new TypeError("value sk-live-1234"), "(TypeError)"],
    [Object.assign(new Error("open 'sk-live-1234'"), { code: "EMFILE" }), "(Error EMFILE)"],
    [Object.assign(new Error("x"), { code: "sk-live-1234" }), "(Error)"],
    ["sk-live-1234", "(string)"],
    [undefined, "(undefined)"],
  ])(
    "of another kind (%s) prints its class and code, not its message or stack, with exit code 70",
    async (error, named) => {
      const { code, stdout, stderr } = await run(["fail"], { table: throwing(error) });
      expect(code).toBe(70);
      expect(stdout).toBe("");
      expect(stderr).toContain(`unexpected error ${named}`);
      expect(stderr).not.toMatch(/1234|\bat /);
    },
  );
});

describe("supervise", () => {
  it("without a terminal says what to use instead", async () => {
    const { code, stderr } = await run(["supervise"]);
    expect(code).toBe(3);
    expect(stderr).toContain("pending, approve and reject");
  });
});
