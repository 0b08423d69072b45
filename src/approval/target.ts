/**
 * Where a request goes, read as the client that sends it reads its URL (WHATWG URL Standard), and where in the URL's text the
 * parts stand.
 */
export interface Target {
  /** Lower case, Punycode, with its port unless that is the scheme's own; `undefined` when the URL names none or does not parse. */
  readonly host: string | undefined;
  /** The host's part of the URL's text, as UTF-16 offsets; empty where it cannot be told. */
  readonly hostStart: number;
  readonly hostEnd: number;
  /** Where the path begins in the URL's text; `undefined` where it cannot be told. */
  readonly pathStart: number | undefined;
}

/** "host:port", the form of CONNECT (RFC 9112, section 3.2.3). */
const AUTHORITY_FORM = /^[^\s/?#@\\]+:\d{1,5}$/;

/** Scheme and authority. Browsers' schemes take any number of slashes either way; all others take two. */
const ABSOLUTE_FORM = /^[\0- ]*(?:(?:https?|wss?|ftp):[\\/]*|[a-z][a-z0-9+.-]*:\/\/)([^\\/?#]*)/i;

export function targetOf(url: string): Target {
  if (AUTHORITY_FORM.test(url)) {
    return { host: hostOf(`https://${url}`), hostStart: 0, hostEnd: url.length, pathStart: url.length };
  }
  const form = ABSOLUTE_FORM.exec(url);
  const host = hostOf(url);
  if (form === null) return { host, hostStart: 0, hostEnd: 0, pathStart: undefined };
  const pathStart = form[0].length;
  const authority = form[1] ?? "";
  const hostStart = pathStart - authority.length + authority.lastIndexOf("@") + 1;
  return { host, hostStart, hostEnd: pathStart, pathStart };
}

/** `URL.canParse` is not asked: once optimised, that of Node 20 accepts texts beyond ASCII that `new URL` refuses. */
function hostOf(url: string): string | undefined {
  try {
    return new URL(url).host.toLowerCase() || undefined;
  } catch {
    return undefined;
  }
}
