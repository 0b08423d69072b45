import type { OutboundRequest, ScanLimits, SurfaceKind } from "../types.js";
import type { Budget } from "../views/budget.js";
import { RUN_LENGTH } from "../views/runs.js";
import { bodySurface } from "./body.js";
import { bytesOf } from "./bytes-of.js";
import { cookieName, cookiePath, isCookie } from "./cookie.js";
import { type HeaderField, headerFields, textOf } from "./headers.js";
import { joinedViews, joinValues, type Spans } from "./joins.js";
import { type Wire, wireOf } from "./kept-body.js";
import { nameBefore } from "./names.js";
import { isUnreadable, readRequest } from "./read-request.js";
import { cookieValues } from "./split-values.js";
import { NOTHING_TO_OPEN, type Opened, type Surface, type SurfaceProblem } from "./surface.js";
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
  const request = readRequest(given);
  const surfaces: Surface[] = [];
  const method = Buffer.from(textOf(request.method), "utf8");
  surfaces.push(
    new PlainSurface("method", "", method, () => "method", undefined, undefined, problemOf(request.method)),
  );
  const url = Buffer.from(textOf(request.url), "utf8");
  const paths = new UrlPaths(url);
  surfaces.push(
    new PlainSurface(
      "url",
      "",
      url,
      (start, end) => paths.pathOf(start, end),
      (start) => nameBefore(url, start),
      () => urlValues(url),
      problemOf(request.url),
    ),
  );
  const headers = addFields(surfaces, "header", request.headers, isWanted);
  const body = bodySurface(request, headers, limits);
  if (body !== undefined) surfaces.push(body);
  addFields(surfaces, "trailer", request.trailers, isWanted);
  return surfaces;
}

const NONE: readonly SurfaceProblem[] = [];

function problemOf(field: unknown): readonly SurfaceProblem[] {
  return isUnreadable(field) ? [FIELD] : NONE;
}

function addFields(
  surfaces: Surface[],
  kind: "header" | "trailer",
  given: unknown,
  isWanted: IsWanted | undefined,
): readonly HeaderField[] {
  const { fields, isWhole } = headerFields(given);
  for (const field of fields) addField(surfaces, kind, field, isWanted);
  if (!isWhole) {
    surfaces.push(new PlainSurface(kind, "", Buffer.alloc(0), () => kind, undefined, undefined, [HEADERS]));
  }
  return fields;
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
  const holdsCookies = isCookie(name);
  surfaces.push(
    new PlainSurface(
      kind,
      name,
      value,
      (start, end) => (holdsCookies ? cookiePath(value, start, end) : name),
      (start) => (holdsCookies ? cookieName(value, start) : name),
      holdsCookies ? () => [cookieValues(value)] : undefined,
      [],
      name,
    ),
  );
}

const NO_LISTS: readonly Spans[] = [];
const nothing = (): readonly Spans[] => NO_LISTS;

/** A surface that is read as it is, and with the values joined that `values` finds in it. A class, because a request has many. */
class PlainSurface implements Surface {
  readonly kind: SurfaceKind;
  readonly name: string;
  readonly bytes: Buffer;
  readonly pathOf: (start: number, end: number) => string;
  readonly nameOf: (start: number) => string;
  readonly ownName: string | undefined;
  readonly #values: (() => readonly Spans[]) | undefined;
  readonly #problems: readonly SurfaceProblem[];

  constructor(
    kind: SurfaceKind,
    name: string,
    bytes: Buffer,
    pathOf: (start: number, end: number) => string,
    nameOf: (start: number) => string = () => "",
    values?: () => readonly Spans[],
    problems: readonly SurfaceProblem[] = [],
    ownName?: string,
  ) {
    this.kind = kind;
    this.name = name;
    this.bytes = bytes;
    this.pathOf = pathOf;
    this.nameOf = nameOf;
    this.ownName = ownName;
    this.#values = values;
    this.#problems = problems;
  }

  get wire(): Wire {
    return wireOf(this.bytes);
  }

  get lists(): (() => readonly Spans[]) | undefined {
    return this.#problems.length > 0 ? undefined : (this.#values ?? nothing);
  }

  open(budget: Budget): Opened {
    if (this.#values === undefined && this.#problems.length === 0) return NOTHING_TO_OPEN;
    return {
      views: joinedViews(this, [], joinValues(this.bytes, this.#values?.() ?? []), budget),
      problems: this.#problems,
    };
  }
}
