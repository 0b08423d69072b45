import type { Command } from "../command.js";
import { UsageError } from "../errors.js";
import { EXIT_CODES, exit } from "../exit-codes.js";
import type { CommandEntry } from "./entry.js";

/** `outbound-dlp help`: the list of `commands`, or one command's own help. */
export function helpCommand(commands: readonly CommandEntry[]): Command {
  return {
    name: "help",
    summary: "Show this list, or the help of one command",
    usage: "Usage: outbound-dlp help [COMMAND]\n",
    async run(argv, io) {
      const [name, ...rest] = argv;
      if (rest.length > 0) throw new UsageError("Give at most one command's name.");
      io.stdout.write(name === undefined ? await overview(commands) : await usageOf(commands, name));
      return exit.done;
    },
  };
}

async function usageOf(commands: readonly CommandEntry[], name: string): Promise<string> {
  const entry = commands.find((candidate) => candidate.name === name);
  if (entry === undefined) throw new UsageError("There is no such command; `outbound-dlp help` lists them.");
  return (await entry.load()).command.usage;
}

async function overview(commands: readonly CommandEntry[]): Promise<string> {
  const loaded = await Promise.all(commands.map(async (entry) => (await entry.load()).command));
  const widest = Math.max(...loaded.map(({ name }) => name.length));
  return [
    "Holds outbound HTTP requests that carry a credential until a person has decided.",
    "",
    "Usage: outbound-dlp COMMAND [ARGUMENTS]",
    "       outbound-dlp --help | --version",
    "",
    "Commands:",
    ...loaded.map(({ name, summary }) => `  ${name.padEnd(widest)}  ${summary}`),
    "",
    "`outbound-dlp help COMMAND` explains one of them.",
    "",
    "Environment:",
    "  OUTBOUND_DLP_QUEUE  the queue's directory, where --queue names none (default ~/.outbound-dlp/queue)",
    "  OUTBOUND_DLP_KEY    the private key file that signs answers, where --key names none (default: no signature)",
    "",
    "Exit codes:",
    ...EXIT_CODES.map(({ code, meaning }) => `  ${String(code).padStart(3)}  ${meaning}`),
    "  128 + N  ended by signal N",
    "",
  ].join("\n");
}
