import { lookOf, looksRandom } from "./values.js";

/** What a name says of its value: the kinds of credentials, and how far the name alone can be believed. */
export type NameKind =
  /** People choose these: words count. */
  | "password"
  /** Made by machines: "secret", "api key", "access token". */
  | "secret"
  /** "auth", "credentials": as often what kind of authentication is meant. "pat": a personal access token, and other things. */
  | "loose"
  /** "key" of something unknown: as often a place in a table as a credential. */
  | "key"
  /** "acmeKey", "acme_key": of something that is named, which may be a service. */
  | "owned-key"
  /** "password hash", "signature": what is made of a secret. */
  | "hash";

const set = (words: string): ReadonlySet<string> => new Set(words.split(" "));

/** Said of a value, not what it is: left out from the end of a name. */
const TAILS = set(
  "value val string str text plain plaintext raw encoded encrypted base64 b64 hex prod production dev development stage staging test testing live local default base old new current confirm confirmation again repeat main here env var const literal data content in out id2",
);
const PASSWORDS = set(
  "password passwd passwort passphrase passcode pwd pass pw pswd passw userpass passkey requirepass masterauth bindpw rootpw psk motdepasse senha contrasena",
);
const SECRETS = set("secret secrets apikey apikeys apitoken authtoken accesskey secretkey privatekey");
const LOOSE = set("pat auth authorization credential credentials cred creds authentication bearer");
const HASHES = set("hash digest hashed");

/** What kind of "key" is a credential. */
const KEYS = set(
  "api secret private priv access encryption encrypt signing sign signature auth authentication authorization master shared hmac jwt account subscription service admin deploy license aes crypto cipher ssh root cookie session consumer client app application developer dev integration ingestion ingest write read server decryption encode storage sas ssl tls security bot token user personal webhook rest gateway function host instance rsa dsa ed25519 x",
);
/** What kinds of "key" are none, even of a setting or a header: places in stores, and what anyone may see. */
const NO_KEYS = set(
  "idempotency cache partition surrogate row sort primary foreign object group site sitekey request correlation trace routing dedup hash index lookup map storage bucket file item record lock metric event message search translation i18n locale",
);
/** What is named has a key as an entry of a store or a row of a table has one. */
const NO_OWNERS = set(
  "s3 socket websocket content range query cursor dedupe resource source target owner chunk version draft checkpoint snapshot scroll order batch job workflow thread room reply uri url tag term slug topic template layout widget module package dependency memo cell fragment selector section step region zone result filter facet glyph font theme color image img asset document doc page node child parent product component style variable blob attachment media video audio photo picture thumbnail upload block shard entity data project issue task ticket peer verify verifying vapid branch commit path folder directory dir column field property prop attribute attr option setting config enum type class name id value label title menu tab view route state action react unique composite natural compound hot short cut arrow enter escape space up down left right current last next prev previous first old new my the this a any each some no is has on for of by in with to public",
);
/** What kinds of "token" are none: parts of texts, places in lists, what a page hands to itself. */
const NO_TOKENS = set(
  "csrf csrfmiddleware xsrf page next prev previous sync continuation cancel cancellation cancelation max min num total stop pad eos bos unk mask sep cls special start end first last starting change idempotency design prompt completion input output cached reasoning cursor count n authenticity verification antiforgery forgery string ident identifier keyword sub image audio video tool parser lexer current peek resume pagination type scroll delta version nextpage amz hashed",
);
/** Before "password" these make a label, a question or an action. */
const NO_PASSWORDS = set(
  "forgot forgotten show hide enter invalid incorrect wrong missing no has is use require requires required remember save get without type by via with for bad weak strong valid allow change reset update min max lost need needs ice",
);
/** Whatever follows, they say that anyone may see it. */
const PUBLIC = set("public publishable pub public_key open");

const GLUED = /^(.*?)(password|passwd|passphrase|passcode|pwd|pass|secret|token|credentials?|auth|key)s?$/;
/** Whose "pass" is a password: of others it is a way through, or a verb. */
const PASS_OWNERS = set(
  "db database user usr root admin adm mysql pg postgres sql smtp ftp sftp mail email imap ssh sudo become redis mongo mongodb rabbitmq amqp proxy key keystore truststore store auth login http https ldap wifi wlan app api default new old my svc service server bind master slave repl replication registry docker git github repo vpn radius snmp rpc ws web sa oracle mssql jdbc jenkins nexus sonar artifactory account acct client host remote system sys private cert ssl tls zip pdf http_basic basic",
);

