import { readArguments, textOption } from "../arguments.js";
import type { Command } from "../command.js";
import { DECISION_OPTIONS, decide, KEY_HELP, OPERATOR_HELP, operatorName, QUEUE_HELP } from "../desk.js";
import { UsageError } from "../errors.js";

/** `outbound-dlp approve`: one approval, for scripts. */
export const command: Command = {
  name: "approve",
  summary: "Approve one pending proposal, with a reason",
  usage: [
    "Usage: outbound-dlp approve ID --reason TEXT [--operator NAME] [--key FILE] [--queue QUEUE]",
    "",
    "Lets the value that proposal ID reports leave, from now on for as long as its guard remembers it.",
    "",
    "  --reason TEXT    why this value may leave; kept in the audit file",
    `${OPERATOR_HELP}${KEY_HELP}${QUEUE_HELP}`,
    "`outbound-dlp pending` shows the ids, which are never shortened. Put -- before an ID that begins with a hyphen.",
    "Exit codes: 0 recorded, 1 already decided, 2 usage, 3 queue unusable, 4 no longer waiting.",
    "",
  ].join("\n"),
  async run(argv, io) {
    const args = readArguments(argv, DECISION_OPTIONS, ["ID"]);
    const reason = textOption(args, "reason");
    if (reason === undefined) throw new UsageError("An approval needs a reason: add --reason TEXT.");
    const [id = ""] = args.positionals;
    return decide({ id, verdict: "approve", reason, operator: operatorName(args) }, args, io);
  },
};
