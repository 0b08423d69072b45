import { ConfigurationError } from "../errors.js";

/** Names the environment variable that says how long a request waits for its supervisor, in seconds. */
const TIMEOUT_VARIABLE = "EGRESS_TOKEN_ALLOW_TIMEOUT_SECONDS";

const DEFAULT_SECONDS = 300;

/** A decimal number, with nothing before or after it: `Number()` alone would take "", " 5 " and "0x10". */
const DECIMAL = /^(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * Seconds from a request's arrival to its deny.
 *
 * @param given What the caller set; wins over the environment.
 * @throws ConfigurationError For anything but a finite number above 0, in either place.
 */
export function timeoutSeconds(given: unknown, environment: NodeJS.ProcessEnv = process.env): number {
  if (given !== undefined) return positive(given, "timeoutSeconds");
  const text = environment[TIMEOUT_VARIABLE];
  if (text === undefined) return DEFAULT_SECONDS;
  return positive(DECIMAL.test(text) ? Number(text) : Number.NaN, TIMEOUT_VARIABLE);
}

function positive(value: unknown, name: string): number {
  if (typeof value === "number" && Number.isFinite(value) && value > 0) return value;
  throw new ConfigurationError(`${name} must be a number of seconds above 0, such as 300.`);
}
