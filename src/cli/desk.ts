import { DECIDABLE_TOOL } from "../operator/report.js";
import { signingDesk } from "../operator/signing-desk.js";
import type { SupervisorAnswer, SupervisorDesk } from "../types.js";
import { type Arguments, type OptionTable, textOption } from "./arguments.js";
import type { CommandIo } from "./command.js";
import { UsageError } from "./errors.js";
import { exit } from "./exit-codes.js";
import { readPrivateKey } from "./keys/private-key.js";
import { defaultOperatorName } from "./operator-name.js";
import { openQueue, queueName } from "./queue.js";

/** What the commands of the operator's side share. */

/** The options of a command that decides. */
export const DECISION_OPTIONS: OptionTable = {
  queue: { type: "string" },
  operator: { type: "string" },
  reason: { type: "string" },
  key: { type: "string" },
};

/** The help of the options that are everywhere on this side. */
export const QUEUE_HELP: string = [
  "  --queue QUEUE    a directory, or the URL of a Redis or PostgreSQL server (default: $OUTBOUND_DLP_QUEUE, which keeps",
  "                   a URL's password off the command line, else ~/.outbound-dlp/queue)",
  "",
].join("\n");
export const OPERATOR_HELP = "  --operator NAME  who decides, for the audit file (default: the name of the user)\n";
export const KEY_HELP =
  "  --key FILE       the private key that signs the answer (default: $OUTBOUND_DLP_KEY, else no signature)\n";

/** The desk of the queue that `--queue` or the environment names. */
export async function openDesk(args: Arguments, io: CommandIo): Promise<SupervisorDesk> {
  return (await openQueue(queueName(args, io))).queue;
}

/** `openDesk`, but that answers are signed where `--key` or the environment names a key. */
export async function openSigningDesk(args: Arguments, io: CommandIo): Promise<SupervisorDesk> {
  const path = textOption(args, "key") ?? io.env.OUTBOUND_DLP_KEY;
  const key = path === undefined ? undefined : await readPrivateKey(path);
  const desk = await openDesk(args, io);
  return key === undefined ? desk : signingDesk(desk, key);
}

/** Who decides. */
export function operatorName(args: Arguments): string {
  return textOption(args, "operator") ?? defaultOperatorName();
}

const OUTCOMES = {
  recorded: { code: exit.done, words: "Recorded." },
  "already-decided": { code: exit.found, words: "Already decided; nothing was recorded." },
  gone: { code: exit.gone, words: "No such proposal is waiting any more; nothing was recorded." },
} as const;

/** Gives `answer` to the desk, says what became of it, and resolves with the exit code. */
export async function decide(answer: SupervisorAnswer, args: Arguments, io: CommandIo): Promise<number> {
  const desk = await openSigningDesk(args, io);
  const proposal = (await desk.pending()).find(({ id }) => id === answer.id);
  if (proposal !== undefined && proposal.tool !== DECIDABLE_TOOL) {
    throw new UsageError("That proposal is of another tool, which has its own way to decide.");
  }
  const { code, words } = OUTCOMES[await desk.decide(answer, proposal)];
  (code === exit.done ? io.stdout : io.stderr).write(`${words}\n`);
  return code;
}
