import type { OutboundRequest, ScanLimits } from "../types.js";
import type { Budget } from "../views/budget.js";
import { SourceMap } from "../views/source-map.js";
import { undoCodings } from "./content-coding.js";
import { pairPath } from "./form.js";
import { type HeaderField, headerValue } from "./headers.js";
import { JsonPaths } from "./json-path.js";
import { type MediaType, parseMediaType } from "./media-type.js";
import { multipartPath } from "./multipart.js";
import { nameBefore } from "./names.js";
import type { DeclaredView, Opened, Region, Surface, SurfaceProblem } from "./surface.js";

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

/** The body as a surface; `undefined` when there is none and nothing is wrong with that. */
export function bodySurface(
  request: OutboundRequest,
  headers: readonly HeaderField[],
  limits: Pick<ScanLimits, "bodyBytes">,
): Surface | undefined {
  const wire = bytesOf(request.body);
  const problems: SurfaceProblem[] = [];
  if (wire === undefined) problems.push(TYPE);
  if (request.bodyComplete === false) problems.push(INCOMPLETE);
  const all = wire ?? Buffer.alloc(0);
  if (all.length === 0 && problems.length === 0) return undefined;
  if (all.length > limits.bodyBytes) problems.push(SIZE);
  const bytes = all.length > limits.bodyBytes ? all.subarray(0, limits.bodyBytes) : all;
  const type = parseMediaType(headerValue(headers, "content-type"));
  return {
    ...regionOf(bytes, type),
    kind: "body",
    name: "",
    wire: all,
    open: (budget) => openBody(bytes, headerValue(headers, "content-encoding"), type, budget, problems),
  };
}

/** `undefined` for what is neither bytes nor text. */
function bytesOf(body: unknown): Buffer | undefined {
  if (body === undefined || body === null) return Buffer.alloc(0);
  if (typeof body === "string") return Buffer.from(body, "utf8");
  if (ArrayBuffer.isView(body)) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return body instanceof ArrayBuffer ? Buffer.from(body) : undefined;
}

function openBody(
  bytes: Buffer,
  field: string,
  type: MediaType,
  budget: Budget,
  problems: readonly SurfaceProblem[],
): Opened {
  // A body over the limit is cut, so that undoing its coding can only say "truncated" once more.
  if (problems.some((problem) => problem === SIZE)) return { views: [], problems };
  const uncoded = undoCodings(bytes, field, budget);
  if (uncoded.problem !== undefined) return { views: [], problems: [...problems, uncoded.problem] };
  if (uncoded.chain.length === 0) return { views: [], problems };
  const view: DeclaredView = {
    ...regionOf(uncoded.bytes, type),
    chain: uncoded.chain,
    map: SourceMap.whole(uncoded.bytes.length, 0, bytes.length),
  };
  return { views: [view], problems };
}

/** Paths and names by what the body says it is, and for JSON by how it starts. */
function regionOf(bytes: Buffer, media: MediaType): Region {
  let json: JsonPaths | undefined;
  return {
    bytes,
    nameOf: (start) => nameBefore(bytes, start),
    pathOf(start, end) {
      if (media.type.startsWith("multipart/")) return multipartPath(bytes, media.boundary, start, end);
      if (media.type === "application/x-www-form-urlencoded" && !startsJson(bytes)) {
        return pairPath(bytes, "form", 0, bytes.length, start, end);
      }
      if (!/json|event-stream/.test(media.type) && !startsJson(bytes)) return "body";
      json ??= new JsonPaths(bytes);
      return json.pathOf(start, end);
    },
  };
}

function startsJson(bytes: Buffer): boolean {
  let at = 0;
  while (at < bytes.length && bytes[at]! <= 0x20) at++;
  return bytes[at] === 0x7b || bytes[at] === 0x5b;
}
