import type { OutboundRequest, ScanLimits } from "../types.js";
import { RUN_LENGTH } from "../views/runs.js";
import { bodySurface, readAsOf, wholeBody } from "./body.js";
import { bytesOf } from "./bytes-of.js";
import { CookieNames, isCookie } from "./cookie.js";
import { type HeaderField, type HeaderFields, headerFields, textOf } from "./headers.js";
import { nameBefore } from "./names.js";
import { PlainSurface } from "./plain-surface.js";
import { isUnreadable, readRequest } from "./read-request.js";
import { cookieValues } from "./split-values.js";
import type { Surface, SurfaceProblem } from "./surface.js";
import { UrlPaths, urlValues } from "./url.js";

const FIELD: SurfaceProblem = {
  what: "request-field",
  reason: "A field of the request could not be read",
  approvable: false,
};
const HEADERS: SurfaceProblem = {
  what: "headers",
  reason: "The headers could not be read in full",
  approvable: false,
};

/** Whether something that is looked for stands in a name that is too short for a credential. */
type IsWanted = (name: Buffer) => boolean;

/** Everything of a request that is scanned, in wire order: method, URL, headers, body, trailers. Throws for no input. */
export function surfacesOf(
  given: OutboundRequest,
  limits: Pick<ScanLimits, "bodyBytes">,
  isWanted?: IsWanted,
): readonly Surface[] {
  return new RequestReading(given).surfaces(limits, isWanted);
}

/** A request of which each field has been read once. Throws for no input. */
export class RequestReading {
  readonly #request: OutboundRequest;
  readonly #headers: HeaderFields;
  readonly #trailers: HeaderFields;
  /** Its bytes; undefined where they cannot be read. */
  readonly #body: Buffer | undefined;

  constructor(given: OutboundRequest) {
    this.#request = readRequest(given);
    this.#headers = headerFields(this.#request.headers);
    this.#trailers = headerFields(this.#request.trailers);
    this.#body = bytesOf(this.#request.body);
  }

  /** All that is scanned but for the body, as one text that no other head has; undefined where it was not handed over in strings. */
  get headText(): string | undefined {
    const { method, url } = this.#request;
    if (typeof method !== "string" || typeof url !== "string") return undefined;
    if (!this.#headers.isWhole || !this.#trailers.isWhole) return undefined;
    const headers = fieldText(this.#headers.fields);
    const trailers = fieldText(this.#trailers.fields);
    if (headers === undefined || trailers === undefined) return undefined;
    return `${method.length} ${method}${url.length} ${url}${this.#headers.fields.length} ${headers}${trailers}`;
  }

  /** The value of the header field at a place, or the URL where none is named; `undefined` where it was not handed over as a string. */
  textAt(field: number | undefined): string | undefined {
    if (field !== undefined) return this.#headers.fields[field]?.text;
    const { url } = this.#request;
    return typeof url === "string" ? url : undefined;
  }

  /** Place of the header field whose value a surface is; -1 for any other. */
  fieldOf({ bytes }: Surface): number {
    return this.#headers.fields.findIndex(({ value }) => value === bytes);
  }

  /** All beside the body's bytes that decides how it is read, as one text that no other has. */
  get readAs(): string {
    return readAsOf(this.#headers.fields);
  }

  /** The bytes of a body that is at hand in full, or of which there is none; `undefined` for any other. */
  wholeBody(limits: Pick<ScanLimits, "bodyBytes">): Buffer | undefined {
    return wholeBody(this.#body, this.#request, limits);
  }

  body(limits: Pick<ScanLimits, "bodyBytes">): Surface | undefined {
    return bodySurface(this.#body, this.#request, this.#headers.fields, limits);
  }

  surfaces(limits: Pick<ScanLimits, "bodyBytes">, isWanted?: IsWanted): readonly Surface[] {
    const { method, url } = this.#request;
    const surfaces = [methodSurface(method), urlSurface(url)];
    addFields(surfaces, "header", this.#headers, isWanted);
    const body = this.body(limits);
    if (body !== undefined) surfaces.push(body);
    addFields(surfaces, "trailer", this.#trailers, isWanted);
    return surfaces;
  }
}

/** Header fields as one text, each behind its lengths. */
function fieldText(fields: readonly HeaderField[]): string | undefined {
  let all = "";
  for (const { name, text } of fields) {
    if (text === undefined) return undefined;
    all += `${name.length} ${text.length} ${name}${text}`;
  }
  return all;
}

function methodSurface(given: unknown): Surface {
  const method = Buffer.from(textOf(given), "utf8");
  return new PlainSurface("method", "", method, () => "method", undefined, undefined, problemOf(given));
}

function urlSurface(given: unknown): Surface {
  const url = Buffer.from(textOf(given), "utf8");
  const paths = new UrlPaths(url);
  return new PlainSurface(
    "url",
    "",
    url,
    (start, end) => paths.pathOf(start, end),
    (start) => nameBefore(url, start),
    () => urlValues(url),
    problemOf(given),
  );
}

const NONE: readonly SurfaceProblem[] = [];

function problemOf(field: unknown): readonly SurfaceProblem[] {
  return isUnreadable(field) ? [FIELD] : NONE;
}

function addFields(
  surfaces: Surface[],
  kind: "header" | "trailer",
  { fields, isWhole }: HeaderFields,
  isWanted: IsWanted | undefined,
): void {
  for (const field of fields) addField(surfaces, kind, field, isWanted);
  if (!isWhole) {
    surfaces.push(new PlainSurface(kind, "", Buffer.alloc(0), () => kind, undefined, undefined, [HEADERS]));
  }
}

const TYPE: SurfaceProblem = {
  what: "text-type",
  reason: "The text was handed over in a form that cannot be read: give bytes or a string",
  approvable: false,
};

/** A text by itself, as `scanText` reads it. */
export function textSurface(text: string | Uint8Array): Surface {
  const given = bytesOf(text);
  const bytes = given ?? Buffer.alloc(0);
  return new PlainSurface(
    "text",
    "",
    bytes,
    () => "text",
    (start) => nameBefore(bytes, start),
    undefined,
    given === undefined ? [TYPE] : [],
  );
}

/** A header's value, and its name where that is long enough to be a secret itself. */
function addField(
  surfaces: Surface[],
  kind: "header" | "trailer",
  { name, value }: HeaderField,
  isWanted: IsWanted | undefined,
): void {
  if (name.length >= RUN_LENGTH || isWanted?.(Buffer.from(name, "utf8")))
    surfaces.push(new PlainSurface(kind, name, Buffer.from(name, "utf8"), () => "name"));
  if (value.length === 0) return;
  const cookies = isCookie(name) ? new CookieNames(value) : undefined;
  surfaces.push(
    new PlainSurface(
      kind,
      name,
      value,
      (start, end) => cookies?.pathOf(start, end) ?? name,
      (start) => cookies?.nameOf(start) ?? name,
      cookies !== undefined ? () => [cookieValues(value)] : undefined,
      [],
      name,
    ),
  );
}
