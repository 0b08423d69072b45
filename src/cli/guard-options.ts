import type { Guard, GuardOptions, OutboundRequest } from "../types.js";
import { APPROVAL_HELP, APPROVAL_OPTIONS, approvalsOf } from "./approval-options.js";
import { type Arguments, type OptionTable, textOption } from "./arguments.js";
import type { CommandIo } from "./command.js";
import { QUEUE_HELP } from "./desk.js";
import { DETECTION_HELP, DETECTION_OPTIONS, detectionOf } from "./detection/options.js";
import { UsageError } from "./errors.js";
import { readAnswerKeys } from "./keys/answer-keys.js";
import { openQueue, queueName } from "./queue.js";

/** What the commands that guard requests share. */

export const GUARD_OPTIONS: OptionTable = {
  queue: { type: "string" },
  timeout: { type: "string" },
  unsupervised: { type: "boolean" },
  "answer-keys": { type: "string" },
  ...APPROVAL_OPTIONS,
  ...DETECTION_OPTIONS,
};

export const GUARD_HELP: string = [
  QUEUE_HELP.trimEnd(),
  "  --unsupervised   no queue: what would be held is denied at once",
  "  --timeout SECONDS",
  "                   how long a request is held (default: $EGRESS_TOKEN_ALLOW_TIMEOUT_SECONDS, else 300)",
  "  --answer-keys FILE",
  "                   public keys, one a line, as `outbound-dlp keys` prints them: only answers that one of them has",
  "                   signed count",
  ...APPROVAL_HELP,
  ...DETECTION_HELP,
].join("\n");

/** A guard, and its queue. */
export interface Guarding {
  readonly guard: Guard;
  /** The queue's directory or URL; absent: supervise is disabled. */
  readonly queue: string | undefined;
  /** Rejects when the queue could keep no proposal. */
  readonly probe: () => Promise<void>;
  /** Ends the queue. */
  close(): Promise<void>;
}

/** The guard that the options ask for. What it holds, releases and denies is logged on stderr, one line of JSON each. */
export async function guardFrom(args: Arguments, io: CommandIo): Promise<Guarding> {
  const name = queueFrom(args, io);
  const approvals = approvalsOf(args, io);
  const { createGuard, scanOutbound } = await import("../index.js");
  const keys = await answerKeysOf(args);
  const detection = await detectionOf(args, io);
  scanOutbound(FIRST, undefined, detection); // Without its engine it would deny everything: better said now.
  const options: GuardOptions = {
    ...detection,
    ...timeoutOf(args),
    ...approvals,
    ...keys,
    onEvent: (event) => io.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), ...event })}\n`),
  };
  if (name === undefined) return { guard: createGuard(options), queue: name, probe: nothing, close: nothing };
  const { queue, safeTokens, close } = await openQueue(name, keys, io.env.OUTBOUND_DLP_SHARED_KEY);
  const probe = async (): Promise<void> => queue.probe?.();
  await probe(); // A queue that cannot be used is said now, too.
  return { guard: createGuard({ ...options, queue, ...(safeTokens && { safeTokens }) }), queue: name, probe, close };
}

/**
 * What is worked out at the first scan of a request with an id near a context word is worked out before the first client waits for it: a
 * tenth of a second.
 */
const FIRST: OutboundRequest = {
  method: "POST",
  url: "https://api.example.com/v1/messages?beta=true",
  headers: [["content-type", "application/json"]],
  body: '{"messages":[{"role":"user","content":"A metric of Datadog"}],"id":"call_8f3kd92ls0dk3lqp9Zk2mQ"}',
};

async function nothing(): Promise<void> {}

/** A port that an option names; 0 takes any free one. */
export function portOption(args: Arguments, name: string): number | undefined {
  const text = textOption(args, name);
  if (text === undefined) return undefined;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new UsageError(`--${name} takes a number from 0 to 65535.`);
  return Number(text);
}

function queueFrom(args: Arguments, io: CommandIo): string | undefined {
  if (args.options.unsupervised !== true) return queueName(args, io);
  if (textOption(args, "queue") !== undefined) throw new UsageError("Give --queue or --unsupervised, not both.");
  return undefined;
}

async function answerKeysOf(args: Arguments): Promise<Pick<GuardOptions, "answerKeys">> {
  const path = textOption(args, "answer-keys");
  return path === undefined ? {} : { answerKeys: await readAnswerKeys(path) };
}

function timeoutOf(args: Arguments): Pick<GuardOptions, "timeoutSeconds"> {
  const text = textOption(args, "timeout");
  if (text === undefined) return {};
  if (!/^\d+(\.\d+)?$/.test(text)) throw new UsageError("--timeout takes a number of seconds above 0.");
  return { timeoutSeconds: Number(text) };
}
