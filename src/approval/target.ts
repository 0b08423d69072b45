/**
 * Where a request goes, read as the client that sends it reads its URL (WHATWG URL Standard), and where in the URL's text the
 * parts stand.
 */
export interface Target {
  /** Lower case, Punycode, with its port unless that is the scheme's own; `undefined` when the URL names none or does not parse. */
  readonly host: string | undefined;
  /** Whether what is sent can be read on its way: no TLS, and the host is not this machine. */
  readonly isClearText: boolean;
  /** The host as an approval's scope names it: "http://HOST" for clear text, since an approval within TLS is none for that. */
  readonly scopeHost: string | undefined;
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

/** Schemes that bring their own TLS. */
const WITHIN_TLS: ReadonlySet<string> = new Set(["https:", "wss:"]);

/** Names of this machine (RFC 6761, section 6.3; RFC 1122, section 3.2.1.3; RFC 4291, section 2.5.3), as a URL has them. */
const LOOPBACK = /^(?:(?:[^.]+\.)*localhost\.?|127\.\d+\.\d+\.\d+|\[::1\])$/;

export function targetOf(url: string): Target {
  if (AUTHORITY_FORM.test(url)) {
    return { ...endOf(`https://${url}`), hostStart: 0, hostEnd: url.length, pathStart: url.length };
  }
  const form = ABSOLUTE_FORM.exec(url);
  const end = endOf(url);
  if (form === null) return { ...end, hostStart: 0, hostEnd: 0, pathStart: undefined };
  const pathStart = form[0].length;
  const authority = form[1] ?? "";
  const hostStart = pathStart - authority.length + authority.lastIndexOf("@") + 1;
  return { ...end, hostStart, hostEnd: pathStart, pathStart };
}

/** `URL.canParse` is not asked: once optimised, that of Node 20 accepts texts beyond ASCII that `new URL` refuses. */
function endOf(url: string): Pick<Target, "host" | "isClearText" | "scopeHost"> {
  try {
    const parsed = new URL(url);
    const isClearText = !WITHIN_TLS.has(parsed.protocol) && !LOOPBACK.test(parsed.hostname);
    const host = parsed.host.toLowerCase() || undefined;
    return { host, isClearText, scopeHost: host !== undefined && isClearText ? `http://${host}` : host };
  } catch {
    return { host: undefined, isClearText: true, scopeHost: undefined };
  }
}
