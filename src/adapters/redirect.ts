/** The redirects of the Fetch Standard ("HTTP-redirect fetch"), as a fetch that scans each hop must follow them by itself. */

export const MOST_REDIRECTS = 20;

const REDIRECT_STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** What describes a body, and goes with it. */
const BODY_HEADERS = ["content-encoding", "content-language", "content-location", "content-type", "content-length"];
/** What belongs to one origin. The standard names the first; Node's fetch drops all four. */
const ORIGIN_HEADERS = ["authorization", "proxy-authorization", "cookie", "host"];

/** One request of a chain. */
export interface Hop {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** The request that `response` asks for; `undefined`: it asks for none; "refused": for one that must not be made. */
export function nextHop(hop: Hop, response: Response): Hop | "refused" | undefined {
  const location = REDIRECT_STATUSES.has(response.status) ? response.headers.get("location") : null;
  if (location === null) return undefined;
  const from = new URL(hop.url);
  if (!URL.canParse(location, from)) return "refused";
  const to = new URL(location, from);
  if ((to.protocol !== "http:" && to.protocol !== "https:") || to.username !== "" || to.password !== "") return "refused";
  if (to.hash === "") to.hash = from.hash;
  const headers = new Headers(hop.headers);
  const rewritten = becomesGet(response.status, hop.method);
  if (rewritten) drop(headers, BODY_HEADERS);
  if (to.origin !== from.origin) drop(headers, ORIGIN_HEADERS);
  return {
    method: rewritten ? "GET" : hop.method,
    url: to.href,
    headers,
    body: rewritten ? new Uint8Array() : hop.body,
  };
}

function becomesGet(status: number, method: string): boolean {
  if (status === 303) return method !== "GET" && method !== "HEAD";
  return (status === 301 || status === 302) && method === "POST";
}

function drop(headers: Headers, names: readonly string[]): void {
  for (const name of names) headers.delete(name);
}
