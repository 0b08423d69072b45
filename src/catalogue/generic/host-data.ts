import { fromBase32 } from "../../checksums.js";
import { type Located, latin1 } from "../forms/spans.js";

/** Longest URL up to its host, in bytes. */
const LONGEST = 2048;
/** RFC 3986, and the authority form of CONNECT (RFC 9110, section 9.3.6). */
const HOST =
  /^(?:[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@\s]*@)?|(?=[^/:\s]+:\d+$))([0-9a-z_-]+(?:\.[0-9a-z_-]+)+)(?=[:/?#]|$)/i;

/**
 * Sites that give their users' resources random names (their own documents, and the private part of the Public Suffix List): there a
 * random label says nothing. What decodes to text is data there too.
 */
const RANDOM_BY_DESIGN =
  /(?:^|\.)(?:amazonaws\.com(?:\.cn)?|on\.aws|aws|cloudfront\.net|amplifyapp\.com|awsapprunner\.com|elasticbeanstalk\.com|azurewebsites\.net|azure\.com|azure-api\.net|azureedge\.net|azurefd\.net|azurecontainerapps\.io|azurestaticapps\.net|windows\.net|trafficmanager\.net|googleusercontent\.com|run\.app|web\.app|cloudfunctions\.net|googleapis\.com|googlevideo\.com|googlesyndication\.com|supabase\.(?:co|in)|cloudflarestorage\.com|r2\.dev|workers\.dev|pages\.dev|trycloudflare\.com|vercel\.app|netlify\.app|onrender\.com|herokuapp\.com|herokudns\.com|fly\.dev|railway\.app|ngrok(?:-free)?\.(?:app|dev|io)|replit\.(?:dev|app)|repl\.co|github\.dev|githubpreview\.dev|gitpod\.io|e2b\.(?:app|dev)|modal\.run|mock\.pstmn\.io|sentry\.io|akamai(?:edge|hd|zed)?\.net|edgekey\.net|edgesuite\.net|fastly\.net|fbcdn\.net|b-cdn\.net|snowflakecomputing\.com|databricks\.com|azuredatabricks\.net|okta\.com|auth0\.com|neon\.tech|upstash\.io|pinecone\.io|qdrant\.io|weaviate\.cloud|mongodb\.net|elastic-cloud\.com|confluent\.cloud|ondigitalocean\.app|digitaloceanspaces\.com|dweb\.link|ipfs\.io|onion|internal|local|arpa)$/i;

/** Bytes of readable text that no random label decodes to by chance. */
const TELLING_TEXT = 8;

/** Labels of the host, before the site's own name, that carry data: only where the whole text is a URL. */
export function* locateHostData(bytes: Uint8Array): Generator<Located> {
  const found = HOST.exec(latin1(bytes, 0, Math.min(bytes.length, LONGEST)));
  if (found === null) return;
  const host = found[1]!;
  const labels = dataLabels(host);
  if (labels.length === 0 || !carriesData(labels, host)) return;
  const start = found[0].length - host.length;
  yield [start, start + labels.join(".").length];
}

/** All labels but those that name the site: two, or three under a country's second level ("co.uk"). */
function dataLabels(host: string): readonly string[] {
  const labels = host.split(".");
  if (/^\d+$/.test(labels.at(-1)!)) return [];
  const [top, second] = [labels.at(-1)!, labels.at(-2)!];
  return labels.slice(0, top.length === 2 && second.length <= 3 ? -3 : -2);
}

/** Whether labels decode to text, cut a value into equal pieces, or are random where a site has no random names. */
function carriesData(labels: readonly string[], host: string): boolean {
  if (holdText(labels) || areEqualPieces(labels)) return true;
  return labels.some((label, i) => isRandom(label, labels[i + 1])) && !RANDOM_BY_DESIGN.test(host);
}

/** Neighbouring labels that decode to readable text are taken together. */
function holdText(labels: readonly string[]): boolean {
  let length = 0;
  let hasLetter = false;
  for (const label of labels) {
    const text = textIn(label);
    length = text === undefined ? 0 : length + text.length;
    hasLetter = text === undefined ? false : hasLetter || /[A-Za-z]/.test(text);
    if (length >= TELLING_TEXT && hasLetter) return true;
  }
  return false;
}

/** The text that a label is in hex, base 32 or base64url (RFC 4648). */
function textIn(label: string): string | undefined {
  if (/^(?:[0-9a-f]{2}){4,}$/i.test(label)) return readable(Buffer.from(label, "hex"));
  if (isBase32(label) && label.length >= 8) {
    const text = readable(fromBase32(label.toUpperCase()));
    if (text !== undefined) return text;
  }
  const isBase64 = label.length >= 11 && /^[\w-]+$/.test(label) && /[a-z]/.test(label) && /[A-Z]/.test(label);
  return isBase64 ? readable(Buffer.from(label, "base64url")) : undefined;
}

/** One case, a digit (text in base 32 nearly always has one), and a length that base 32 can have. */
function isBase32(label: string): boolean {
  return (
    /^(?=.*[2-7])(?:[a-z2-7]+|[A-Z2-7]+)$/.test(label) &&
    /[a-z]/i.test(label) &&
    [0, 2, 4, 5, 7].includes(label.length % 8)
  );
}

/** Printable ASCII, nearly all of it letters, digits and the marks of settings and URLs. */
function readable(bytes: Buffer): string | undefined {
  const text = bytes.toString("latin1");
  if (!/^[\x20-\x7e\r\n\t]+$/.test(text)) return undefined;
  return text.replace(/[0-9A-Za-z _:=/.@-]/g, "").length <= text.length / 5 ? text : undefined;
}

/** Four neighbours of one length: names differ in length, the pieces of a value do not. */
function areEqualPieces(labels: readonly string[]): boolean {
  let count = 0;
  for (const [i, label] of labels.entries()) {
    count = label.length >= 8 && label.length === labels[i - 1]?.length ? count + 1 : 1;
    if (count >= 4) return true;
  }
  return false;
}

/** Hashes and UUIDs: what sites name content and tenants by. */
const KNOWN_SHAPE =
  /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|(?:.*[^0-9a-f])?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}(?:[^0-9a-f].*)?|xn--.*)$/i;
const LONG_LABEL = 24;
const SHORTEST_RANDOM = 16;

function isRandom(label: string, next: string | undefined): boolean {
  if (label.length < SHORTEST_RANDOM || KNOWN_SHAPE.test(label)) return false;
  if (/^[0-9a-f]{16,}$/i.test(label) && /[a-f]/i.test(label)) {
    return label.length > 33 || (next !== undefined && /^[0-9a-f]{16,}$/i.test(next) && !KNOWN_SHAPE.test(next));
  }
  const isBlock = label.length >= SHORTEST_RANDOM && label.length % 8 === 0 && isBase32(label);
  return (isBlock || (label.length >= LONG_LABEL && /^[0-9a-z]+$/i.test(label))) && isMixed(label);
}

/** Digits between letters, again and again, and too few vowels for words. */
function isMixed(label: string): boolean {
  const switches = label.match(/[a-z](?=\d)|\d(?=[a-z])/gi)?.length ?? 0;
  const letters = label.replace(/\d/g, "");
  const vowels = letters.match(/[aeiou]/gi)?.length ?? 0;
  return switches >= Math.max(4, label.length / 6) && vowels <= letters.length * 0.32;
}
