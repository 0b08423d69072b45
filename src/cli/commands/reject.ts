import { readArguments, textOption } from "../arguments.js";
import type { Command } from "../command.js";
import { DECISION_OPTIONS, decide, KEY_HELP, OPERATOR_HELP, operatorName, QUEUE_HELP } from "../desk.js";

/** `outbound-dlp reject`: one rejection, for scripts. */
export const command: Command = {
  name: "reject",
  summary: "Reject one pending proposal",
  usage: [
    "Usage: outbound-dlp reject ID [--reason TEXT] [--operator NAME] [--key FILE] [--queue QUEUE]",
    "",
    "Ends the hold that proposal ID reports: the request is denied.",
    "",
    "  --reason TEXT    why; kept in the audit file",
    `${OPERATOR_HELP}${KEY_HELP}${QUEUE_HELP}`,
    "`outbound-dlp pending` shows the ids, which are never shortened. Put -- before an ID that begins with a hyphen.",
    "Exit codes: 0 recorded, 1 already decided, 2 usage, 3 queue unusable, 4 no longer waiting.",
    "",
  ].join("\n"),
  async run(argv, io) {
    const args = readArguments(argv, DECISION_OPTIONS, ["ID"]);
    const reason = textOption(args, "reason");
    const [id = ""] = args.positionals;
    const answer = { id, verdict: "reject", operator: operatorName(args) } as const;
    return decide(reason === undefined ? answer : { ...answer, reason }, args, io);
  },
};
