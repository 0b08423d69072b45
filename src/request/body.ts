import type { OutboundRequest, ScanLimits } from "../types.js";
import type { Budget } from "../views/budget.js";
import { SourceMap } from "../views/source-map.js";
import { containerProblem } from "./containers.js";
import { undoCodings } from "./content-coding.js";
import { PairPaths } from "./form.js";
import { type HeaderField, headerValue } from "./headers.js";
import { joinedViews, joinValues, type Spans } from "./joins.js";
import { JsonPaths } from "./json-path.js";
import { wireOf } from "./kept-body.js";
import { type MediaType, parseMediaType } from "./media-type.js";
import { messageCoding, openMessages } from "./messages.js";
import { MultipartPaths, partBodies } from "./multipart.js";
import { nameBefore } from "./names.js";
import { jsonValues, pairValues } from "./split-values.js";
import type { DeclaredView, JoinJson, Opened, Region, Surface, SurfaceProblem } from "./surface.js";

const SIZE: SurfaceProblem = {
  what: "body-size",
  reason: "The body is longer than one scan may read; only its beginning was read",
  approvable: true,
};
const INCOMPLETE: SurfaceProblem = {
  what: "body-incomplete",
  reason: "The body was cut short or could not be read in full",
  approvable: false,
};
const TYPE: SurfaceProblem = {
  what: "body-type",
  reason: "The body was handed over in a form that cannot be read: give bytes or a string",
  approvable: false,
};

/** A body that is at hand in full, or of which there is none; `undefined` for any other. */
export function wholeBody(
  given: Buffer | undefined,
  request: OutboundRequest,
  limits: Pick<ScanLimits, "bodyBytes">,
): Buffer | undefined {
  return problemsOf(given, request, limits).length === 0 ? given : undefined;
}

/** What keeps a body from being read in full. */
function problemsOf(
  given: Buffer | undefined,
  { body, bodyComplete }: OutboundRequest,
  { bodyBytes }: Pick<ScanLimits, "bodyBytes">,
): readonly SurfaceProblem[] {
  const problems: SurfaceProblem[] = [];
  if (given === undefined) problems.push(TYPE);
  if (bodyComplete === false) problems.push(INCOMPLETE);
  const all = given ?? NOTHING;
  if (wireOf(all, body).length > Math.min(all.length, bodyBytes)) problems.push(SIZE);
  return problems;
}

const NOTHING: Buffer = Buffer.alloc(0);

/** The body as a surface; `undefined` when there is none and nothing is wrong with that. `given`: its bytes. */
export function bodySurface(
  given: Buffer | undefined,
  request: OutboundRequest,
  headers: readonly HeaderField[],
  limits: Pick<ScanLimits, "bodyBytes">,
): Surface | undefined {
  const problems = problemsOf(given, request, limits);
  const all = given ?? NOTHING;
  const wire = wireOf(all, request.body);
  if (wire.length === 0 && problems.length === 0) return undefined;
  const bytes = all.length > limits.bodyBytes ? all.subarray(0, limits.bodyBytes) : all;
  const declared = declaredOf(headers);
  const region = regionOf(bytes, declared.type);
  // No spread of the region: that makes objects that are slow to read.
  return {
    bytes,
    nameOf: region.nameOf,
    pathOf: region.pathOf,
    kind: "body",
    name: "",
    wire,
    open: (budget, joinJson) => openBody(region, declared, { budget, joinJson }, problems),
  };
}

/** All that the headers say of how a body is read. */
interface Declared {
  readonly type: MediaType;
  /** Content codings as they are given; "" for none. */
  readonly codings: string;
  /** Of messages that are compressed one by one; undefined when the body has none. */
  readonly messageCoding: string | undefined;
}

/** All beside a body's bytes that decides how it is read, as one text that no other has: each part behind its length. */
export function readAsOf(headers: readonly HeaderField[]): string {
  const { type, codings, messageCoding: coding = "" } = declaredOf(headers);
  const boundary = type.boundary ?? "";
  return `${type.type.length} ${type.type}${boundary.length} ${boundary}${codings.length} ${codings}${coding}`;
}

function declaredOf(headers: readonly HeaderField[]): Declared {
  const type = parseMediaType(headerValue(headers, "content-type"));
  return { type, codings: headerValue(headers, "content-encoding"), messageCoding: messageCoding(type, headers) };
}

/** What opening a body may cost, and who does a part of it. */
interface Effort {
  readonly budget: Budget;
  readonly joinJson: JoinJson | undefined;
}

