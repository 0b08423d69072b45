/** How far back a value's name is looked for, in bytes. */
const LONGEST_NAME = 48;

/** Stands between a name and its value: "sha256:", `"commit": "`, "--hash=sha256:", "sha512-", `"Trace-Id": ["`, and a list of YAML. */
const BETWEEN: RegExp = /(?:[ \t"'`:=>[\\-]{1,8}|:[ \t]*\r?\n[ \t]{0,16}- ["']?)$/;

/** What is written so is public, and looks as random as a key: digests, ids of commits and of requests, and any other id. */
const PUBLIC_NAME: RegExp =
  /(?:(?:sha-?(?:1|224|256|384|512)?|md5)(?:_?sum)?|digest|checksum|etag|integrity|commit|revision|git_?head|trace_?parent|fingerprint|(?:public|publishable)[ _.-]?key)s?$/i;
/** Short ones are the end of other words too: "braintree". */
const PUBLIC_WORD: RegExp =
  /(?:(?<![A-Za-z])(?:oid|tree|parent|blob|OID|TREE|PARENT|BLOB)|(?<![A-Z])(?:Oid|Tree|Parent|Blob))s?$/;
const ID_NAME: RegExp = /(?:(?:^|[^A-Za-z])(?:id|ID|Id|uuid|UUID|guid|GUID)|[a-z](?:Id|ID|Uuid|UUID|Guid|GUID))$/;
const SECRET_ID: RegExp = /(?:secret|private|auth|access)[ _.-]?id$/i;

/** What has an id rather than a credential: by its name alone a UUID or a text of hexadecimal digits is that. */
const THING: RegExp =
  /(?:(?<![A-Za-z])(?:account|tenant|request|job|build|event|deployment|pipeline|run)|(?<=[a-z])(?:Account|Tenant|Request|Job|Build|Event|Deployment|Pipeline|Run))$/;

/** In a sentence or a line of a log these have ids too: "session 9f86… opened". Given with a sign, a session's may be what logs in. */
const THING_OF_LOG: RegExp =
  /(?<![A-Za-z_-])(?:session|connection|transaction|message|task|thread|batch|worker|span|trace|container|snapshot|transfer|execution|invocation)$/i;

/** "owner/name@", a range of commits, or an archive's address, and an id of git behind it: a version. */
const VERSIONED: RegExp = /(?:[\w-]\/[\w./-]+@|[0-9a-f]{7}\.{2,3}|\.(?:git|tgz|tar\.gz|zip)#)$/;
/** A service has this name too (rev.ai), and versions are not all ids of git: those are made of hexadecimal digits. */
const REVISION: RegExp = /(?:(?<![A-Za-z])(?:rev|REV|version|VERSION)|(?<![A-Z])(?:Rev|Version))$/;
const HEXADECIMAL: RegExp = /^[0-9a-f-]+$/;
const GIT_ID: RegExp = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Whether a value has a name right before it that says that it is a digest or an id. `words` end no such name ("tru.ID"). */
export function isNamedHash(bytes: Buffer, start: number, end: number, words: readonly string[]): boolean {
  const before = bytes.toString("latin1", Math.max(0, start - LONGEST_NAME), start);
  const value = () => bytes.toString("latin1", start, end);
  if (VERSIONED.test(before) && GIT_ID.test(value())) return true;
  const between = BETWEEN.exec(before);
  if (between === null) return false;
  const name = before.slice(0, between.index);
  if (PUBLIC_NAME.test(name) || PUBLIC_WORD.test(name)) return true;
  if ((REVISION.test(name) || THING.test(name)) && HEXADECIMAL.test(value())) return true;
  if (/^[ \t]+$/.test(between[0]) && THING_OF_LOG.test(name) && HEXADECIMAL.test(value())) return true;
  return ID_NAME.test(name) && !SECRET_ID.test(name) && !words.some((word) => name.toLowerCase().endsWith(word));
}
