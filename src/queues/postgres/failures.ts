import { QueueError } from "../../errors.js";
import type { Failure } from "../server/store.js";

interface Advice {
  readonly says: string;
  readonly isPassing?: true;
}

const STARTING: Advice = { says: "it is starting or stopping", isPassing: true };
const CONFLICT: Advice = { says: "another transaction stood in the way", isPassing: true };

/**
 * What an operator can do about each error, by SQLSTATE, by its class (the first two characters), or by the code of the operating
 * system's error. See https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const ADVICE: Readonly<Record<string, Advice>> = {
  "28P01": { says: "the user name or the password is not right" },
  "28": { says: "it does not let this user in: compare its pg_hba.conf" },
  "3D000": { says: "there is no such database: create it" },
  "42501": { says: "the role lacks a right: compare its grants with docs/scale.md" },
  "22021": { says: "its database is not encoded in UTF-8: create one that is" },
  "22P05": { says: "its database is not encoded in UTF-8: create one that is" },
  "25006": { says: "it is a replica: connect to the primary", isPassing: true },
  "53100": { says: "its disk is full" },
  "53200": { says: "it is out of memory" },
  "53300": { says: "it has too many connections: raise its max_connections", isPassing: true },
  "57P01": STARTING,
  "57P02": STARTING,
  "57P03": STARTING,
  "57014": { says: "it cancelled a statement: compare its statement_timeout", isPassing: true },
  "08": { says: "the connection was cut", isPassing: true },
  "40": CONFLICT,
  "55P03": CONFLICT,
  "42": { says: "another program uses the same schema, or another version made it: choose another" },
  ECONNREFUSED: { says: "nothing listens there: check host and port, and that it runs", isPassing: true },
  ENOTFOUND: { says: "its host name is not known", isPassing: true },
  PASSWORD: { says: "it asks for a password: put one into the URL, or into the pool's options" },
  ENDED: { says: "the pool has been ended: keep it open while the queue is used" },
};

const REFUSED: Advice = { says: "it refused a statement: version 13 or later is needed" };
const UNREACHABLE: Advice = {
  says: "it cannot be reached, or the connection was cut: check that it runs",
  isPassing: true,
};

const SQLSTATE = /^[0-9A-Z]{5}$/;

/** A QueueError that says what to do about `error`; nothing of the original is kept but its code. */
export function postgresFailure(error: unknown): Failure {
  if (error instanceof QueueError) return { error, isPassing: false };
  const code = codeOf(error);
  const advice = ADVICE[code] ?? ADVICE[code.slice(0, 2)] ?? (isSqlState(code) ? REFUSED : UNREACHABLE);
  const named = code === "" ? "" : ` (${code})`;
  return {
    error: new QueueError(`The PostgreSQL server cannot be used: ${advice.says}${named}.`),
    isPassing: advice.isPassing === true,
  };
}

/** Whether `error` says that the schema, or something in it, is not there. */
export function isMissingSchema(error: unknown): boolean {
  return ["3F000", "42883", "42P01"].includes(codeOf(error));
}

/** System errors have codes of five characters too, such as EPIPE; every SQLSTATE has a digit. */
function isSqlState(code: string): boolean {
  return SQLSTATE.test(code) && /\d/.test(code);
}

/** A SQLSTATE; the code of a system error; one of ours for what `pg` says in words alone; "" for anything else. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  if ("code" in error && typeof error.code === "string") return error.code;
  if (error.message.startsWith("SASL:")) return "PASSWORD";
  return error.message.startsWith("Cannot use a pool after calling end") ? "ENDED" : "";
}
