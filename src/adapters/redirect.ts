/** One request of a fetch: what the next hop of a redirect starts from. */
export interface Hop {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer> | null;
}

/** Redirects that are followed before the call fails (Fetch standard, HTTP-redirect fetch, step 9). */
export const MAX_REDIRECTS = 20;

const REDIRECT_STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** What describes a body, and goes with it: the Fetch standard's request-body-header names, and the framing. */
const BODY_HEADERS = [
  "content-encoding",
  "content-language",
  "content-location",
  "content-type",
  "content-length",
  "transfer-encoding",
];

/** What is meant for one origin alone. The standard names the first; the others are set by callers, outside browsers. */
const ORIGIN_HEADERS = ["authorization", "proxy-authorization", "cookie"];

/** Whether `response` sends its client to another URL, said or hidden (status 0). */
export function isRedirect(response: Response): boolean {
  if (response.type === "opaqueredirect") return true;
  return REDIRECT_STATUSES.has(response.status) && response.headers.has("location");
}

/**
 * The request that follows a redirect: Fetch standard, HTTP-redirect fetch. Undefined when it may not be followed: a location
 * that is no http or https URL, or has a user name or a password in it.
 */
export function nextHop(hop: Hop, response: Response): Hop | undefined {
  const from = new URL(hop.url);
  const to = parse(response.headers.get("location") ?? "", from);
  if (to === undefined || !/^https?:$/.test(to.protocol) || to.username !== "" || to.password !== "") return undefined;
  if (to.hash === "") to.hash = from.hash;
  const headers = new Headers(hop.headers);
  const drops = dropsBody(response.status, hop.method);
  if (drops) for (const name of BODY_HEADERS) headers.delete(name);
  if (to.origin !== from.origin) for (const name of ORIGIN_HEADERS) headers.delete(name);
  return { url: to.href, method: drops ? "GET" : hop.method, headers, body: drops ? null : hop.body };
}

function dropsBody(status: number, method: string): boolean {
  if (status === 303) return method !== "GET" && method !== "HEAD";
  return (status === 301 || status === 302) && method === "POST";
}

/** A field's value is given as Latin-1; servers that write a location without percent-encoding mean UTF-8. */
function parse(location: string, { href }: URL): URL | undefined {
  const text = new TextDecoder().decode(Uint8Array.from(location, (character) => character.charCodeAt(0)));
  try {
    return new URL(text, href);
  } catch {
    return undefined;
  }
}
