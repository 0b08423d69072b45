import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { parseAnswer } from "./answer.js";
import { canonicalJson } from "./canonical-json.js";
import { AnswerError, ConfigurationError } from "./errors.js";
import type { AnswerKeyPair, Proposal, SupervisorAnswer } from "./types.js";

/**
 * Signed answers: Ed25519 (RFC 8032) over canonical JSON (RFC 8785) of what is answered and what is asked. A queue carries the
 * signature as it carries the rest, so neither it nor whoever can write to it can approve.
 */

/** Tells these signatures from all others that a key may have made. */
const TYPE = "outbound-dlp/answer/v1";

const SIGNATURE_BYTES = 64;
const PUBLIC_KEY_BYTES = 32;

/** Whether an answer, parsed, carries a valid signature for the proposal with this digest. */
export type AnswerVerifier = (answer: SupervisorAnswer, digest: string) => boolean;

/** A new key pair for signed answers. */
export function createAnswerKeys(): AnswerKeyPair {
  const { privateKey } = generateKeyPairSync("ed25519");
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  return Object.freeze({ privateKey: pem, publicKey: answerKeyOf(pem) });
}

/**
 * The public half of a private key.
 *
 * @param privateKey PKCS #8 in PEM.
 * @throws ConfigurationError When it is no Ed25519 private key.
 */
export function answerKeyOf(privateKey: string): string {
  const { x } = createPublicKey(readPrivateKey(privateKey)).export({ format: "jwk" });
  return x ?? "";
}

/**
 * `answer` with its signature.
 *
 * @param proposal What it answers, exactly as the person who decided was shown it.
 * @param privateKey PKCS #8 in PEM, as `createAnswerKeys` gives it.
 * @throws AnswerError When the answer is malformed, or another proposal's; ConfigurationError when the key is no Ed25519 private key.
 */
export function signAnswer(answer: SupervisorAnswer, proposal: Proposal, privateKey: string): SupervisorAnswer {
  return answerSigner(privateKey)(answer, proposal);
}

/** `signAnswer` with a key that is read once. */
export function answerSigner(privateKey: string): (answer: SupervisorAnswer, proposal: Proposal) => SupervisorAnswer {
  const key = readPrivateKey(privateKey);
  return (answer, proposal) => {
    const { signature: _, ...unsigned } = parseAnswer(answer, proposal.id);
    const signature = sign(null, signedBytes(unsigned, proposalDigest(proposal)), key).toString("base64url");
    return parseAnswer({ ...unsigned, signature }, proposal.id);
  };
}

/**
 * Whether a guard with these `answerKeys` takes `answer` for `proposal`: well formed, for that proposal, and signed for it by one of
 * the keys. For a desk of your own, before it records: the first recorded answer wins, and the guard denies one that it cannot verify.
 *
 * @throws ConfigurationError When a key is no Ed25519 public key.
 */
export function verifyAnswer(answer: unknown, proposal: Proposal, answerKeys: Iterable<string>): boolean {
  const verifier = answerVerifier(answerKeys);
  try {
    return verifier(parseAnswer(answer, proposal.id), proposalDigest(proposal));
  } catch (error) {
    if (error instanceof AnswerError) return false;
    throw error;
  }
}

/** Why a desk that knows the keys refuses an answer: recorded, it would be the first, and the guard would deny for it. */
export function notSigned(): AnswerError {
  return new AnswerError(
    "This proxy takes only answers that one of its answer keys has signed: sign it (--key FILE, or signAnswer).",
  );
}

/** SHA-256 of a proposal's canonical JSON, in hexadecimal. */
export function proposalDigest(proposal: Proposal): string {
  return createHash("sha256").update(canonicalJson(proposal)).digest("hex");
}

/** Throws ConfigurationError when a key is no Ed25519 public key, and when there is none: nobody could approve. */
export function answerVerifier(answerKeys: Iterable<string>): AnswerVerifier {
  const keys = readAnswerKeys(answerKeys);
  return (answer, digest) => {
    const signature = base64urlBytes(answer.signature, SIGNATURE_BYTES);
    if (signature === undefined) return false;
    const bytes = signedBytes(answer, digest);
    return keys.some((key) => verify(null, bytes, key, signature));
  };
}

/** What is signed. A member that the answer does not have is not there, so no two answers give the same bytes. */
function signedBytes({ id, verdict, reason, operator }: SupervisorAnswer, digest: string): Buffer {
  return Buffer.from(canonicalJson({ type: TYPE, id, proposal: digest, verdict, reason, operator }));
}

function readPrivateKey(pem: string): KeyObject {
  const key = attempt(() => createPrivateKey({ key: pem, format: "pem" }));
  if (key?.asymmetricKeyType === "ed25519") return key;
  throw new ConfigurationError(
    "The private key is no Ed25519 key (PKCS #8 in PEM): make one with `outbound-dlp keys`.",
  );
}

function readAnswerKeys(answerKeys: Iterable<string>): readonly KeyObject[] {
  const texts = typeof answerKeys === "string" ? [answerKeys] : attempt(() => [...answerKeys]);
  if (texts === undefined || texts.length === 0) {
    throw new ConfigurationError(
      "answerKeys must list at least one public key, or be left out: with none nobody can approve.",
    );
  }
  return texts.map(readPublicKey);
}

function readPublicKey(text: unknown): KeyObject {
  const x = base64urlBytes(text, PUBLIC_KEY_BYTES);
  const key =
    x &&
    attempt(() => createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: x.toString("base64url") }, format: "jwk" }));
  if (key !== undefined && !isWeak(key)) return key;
  throw new ConfigurationError(
    "Each of answerKeys must be an Ed25519 public key: 32 bytes in base64url, as `outbound-dlp keys` prints it.",
  );
}

/** Messages that a key is tried with; a key of order 8 takes one in eight, and so fails all of these for none of the eight. */
const PROBES: readonly Buffer[] = Array.from({ length: 64 }, (_, probe) => Buffer.from([probe]));

/**
 * Whether everybody can sign for a key: one of small order, such as 32 zeros left in a template, takes the signature with the neutral
 * element and S = 0 for one message in each of its order (RFC 8032, section 5.1.7).
 */
function isWeak(key: KeyObject): boolean {
  return PROBES.some((probe) => verify(null, probe, key, NEUTRAL));
}

/** The neutral element (0, 1), encoded (RFC 8032, section 5.1.2), and S = 0. */
const NEUTRAL: Buffer = Buffer.concat([Buffer.from([1]), Buffer.alloc(SIGNATURE_BYTES - 1)]);

/** The bytes of `text` if it is the one way to write that many of them (RFC 4648, section 5, without padding). */
function base64urlBytes(text: unknown, length: number): Buffer | undefined {
  if (typeof text !== "string" || text.length !== Math.ceil((length * 4) / 3)) return undefined;
  const bytes = Buffer.from(text, "base64url");
  return bytes.length === length && bytes.toString("base64url") === text ? bytes : undefined;
}

/** What `act` gives; `undefined` when it throws: what OpenSSL says of a key may quote it. */
function attempt<Result>(act: () => Result): Result | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