function openBody(region: Region, declared: Declared, effort: Effort, problems: readonly SurfaceProblem[]): Opened {
  const { bytes } = region;
  const { type } = declared;
  // A body over the limit is cut, so that undoing its coding can only say "truncated" once more.
  const isCut = problems.includes(SIZE);
  const uncoded = undoCodings(bytes, isCut ? "" : declared.codings, effort.budget);
  if (uncoded.problem !== undefined)
    return { views: [], problems: [...problems, uncoded.problem], tooLarge: uncoded.tooLarge };
  const content = { type, coding: declared.messageCoding, effort };
  if (uncoded.chain.length === 0) {
    const { views, problems: more } = openContent(region, [], content);
    return { views, problems: [...problems, ...more] };
  }
  const inner = regionOf(uncoded.bytes, type);
  const { views, problems: more } = openContent(inner, uncoded.chain, content);
  const view: DeclaredView = {
    ...inner,
    chain: uncoded.chain,
    map: SourceMap.whole(uncoded.bytes.length, 0, bytes.length),
    views,
  };
  return { views: [view], problems: [...problems, ...more] };
}

interface Content {
  readonly type: MediaType;
  /** Of messages that are compressed one by one; undefined when the body has none. */
  readonly coding: string | undefined;
  readonly effort: Effort;
}

/** What a body without content codings holds: messages, or values that may be joined and containers. */
function openContent(region: Region, chain: readonly string[], { type, coding, effort }: Content): Opened {
  if (coding !== undefined) return openMessages(region.bytes, coding, chain, effort.budget);
  const format = formatOf(region.bytes, type);
  const spans = format === "multipart" ? partBodies(region.bytes, type.boundary) : undefined;
  const problems = containers(region.bytes, type, spans ?? [0, region.bytes.length]);
  const ready = format === "json" ? effort.joinJson?.(region.bytes) : undefined;
  if (typeof ready === "number") {
    effort.budget.spend(ready);
    return { views: [], problems };
  }
  const values = spans === undefined ? splitValues : () => [spans];
  const joined = ready ?? joinValues(region.bytes, values(region.bytes, format));
  return { views: joinedViews(region, chain, joined, effort.budget), problems };
}

/** JSON values or form fields. */
function splitValues(bytes: Buffer, format: Format): readonly Spans[] {
  if (format === "json") return jsonValues(bytes);
  return format === "form" ? [pairValues(bytes, 0, bytes.length)] : [];
}

/** Containers that the body is, or that its parts are: `spans`. */
function containers(bytes: Buffer, media: MediaType, spans: Spans): readonly SurfaceProblem[] {
  const problems: SurfaceProblem[] = [];
  for (let i = 0; i < spans.length; i += 2) {
    const problem = containerProblem(bytes, spans[i]!, spans[i + 1]!, media.type.includes("git-receive-pack"));
    if (problem !== undefined) problems.push(problem);
  }
  return problems;
}

type Format = "json" | "form" | "multipart" | "other";

/** How a body is read for paths, by what it says it is, and for JSON by how it starts. */
function formatOf(bytes: Buffer, media: MediaType): Format {
  if (media.type.startsWith("multipart/")) return "multipart";
  if (media.type === "application/graphql" || isWide(bytes)) return "other";
  if (startsJson(bytes)) return "json";
  if (media.type === "application/x-www-form-urlencoded") return "form";
  return /json|event-stream/.test(media.type) ? "json" : "other";
}

function regionOf(bytes: Buffer, media: MediaType): Region {
  let paths: { pathOf(start: number, end: number): string } | undefined;
  return {
    bytes,
    nameOf: (start) => nameBefore(bytes, start),
    pathOf(start, end) {
      paths ??= pathsOf(bytes, media);
      return paths.pathOf(start, end);
    },
  };
}

function pathsOf(bytes: Buffer, media: MediaType): { pathOf(start: number, end: number): string } {
  switch (formatOf(bytes, media)) {
    case "multipart":
      return new MultipartPaths(bytes, media.boundary);
    case "form":
      return new PairPaths(bytes, "form", 0, bytes.length);
    case "json":
      return new JsonPaths(bytes);
    default:
      return { pathOf: () => "body" };
  }
}

/** Whether characters have two bytes or four (RFC 8259 before it allowed UTF-8 alone: RFC 4627, section 3): a decoder reads these. */
function isWide(bytes: Buffer): boolean {
  const mark = bytes.length < 2 ? 0 : bytes.readUInt16BE(0);
  return mark === 0xfeff || mark === 0xfffe || bytes[0] === 0 || bytes[1] === 0;
}

const MARK: Buffer = Buffer.from("\ufeff");

function startsJson(bytes: Buffer): boolean {
  let at = bytes.subarray(0, MARK.length).equals(MARK) ? MARK.length : 0;
  while (at < bytes.length && bytes[at]! <= 0x20) at++;
  return bytes[at] === 0x7b || bytes[at] === 0x5b;
}
