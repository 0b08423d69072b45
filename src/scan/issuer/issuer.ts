import type { Surface } from "../../request/index.js";
import type { Detector } from "../../types.js";
import { tokenPatternOf } from "../compile/token-pattern.js";
import type { Placed } from "../overlap/candidate.js";
import { settle } from "../overlap/overlap.js";
import type { Span } from "../view.js";
import type { SurfaceReading } from "../walk.js";
import type { Carrier, IssuerOfHost } from "./hosts.js";

/**
 * Tells a credential on its way to its own issuer: in a carrier that the issuer documents, over https, to a host of the issuer's. Every
 * doubt is answered with no: what two programs could read in two ways, and what stands there twice.
 */
export class IssuerTraffic {
  readonly #surfaces: readonly Surface[];
  readonly #issuers: readonly IssuerOfHost[];

  /** `issuersAt`: what a host issues. */
  constructor(surfaces: readonly Surface[], issuersAt: (host: string) => readonly IssuerOfHost[]) {
    this.#surfaces = surfaces;
    const host = hostOf(surfaces);
    this.#issuers = host === undefined ? [] : issuersAt(host);
  }

  /**
   * Settles a surface's matches as `settle` does, and leaves out those that go to their issuer. What one of these contains comes to light
   * where it is a known secret, or another's credential in a value that has no mark of the issuer's.
   */
  settle(reading: SurfaceReading): { readonly all: readonly Placed[]; readonly left: readonly Placed[] } {
    const all = settle(reading.root);
    if (this.#issuers.length === 0) return { all, left: all };
    const { surface } = reading;
    const trusted = all.filter((placed) => this.#isTrusted(surface, placed));
    if (trusted.length === 0) return { all, left: all };
    const left = all.filter((placed) => !trusted.includes(placed));
    for (let removed = trusted; removed.length > 0; ) {
      for (const { match } of removed) match.view.matches.splice(match.view.matches.indexOf(match), 1);
      const again = settle(reading.root).filter((placed) => !all.some(({ match }) => match === placed.match));
      removed = again.filter((placed) => this.#isTrusted(surface, placed));
      trusted.push(...removed);
      if (removed.length === 0) left.push(...again.filter((placed) => this.#countsInside(placed, trusted)));
    }
    return { all, left: left.sort((a, b) => a.start - b.start) };
  }

  #countsInside(placed: Placed, trusted: readonly Placed[]): boolean {
    const around = trusted.filter(({ start, end }) => start <= placed.start && placed.end <= end);
    if (around.length === 0) return false;
    if (placed.match.compiled.isKnown === true) return true;
    return placed.match.compiled.detector.issuer !== undefined && !around.some((outer) => this.#isIssuers(outer));
  }

  /** Whether the detector itself says that it is a credential of this host's, or the value has the mark and the shape of one. */
  #isIssuers({ match }: Placed): boolean {
    const { compiled, value } = match;
    return this.#issuers.some(
      ({ detector }) => detector === compiled || (hasMark(detector.detector) && fills(detector, value)),
    );
  }

  #isTrusted(surface: Surface, placed: Placed): boolean {
    const { compiled, value } = placed.match;
    if (compiled.isKnown === true) return false;
    return this.#issuers.some(({ detector, carriers }) => {
      const isOne = detector === compiled || compiled.detector.issuer === undefined || fills(detector, value);
      return isOne && carriers.some((carrier) => this.#isIn(carrier, surface, placed));
    });
  }

  #isIn(carrier: Carrier, surface: Surface, placed: Placed): boolean {
    if (carrier.kind === "query") return surface.kind === "url" && isInQuery(surface.bytes, carrier.name, placed);
    const name = carrier.kind === "basic" ? "authorization" : carrier.name;
    const isOnly = this.#surfaces.filter((other) => isHeader(other, name)).length === 1;
    if (!isOnly || !isHeader(surface, name)) return false;
    if (carrier.kind === "basic") return isInBasic(surface.bytes, placed);
    if (placed.match.view.chain.length > 0) return false;
    return name === "cookie" ? isCookie(surface.bytes, placed) : isWhole(surface.bytes, carrier.scheme, placed);
  }
}

