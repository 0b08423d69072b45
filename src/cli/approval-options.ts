import type { GuardOptions } from "../types.js";
import { type Arguments, type OptionTable, textOption } from "./arguments.js";
import type { CommandIo } from "./command.js";
import { UsageError } from "./errors.js";

/** How far an approval reaches: each option has its variable of the environment, which it wins over. */

const VARIABLES = {
  "approval-scope": "OUTBOUND_DLP_APPROVAL_SCOPE",
  "approval-ttl": "OUTBOUND_DLP_APPROVAL_TTL_SECONDS",
  "approval-uses": "OUTBOUND_DLP_APPROVAL_USES",
} as const;

type Name = keyof typeof VARIABLES;

export const APPROVAL_OPTIONS: OptionTable = {
  "approval-scope": { type: "string" },
  "approval-ttl": { type: "string" },
  "approval-uses": { type: "string" },
};

export const APPROVAL_HELP: readonly string[] = [
  "  --approval-scope anywhere|host",
  "                   where an approved value may go: to any host, or only to the one that it was approved for",
  `                   (default: $${VARIABLES["approval-scope"]}, else anywhere)`,
  "  --approval-ttl SECONDS",
  `                   how long an approval holds (default: $${VARIABLES["approval-ttl"]}, else as long as the proxy runs)`,
  "  --approval-uses N",
  `                   how many requests it lets pass, the approved one too (default: $${VARIABLES["approval-uses"]}, else all)`,
];

/** Reads them. @throws UsageError */
export function approvalsOf(args: Arguments, { env }: CommandIo): Pick<GuardOptions, "approvalScope" | "grant"> {
  const scope = setting("approval-scope", args, env);
  const ttlSeconds = positive("approval-ttl", /^\d+(\.\d+)?$/, "a number of seconds above 0", args, env);
  const uses = positive("approval-uses", /^\d{1,15}$/, "a whole number above 0", args, env);
  if (scope !== undefined && scope.text !== "anywhere" && scope.text !== "host") {
    throw new UsageError(`${scope.from} takes anywhere or host.`);
  }
  const grant = { ...(ttlSeconds === undefined ? {} : { ttlSeconds }), ...(uses === undefined ? {} : { uses }) };
  return { grant, ...(scope === undefined ? {} : { approvalScope: scope.text as "anywhere" | "host" }) };
}

function positive(name: Name, form: RegExp, what: string, args: Arguments, env: NodeJS.ProcessEnv): number | undefined {
  const given = setting(name, args, env);
  if (given === undefined) return undefined;
  if (!form.test(given.text) || !(Number(given.text) > 0)) throw new UsageError(`${given.from} takes ${what}.`);
  return Number(given.text);
}

/** What was given, and where. */
function setting(name: Name, args: Arguments, env: NodeJS.ProcessEnv): { text: string; from: string } | undefined {
  const option = textOption(args, name);
  if (option !== undefined) return { text: option, from: `--${name}` };
  const variable = env[VARIABLES[name]];
  return variable === undefined ? undefined : { text: variable, from: `$${VARIABLES[name]}` };
}
