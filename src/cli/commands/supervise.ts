import type { ReadStream, WriteStream } from "node:tty";
import { readArguments } from "../arguments.js";
import type { Command, CommandIo } from "../command.js";
import { KEY_HELP, OPERATOR_HELP, openSigningDesk, operatorName, QUEUE_HELP } from "../desk.js";
import { UnableError } from "../errors.js";
import { exit } from "../exit-codes.js";

/** `outbound-dlp supervise`: the supervisor's terminal. */
export const command: Command = {
  name: "supervise",
  summary: "Decide held requests on this terminal, one report at a time",
  usage: [
    "Usage: outbound-dlp supervise [--operator NAME] [--key FILE] [--queue QUEUE]",
    "",
    "Shows one report at a time: a approves it, once all of it has been on screen (a reason must be typed), r rejects it, n goes",
    "to the next, q quits. What was typed before a report is on screen is thrown away. What nobody decides in time is denied. l",
    "lists what is approved, where x and then y takes the chosen value back, at once.",
    "",
    `${OPERATOR_HELP}${KEY_HELP}${QUEUE_HELP}`,
    "Exit codes: 0 quit, 2 usage, 3 no terminal or queue unusable.",
    "",
  ].join("\n"),
  async run(argv, io) {
    const args = readArguments(argv, {
      queue: { type: "string" },
      operator: { type: "string" },
      key: { type: "string" },
    });
    const terminal = terminalOf(io);
    const desk = await openSigningDesk(args, io);
    // A queue that cannot be used is said before the screen changes.
    await desk.pending();
    const { superviseOnTerminal } = await import("../../operator/terminal/supervise.js");
    const log = await superviseOnTerminal({ desk, operator: operatorName(args), ...terminal, signal: io.signal });
    io.stdout.write(log.length === 0 ? "Nothing was decided.\n" : `${log.join("\n")}\n`);
    return exit.done;
  },
};

function terminalOf({ stdin, stdout }: CommandIo): { readonly stdin: ReadStream; readonly stdout: WriteStream } {
  if (!isTerminal(stdin) || !isTerminal(stdout)) {
    throw new UnableError("supervise needs a terminal. In a script, use pending, approve and reject.");
  }
  return { stdin: stdin as ReadStream, stdout: stdout as WriteStream };
}

function isTerminal(stream: NodeJS.ReadableStream | NodeJS.WritableStream): boolean {
  return (stream as { readonly isTTY?: boolean }).isTTY === true;
}
