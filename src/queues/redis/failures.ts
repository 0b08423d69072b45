import { QueueError } from "../../errors.js";
import type { Failure } from "../server/store.js";

interface Advice {
  readonly says: string;
  readonly isPassing?: true;
}

/** What an operator can do about each error, by the first word of Redis's reply or the code of the operating system's error. */
const ADVICE: Readonly<Record<string, Advice>> = {
  WRONGPASS: { says: "the user name or the password is not right" },
  NOAUTH: { says: "it asks for a password: check the one in the URL, or in the client's options" },
  NOPERM: { says: "the user lacks a right: compare its ACL with docs/scale.md" },
  WRONGTYPE: { says: "another program uses the same keys: choose another prefix" },
  OOM: { says: "it is out of memory: raise its maxmemory" },
  MISCONF: { says: "it cannot write to its disk: read its log" },
  READONLY: { says: "it is a replica: connect to the primary", isPassing: true },
  NOREPLICAS: { says: "it has too few replicas to take writes", isPassing: true },
  LOADING: { says: "it is still loading its data", isPassing: true },
  MASTERDOWN: { says: "it has lost its primary", isPassing: true },
  BUSY: { says: "it is busy with a script", isPassing: true },
  ERR: { says: "it refused a command: version 7.0 or later is needed" },
  ECONNREFUSED: { says: "nothing listens there: check host and port, and that it runs", isPassing: true },
  ENOTFOUND: { says: "its host name is not known", isPassing: true },
  CLOSED: { says: "the client is closed: connect it, and keep it open while the queue is used" },
};

const UNREACHABLE: Advice = {
  says: "it cannot be reached, or the connection was cut: check that it runs",
  isPassing: true,
};

/** A QueueError that says what to do about `error`; nothing of the original is kept but its code. */
export function redisFailure(error: unknown): Failure {
  if (error instanceof QueueError) return { error, isPassing: false };
  const code = codeOf(error);
  const advice = ADVICE[code] ?? UNREACHABLE;
  const named = code === "" ? "" : ` (${code})`;
  return {
    error: new QueueError(`The Redis server cannot be used: ${advice.says}${named}.`),
    isPassing: advice.isPassing === true,
  };
}

/** A right that the user lacks for a command within a script: of Redis 7.2 and later, and of 7.0. */
const REFUSED_IN_SCRIPT = /^ERR (?:ACL failure in script|The user executing the script can't)/;

/** The first word of a reply that is an error, such as "NOPERM"; the code of a system error; "" for anything else. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  if (error.constructor.name === "ClientClosedError") return "CLOSED";
  if ("code" in error && typeof error.code === "string") return error.code;
  if (REFUSED_IN_SCRIPT.test(error.message)) return "NOPERM";
  const reply = /^(?:ERR Error running script.*?: )?([A-Z]{2,})\b/.exec(error.message)?.[1];
  return reply ?? "";
}
