import { randomBytes } from "node:crypto";
import { createFingerprint, type Fingerprint } from "../../fingerprint.js";
import { safeKey } from "../../safe-key.js";
import type { Finding, Location, OutboundRequest, ScanOptions, TokenAllowPayload } from "../../types.js";
import type { Scanning } from "../scanning.js";
import { targetOf } from "../target.js";
import { EGRESS_TOKEN_ALLOW } from "../tool.js";
import { type Fields, quote, scrubFields, showFields, textOf, withhold } from "./fields.js";
import type { Piece } from "./piece.js";
import { headOf, printable } from "./printable.js";
import { detectorOf, publicPrefix } from "./public-prefix.js";
import { lengthOf, Redaction } from "./redaction.js";
import { reportText } from "./report-text.js";
import { MOST_SPELLED, totalLength } from "./scrub.js";

/** Values that are masked in one report; a request with more has its path and context withheld. */
const MOST_VALUES = 1024;

/** Longest report, in bytes; the fields' own bounds keep it far below. */
const MOST_TEXT = 16 * 1024;

/** What an approval allows when nothing else is said. */
const ANYWHERE = "to any host for the life of this proxy";

/** How a guard's reports differ from those of `buildTokenAllowPayload` alone. */
export interface ReportSettings {
  /** Default: under a random key of this process. */
  readonly fingerprint?: Fingerprint;
  /** What an approval allows, to end the sentence "This exact value may then be sent". */
  readonly reach?: string;
}

/** Reports about one request's findings. */
export type Reporter = (finding: Finding) => TokenAllowPayload;

const processFingerprint: Fingerprint = createFingerprint(randomBytes(32));

/** Scans `request` once for everything that must not be shown, whether it is approved or not. */
export function createReporter(
  scanning: Scanning,
  request: OutboundRequest,
  options: ScanOptions = {},
  settings: ReportSettings = {},
): Reporter {
  const everything: ScanOptions = {
    ...options,
    minConfidence: "low",
    issuerTraffic: "hold",
    limits: { ...options.limits, findings: MOST_VALUES },
  };
  const found = scanning.scan(request, undefined, everything).findings;
  const detectors = everything.detectors ?? scanning.detectors;
  const shared = new Redaction(request, found, detectors);
  return (finding) => {
    const isFound = found.some((one) => isSame(one, finding));
    const [findings, redaction] = isFound
      ? [found, shared]
      : [[...found, finding], new Redaction(request, [...found, finding], detectors)];
    return report({ scanning, request, finding, findings, redaction, options: everything, settings });
  };
}

function isSame(one: Finding, other: Finding): boolean {
  const [a, b] = [one.location, other.location];
  return (
    one.detector === other.detector &&
    one.matched === other.matched &&
    one.approvable === other.approvable &&
    a.surface === b.surface &&
    a.path === b.path &&
    a.start === b.start &&
    a.end === b.end
  );
}

/**
 * What a supervisor is shown about one finding of a request: see `TokenAllowPayload`. Frozen.
 *
 * @param options What the scan ran with, so that its own detectors are known here too.
 */
export function buildPayloadWith(
  scanning: Scanning,
  request: OutboundRequest,
  finding: Finding,
  options: ScanOptions = {},
): TokenAllowPayload {
  return createReporter(scanning, request, options)(finding);
}

interface ReportInput {
  readonly scanning: Scanning;
  readonly request: OutboundRequest;
  readonly finding: Finding;
  /** All that must not be shown, this one included. */
  readonly findings: readonly Finding[];
  readonly redaction: Redaction;
  readonly options: ScanOptions;
  readonly settings: ReportSettings;
}

function report({
  scanning,
  request,
  finding,
  findings,
  redaction,
  options,
  settings,
}: ReportInput): TokenAllowPayload {
  const detectors = options.detectors ?? scanning.detectors;
  const quoted = quote(request, finding, redaction);
  const { host, method, path, context, place } = showFields(
    isComplete(findings, redaction)
      ? rescanned(scanning, scrubFields(quoted, redaction.variableParts), options)
      : scrubFields(withhold(quoted), redaction.variableParts),
  );
  const detector = detectorOf(finding.detector, detectors);
  const fingerprint = (settings.fingerprint ?? processFingerprint)(safeKey(finding.kind, finding.matched));
  const location = shownLocation(finding.location, place);
  const shown = {
    tool: EGRESS_TOKEN_ALLOW,
    host,
    method,
    path,
    detector: line(finding.detector, 100),
    reason: line(finding.reason, 300),
    context,
    fingerprint,
    location,
  };
  const text = reportText({
    ...shown,
    found: detector === undefined ? shown.detector : `${line(detector.title, 100)} (${shown.detector})`,
    isClearText: targetOf(request.url).isClearText,
    confidence: finding.confidence,
    value: describe(finding, publicPrefix(finding.matched, detector)),
    effect: `${finding.kind === "secret" ? "This exact value" : "Exactly these bytes"} may then be sent ${settings.reach ?? ANYWHERE}.`,
  });
  return Object.freeze({ ...shown, text: text.slice(0, MOST_TEXT) });
}

/** Whether every value is known, and few enough to compare in every spelling with all that is shown. */
function isComplete(found: readonly Finding[], redaction: Redaction): boolean {
  return totalLength(redaction.variableParts) <= MOST_SPELLED && found.every((finding) => finding.approvable);
}

/** Scans what will be shown: cut out of its surroundings, a text may hold a value that was not one before. */
function rescanned(
  scanning: Scanning,
  fields: Fields<readonly Piece[]>,
  options: ScanOptions,
): Fields<readonly Piece[]> {
  const secretsIn = (shown: Fields<readonly Piece[]>): ReadonlySet<string> => {
    const { findings } = scanning.scan({ method: "POST", url: "http://report/", body: textOf(shown) }, undefined, {
      ...options,
      minConfidence: "medium",
    });
    return new Set(findings.filter(({ kind }) => kind === "secret").map(({ matched }) => matched));
  };
  const more = secretsIn(fields);
  if (more.size === 0) return fields;
  const scrubbed = scrubFields(fields, more);
  return secretsIn(scrubbed).size === 0 ? scrubbed : withhold(scrubbed);
}

function shownLocation(location: Location, path: string): Location {
  const { surface, start, end } = location;
  const decoded = Object.freeze(location.decoded.slice(0, 16).map((name) => line(name, 40)));
  return Object.freeze({ surface, path, decoded, start, end });
}

function describe(finding: Finding, prefix: string): string {
  if (finding.kind === "uninspectable")
    return `${finding.location.end - finding.location.start} bytes that could not be read`;
  return prefix === "" ? lengthOf(finding.matched) : `${lengthOf(finding.matched)}, begins with "${line(prefix, 40)}"`;
}

function line(text: string, longest: number): string {
  return headOf(printable(text), longest);
}
