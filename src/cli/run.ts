import {
  AnswerError,
  ConfigurationError,
  DetectorError,
  EngineUnavailableError,
  OutboundDlpError,
  QueueError,
} from "../errors.js";
import type { CommandIo } from "./command.js";
import type { CommandEntry } from "./commands/entry.js";
import { commands } from "./commands/index.js";
import { UnableError, UsageError } from "./errors.js";
import { exit } from "./exit-codes.js";

/** Which exit code an error of ours means. Any other error is unexpected, and its message is not printed. */
const CODE_OF_ERROR = [
  { type: UsageError, code: exit.usage },
  { type: AnswerError, code: exit.usage },
  { type: ConfigurationError, code: exit.usage },
  { type: DetectorError, code: exit.usage },
  { type: UnableError, code: exit.unable },
  { type: EngineUnavailableError, code: exit.unable },
  { type: QueueError, code: exit.unable },
] as const;

const ALIASES: Readonly<Record<string, string>> = {
  "--help": "help",
  "-h": "help",
  "--version": "version",
  "-V": "version",
};

/** Runs the command of `table` that `argv` names and resolves with the exit code. Never rejects. */
export async function runCli(
  argv: readonly string[],
  io: CommandIo,
  table: readonly CommandEntry[] = commands,
): Promise<number> {
  try {
    return await dispatch(argv, io, table);
  } catch (error) {
    return report(error, io);
  }
}

async function dispatch(argv: readonly string[], io: CommandIo, table: readonly CommandEntry[]): Promise<number> {
  const [word, ...rest] = argv;
  if (word === undefined) throw new UsageError("Give a command; `outbound-dlp help` lists them.");
  const name = Object.hasOwn(ALIASES, word) ? ALIASES[word] : word;
  const entry = table.find((candidate) => candidate.name === name);
  if (entry === undefined) throw new UsageError("There is no such command; `outbound-dlp help` lists them.");
  const { command } = await entry.load();
  if (asksForHelp(rest)) {
    io.stdout.write(command.usage);
    return exit.done;
  }
  return command.run(rest, io);
}

/** `--` ends the options, so a `--help` after it is an argument. */
function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  return (end < 0 ? argv : argv.slice(0, end)).some((word) => word === "--help" || word === "-h");
}

function report(error: unknown, io: CommandIo): number {
  if (error instanceof OutboundDlpError) {
    io.stderr.write(`outbound-dlp: ${error.message}\n`);
    return CODE_OF_ERROR.find(({ type }) => error instanceof type)?.code ?? exit.internal;
  }
  if (io.signal.aborted) return exit.internal;
  // Another's error may quote what it was working on, so only its class and code are named.
  io.stderr.write(`outbound-dlp: unexpected error (${describe(error)}). Please report it, with what you ran.\n`);
  return exit.internal;
}

function describe(error: unknown): string {
  const name = error instanceof Error ? error.constructor.name : typeof error;
  const code = (error as { readonly code?: unknown } | null | undefined)?.code;
  return typeof code === "string" && /^[A-Z0-9_]{1,40}$/.test(code) ? `${name} ${code}` : name;
}
