import { AnswerError } from "./errors.js";
import type { Revocation } from "./types.js";

/** Longest reason, and longest of the other fields, in UTF-16 code units. */
const REASON_LENGTH = 1_000;
const FIELD_LENGTH = 256;

/** As `SafeTokens.list` gives it, of any store: printable and short. */
const FINGERPRINT = /^[\x21-\x7e]{1,128}$/;

/**
 * The revocation that `value` is, as a fresh object.
 *
 * @throws AnswerError When it is none. Its message quotes nothing of it.
 */
export function parseRevocation(value: Revocation): Revocation {
  const { fingerprint, reason, operator } = value;
  if (typeof fingerprint !== "string" || !FINGERPRINT.test(fingerprint)) {
    throw new AnswerError("A revocation names the fingerprint of one approved value, as the list of them shows it.");
  }
  checkText("reason", reason, REASON_LENGTH);
  checkText("operator", operator, FIELD_LENGTH);
  return Object.freeze({
    fingerprint,
    ...(reason === undefined ? {} : { reason }),
    ...(operator === undefined ? {} : { operator }),
  });
}

function checkText(name: string, text: unknown, longest: number): void {
  if (text === undefined) return;
  if (typeof text !== "string" || text.length > longest) {
    throw new AnswerError(`A revocation's ${name} must be a string of at most ${longest} characters.`);
  }
}
