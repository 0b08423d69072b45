import { type AnswerVerifier, answerVerifier } from "../answer-signature.js";
import { ConfigurationError } from "../errors.js";
import { checkedGrant } from "../grants.js";
import { knownIndexOf } from "../scan/index.js";
import type {
  ApprovalQueue,
  GuardEvent,
  GuardOptions,
  HoldLimits,
  SafeTokens,
  ScanLimits,
  ScanOptions,
  TokenGrant,
} from "../types.js";
import { HOLD_LIMITS, holdLimits } from "./hold/hold-limits.js";
import { createSafeTokens } from "./safe-tokens.js";
import { timeoutSeconds } from "./timeout.js";

/** A guard's options, checked, with every default in place. */
export interface GuardSettings {
  readonly scanOptions: ScanOptions;
  readonly queue: ApprovalQueue | undefined;
  readonly timeoutMilliseconds: number;
  readonly safeTokens: SafeTokens;
  readonly approvalScope: "anywhere" | "host";
  readonly grant: TokenGrant;
  readonly limits: Readonly<HoldLimits>;
  /** Absent: answers need no signature. */
  readonly verifier: AnswerVerifier | undefined;
  readonly onEvent: (event: GuardEvent) => void;
}

/** A misspelt option is an error: what a user believes to be on must not be off. */
const OPTIONS = {
  detectors: true,
  limits: true,
  minConfidence: true,
  opaqueTypes: true,
  knownSecrets: true,
  issuerTraffic: true,
  issuerHosts: true,
  queue: true,
  timeoutSeconds: true,
  safeTokens: true,
  approvalScope: true,
  grant: true,
  answerKeys: true,
  onEvent: true,
} satisfies Record<keyof GuardOptions, true>;

const SCAN_LIMITS = { bodyBytes: true, viewDepth: true, workBytes: true, findings: true } satisfies Record<
  keyof ScanLimits,
  true
>;

/** Throws ConfigurationError for what cannot be used. */
export function guardSettings(options: GuardOptions): GuardSettings {
  requireObject("The options of a guard", options);
  refuseUnknown(options, OPTIONS, "option");
  const {
    queue,
    timeoutSeconds: seconds,
    safeTokens,
    approvalScope = "anywhere",
    grant,
    limits = {},
    answerKeys,
    onEvent,
    ...scan
  } = options;
  requireObject("limits", limits);
  refuseUnknown(limits, { ...SCAN_LIMITS, ...Object.fromEntries(HOLD_LIMITS.map((name) => [name, true])) }, "limit");
  knownIndexOf(scan.knownSecrets);
  requireFunctions("queue", queue, ["submit", "answer", "withdraw"]);
  requireFunctions("safeTokens", safeTokens, ["has", "add", "spend", "list", "revoke"]);
  if (approvalScope !== "anywhere" && approvalScope !== "host") {
    throw new ConfigurationError('approvalScope must be "anywhere" or "host".');
  }
  if (onEvent !== undefined && typeof onEvent !== "function")
    throw new ConfigurationError("onEvent must be a function.");
  if (grant !== undefined) requireObject("grant", grant);
  if (grant !== undefined && "scope" in grant) {
    throw new ConfigurationError("A guard's grant has no scope: set approvalScope instead.");
  }
  return {
    scanOptions: { ...scan, limits: scanLimits(limits) },
    queue,
    timeoutMilliseconds: timeoutSeconds(seconds) * 1000,
    safeTokens: safeTokens ?? createSafeTokens(),
    approvalScope,
    grant: checkedGrant(grant),
    limits: holdLimits(limits),
    verifier: answerKeys === undefined ? undefined : answerVerifier(answerKeys),
    onEvent: onEvent ?? (() => {}),
  };
}

function scanLimits(limits: Partial<ScanLimits & HoldLimits>): Partial<ScanLimits> {
  return Object.fromEntries(
    Object.entries(limits).filter(([name, value]) => name in SCAN_LIMITS && value !== undefined),
  );
}

function refuseUnknown(given: object, known: object, what: string): void {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(known, name)) {
      throw new ConfigurationError(`There is no such ${what}. There are: ${Object.keys(known).join(", ")}.`);
    }
  }
}

function requireObject(name: string, given: unknown): void {
  if (typeof given !== "object" || given === null) throw new ConfigurationError(`${name} must be an object.`);
}

function requireFunctions(name: string, given: unknown, functions: readonly string[]): void {
  if (given === undefined) return;
  const object = given as Readonly<Record<string, unknown>> | null;
  if (object === null || functions.some((one) => typeof object[one] !== "function")) {
    throw new ConfigurationError(`${name} must have the functions ${functions.join(", ")}.`);
  }
}
