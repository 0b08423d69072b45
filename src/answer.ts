import { AnswerError } from "./errors.js";
import type { SupervisorAnswer } from "./types.js";

/**
 * The one gate through which a supervisor's answer passes, on the desk's side before it is recorded and on the guard's side
 * before it is believed. What arrives is untrusted: a file, a row, a message.
 */

/** Longest reason, in Unicode code points. */
const REASON_CHARACTERS = 1_000;

/** Longest of the other fields, in Unicode code points. A base64url Ed25519 signature has 86 (RFC 8032, RFC 4648). */
const FIELD_CHARACTERS = 256;

const FIELDS: ReadonlySet<PropertyKey> = new Set(["id", "verdict", "reason", "operator", "signature"]);

/**
 * Something that leaves ink: a letter, number, punctuation mark or symbol, but for those that Unicode draws as nothing
 * (Default_Ignorable_Code_Point) or as a blank (Braille blank, null notehead, blank hieroglyphs).
 */
const VISIBLE = /(?![\p{Default_Ignorable_Code_Point}\u2800\u{1D159}\u{13441}\u{13442}])[\p{L}\p{N}\p{P}\p{S}]/u;

/** Whether a person reading `text` sees anything at all. */
export function hasVisibleText(text: string): boolean {
  return VISIBLE.test(text);
}

/**
 * The answer that `value` is, as a fresh frozen object.
 *
 * @param value Whatever was answered: a plain object with the fields of SupervisorAnswer and no other.
 * @param expectedId The proposal that was asked about; without it any id will do.
 * @throws AnswerError When `value` is anything else. Its message quotes nothing of `value`.
 */
export function parseAnswer(value: unknown, expectedId?: string): SupervisorAnswer {
  const fields = ownFields(value);
  const id = text(fields, "id", FIELD_CHARACTERS);
  if (id === undefined || id === "")
    throw new AnswerError("The answer has no id: give the id of the proposal it answers.");
  if (expectedId !== undefined && id !== expectedId) throw new AnswerError("The answer's id is another proposal's.");
  const verdict = fields.get("verdict");
  const reason = text(fields, "reason", REASON_CHARACTERS);
  const rest = { ...optional("operator", fields), ...optional("signature", fields) };
  if (verdict === "approve") {
    if (reason === undefined || !hasVisibleText(reason)) {
      throw new AnswerError("An approval needs a reason with something visible in it: say why this value may leave.");
    }
    return Object.freeze({ id, verdict, reason, ...rest });
  }
  if (verdict === "reject") {
    return Object.freeze({ id, verdict, ...(reason === undefined ? {} : { reason }), ...rest });
  }
  if (verdict === "modify") {
    throw new AnswerError(
      "There is no modify: a request leaves as it was scanned or not at all. Approve or reject it.",
    );
  }
  throw new AnswerError('The verdict must be "approve" or "reject".');
}

/**
 * The fields of a plain object, each read once from its property descriptor: no getter runs, nothing is inherited, and an
 * object that answers differently the second time (a Proxy) has no second time.
 */
function ownFields(value: unknown): ReadonlyMap<PropertyKey, unknown> {
  try {
    return readFields(value);
  } catch (error) {
    if (error instanceof AnswerError) throw error;
    throw new AnswerError("The answer cannot be read: it must be a plain object.");
  }
}

function readFields(value: unknown): ReadonlyMap<PropertyKey, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new AnswerError("The answer must be a plain object.");
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new AnswerError("The answer must be a plain object.");
  const fields = new Map<PropertyKey, unknown>();
  for (const key of Reflect.ownKeys(value)) {
    if (!FIELDS.has(key))
      throw new AnswerError(`The answer has an unknown field. Its fields are ${[...FIELDS].join(", ")}.`);
    const property = Object.getOwnPropertyDescriptor(value, key);
    if (property === undefined || !Object.hasOwn(property, "value") || property.enumerable !== true) {
      throw new AnswerError("The answer's fields must be plain values.");
    }
    fields.set(key, property.value);
  }
  return fields;
}

function text(fields: ReadonlyMap<PropertyKey, unknown>, name: string, longest: number): string | undefined {
  const value = fields.get(name);
  if (value === undefined) return undefined;
  if (typeof value !== "string") throw new AnswerError(`The answer's ${name} must be a string.`);
  if (isLonger(value, longest)) throw new AnswerError(`The answer's ${name} is over ${longest} characters.`);
  return value;
}

function optional<Name extends "operator" | "signature">(
  name: Name,
  fields: ReadonlyMap<PropertyKey, unknown>,
): { readonly [Key in Name]?: string } {
  const value = text(fields, name, FIELD_CHARACTERS);
  return (value === undefined ? {} : { [name]: value }) as { readonly [Key in Name]?: string };
}

/** Counts code points, and looks no further than it must. */
function isLonger(value: string, characters: number): boolean {
  if (value.length <= characters) return false;
  return value.length > 2 * characters || [...value].length > characters;
}