/** Scheme and host as every reader of URLs takes them: no userinfo, no port but the scheme's own, nothing that some leave out. */
const PLAIN_URL = /^https:\/\/([a-z0-9.-]+)(?::443)?(?:[/?#]|$)/i;
const DOUBTFUL = /[\0- \\\x7f-\uffff]/;

/** The host that the request goes to; undefined where another could be meant, as where a Host header names one. */
function hostOf(surfaces: readonly Surface[]): string | undefined {
  const url = surfaces.find(({ kind }) => kind === "url")?.bytes.toString("latin1") ?? "";
  const host = DOUBTFUL.test(url) ? undefined : PLAIN_URL.exec(url)?.[1]?.toLowerCase();
  const named = surfaces.filter((surface) => isHeader(surface, "host") || isHeader(surface, ":authority"));
  const agree = named.every(({ bytes }) => bytes.toString("latin1").toLowerCase().replace(/:443$/, "") === host);
  return agree ? host : undefined;
}

/** Whether a surface is the value of a header with this name, in lower case. */
function isHeader(surface: Surface, name: string): boolean {
  return surface.kind === "header" && surface.name.toLowerCase() === name && surface.pathOf(0, 1) !== "name";
}

/** Whether the detector's whole shape is the value's, or the group of it that is the value. */
function fills(compiled: IssuerOfHost["detector"], value: string): boolean {
  const { hasToken, detector } = compiled;
  if (detector.locate !== undefined) return false;
  return hasToken ? (tokenPatternOf(detector)?.test(value) ?? false) : compiled.fill().test(value);
}

function isSame(one: Span, other: Span): boolean {
  return one.start === other.start && one.end === other.end;
}

/** Whether a token says whose it is: by a literal, or by one that is too common to be looked for but that its shape begins with ("sk_prod_"). */
function hasMark({ literals, shape }: Detector): boolean {
  return literals.length > 0 || /^[0-9A-Za-z]+[_-]/.test(shape);
}

/** Whether the span is all of a header's value, after the scheme where there is one. */
function isWhole(bytes: Buffer, scheme: string | undefined, placed: Span): boolean {
  const text = bytes.toString("latin1");
  const start = scheme === undefined ? 0 : schemeEnd(text, scheme);
  return start >= 0 && isSame(placed, { start: start + indentOf(text, start), end: text.trimEnd().length });
}

/** Place after the scheme and the blanks that follow it; -1 where the value has another. */
function schemeEnd(text: string, scheme: string): number {
  if (text.slice(0, scheme.length).toLowerCase() !== scheme) return -1;
  const blanks = indentOf(text, scheme.length);
  return blanks === 0 ? -1 : scheme.length + blanks;
}

function indentOf(text: string, from: number): number {
  let at = from;
  while (text[at] === " " || text[at] === "\t") at++;
  return at - from;
}

/** User and password (RFC 7617): the whole of it, or one of the two. */
function isInBasic(bytes: Buffer, placed: Placed): boolean {
  const text = bytes.toString("latin1").trimEnd();
  const start = schemeEnd(text, "basic");
  if (start < 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text.slice(start))) return false;
  const { chain } = placed.match.view;
  if (chain.length === 0) return isSame(placed, { start, end: text.length });
  if (chain.length > 1 || chain[0] !== "base64" || placed.start < start) return false;
  const [, user, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(text.slice(start), "base64").toString("utf8")) ?? [];
  return placed.match.value === user || placed.match.value === password;
}

/** Whether the span is the value of one cookie. */
function isCookie(bytes: Buffer, { start, end }: Span): boolean {
  const before = bytes[start - 1];
  return before === 0x3d && (end === bytes.length || bytes[end] === 0x3b);
}

/** Whether the span is the value of the one parameter with this name, percent-encoded or not. */
function isInQuery(bytes: Buffer, name: string, placed: Placed): boolean {
  const { chain } = placed.match.view;
  if (chain.length > 1 || (chain.length === 1 && chain[0] !== "percent")) return false;
  const url = bytes.toString("latin1");
  const fragment = url.indexOf("#");
  const query = url.indexOf("?");
  if (query < 0 || (fragment >= 0 && fragment < query)) return false;
  const named: Span[] = [];
  for (let start = query + 1, stop = fragment < 0 ? url.length : fragment; start <= stop; ) {
    const next = url.indexOf("&", start);
    const end = next < 0 || next > stop ? stop : next;
    const equals = url.slice(start, end).indexOf("=");
    if (nameIn(url.slice(start, equals < 0 ? end : start + equals)) === name)
      named.push({ start: equals < 0 ? end : start + equals + 1, end });
    start = end + 1;
  }
  return named.length === 1 && isSame(named[0]!, placed);
}

/** A parameter's name as a server reads it. */
function nameIn(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " ")).toLowerCase();
  } catch {
    return text.toLowerCase();
  }
}