/** What the name says its value is; undefined when it says nothing of a credential. Any spelling: snake, kebab, camel, dots, blanks. */
export function kindOfName(name: string): NameKind | undefined {
  if (known.has(name)) return known.get(name);
  const kind = readKind(name);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(name, kind);
  return kind;
}

/** Names that were read before: a request has few, again and again. */
const known = new Map<string, NameKind | undefined>();
const MOST_KNOWN = 500;

function readKind(name: string): NameKind | undefined {
  const words = wordsOf(name);
  while (words.length > 1 && (TAILS.has(words.at(-1)!) || /^\d+$/.test(words.at(-1)!))) words.pop();
  const head = words.pop();
  if (head === undefined || words.some((word) => PUBLIC.has(word)) || isMadeAtRandom(name)) return undefined;
  if (head === "pass" && IS_CONSTANT.test(name) && words.some((word) => PASS_OWNERS.has(word))) words.push(SETTING);
  if (IS_SETTING.test(name) && !words.some((word) => NO_KEYS.has(word))) words.unshift(SETTING);
  return kindOfHead(head, words) ?? kindOfGlued(head, words);
}

/** Names that people give are not so long without words; those without digits are judged when they are longer. */
const SHORTEST_ID = 16;
const SHORTEST_WITHOUT_DIGITS = 20;

/** Whether it is an id, as lists of thousands have some that end like names: "01J8X…PW". */
function isMadeAtRandom(name: string): boolean {
  const least = /\d/.test(name) ? SHORTEST_ID : SHORTEST_WITHOUT_DIGITS;
  return name.length >= least && looksRandom(lookOf(name));
}

/** "ACME_KEY", "X-Acme-Key": of a setting of the environment, or of a header, a key is a credential. */
const IS_SETTING = /^(?:[A-Z][A-Z0-9]*_(?:[A-Z0-9]+_)*KEY|[Xx]-(?:[\w-]+-)?[Kk]ey)$/;
/** "APP_SECRET_PASS": of a setting of the environment, an owner may stand before other words. */
const IS_CONSTANT = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;
/** Stands for that among the words of a name. */
const SETTING = "(setting)";

function wordsOf(name: string): string[] {
  return (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? []).map((word) => word.toLowerCase());
}

function kindOfHead(head: string, before: readonly string[]): NameKind | undefined {
  const last = before.at(-1) ?? "";
  if (head === "pass" && last !== "" && last !== SETTING && !PASS_OWNERS.has(last)) return undefined;
  if (PASSWORDS.has(head)) return before.some((word) => NO_PASSWORDS.has(word)) ? undefined : "password";
  if (SECRETS.has(head)) return "secret";
  if (LOOSE.has(head)) return "loose";
  if (HASHES.has(head)) return PASSWORDS.has(last) ? "hash" : undefined;
  if (head === "token") return before.some((word) => NO_TOKENS.has(word)) ? undefined : "secret";
  if (head === "key" || head === "keys") {
    if (KEYS.has(last) || kindOfGlued(last, []) !== undefined || before.includes(SETTING)) return "secret";
    if (before.some((word) => NO_KEYS.has(word))) return undefined;
    return head === "key" && before.length > 0 && !NO_OWNERS.has(last) ? "owned-key" : "key";
  }
  return undefined;
}

/** "dbpassword", "apikey", "accesstoken". */
function kindOfGlued(head: string, before: readonly string[]): NameKind | undefined {
  const [, first = "", kind = ""] = GLUED.exec(head) ?? [];
  if (kind === "" || first === "") return undefined;
  if (kind === "key") return KEYS.has(first) || kindOfGlued(first, []) !== undefined ? "secret" : undefined;
  if (kind === "auth") return first.length <= 8 ? "loose" : undefined;
  return kindOfHead(kind, [...before, first]);
}
