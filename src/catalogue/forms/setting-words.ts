/** Names that are words of every text, or the ends of such ("here" of "there", "line"): near each, every run would be looked at. */
const EVERYDAY: ReadonlySet<string> = new Set("aws box close float here hive less line mg tly".split(" "));
/** What stands behind a name that its value follows: in a sentence, a list, a comment, a block, a tag, a call, a table, a member. */
const MARKS_BEHIND = [
  " ",
  "\n",
  "\r",
  "\t",
  ",",
  "}",
  "{",
  "(",
  "[",
  ">",
  "<",
  ".",
  "|",
  ";",
  "*",
  "\\",
  "]\n",
  '",',
  "',",
  '": {',
  '":{',
  '" =>',
  "' =>",
] as const;

/** Context words for a service whose name says nothing else: right before the value, or the setting that takes it. They count nowhere else. */
export function directly(name: string): readonly string[] {
  const call = `${name}client(`;
  if (EVERYDAY.has(name)) return [call];
  return [...MARKS_BEHIND.map((mark) => name + mark), call, `${name}client `];
}

/**
 * Context words for a service whose name is a word of its own, such as "polygon" or "privacy": the name alone stands near ids of all
 * kinds, so it counts only where it begins a setting's name, a header's, a field's, or says what the value is.
 */
export function settingsOf(name: string): readonly [string, ...string[]] {
  return [`${name}_`, ...keysOf(name), `${name} auth`, `${name}:`];
}

/** Context words for a credential whose form ids and hashes have too: the service's name and, joined to it, what the value is, or a sign. */
export function keysOf(...names: readonly [string, ...string[]]): readonly [string, ...string[]] {
  const words = names.flatMap((name) => [
    ...KINDS.flatMap((kind) => JOINTS.map((joint) => name + joint + kind)),
    ...SIGNS.map((sign) => name + sign),
    ...directly(name),
  ]);
  return [words[0]!, ...words.slice(1)];
}

/** Context words for a service of an ordinary name: where it names the kind of its key, or is given the value itself. */
export function signsOf(name: string): readonly string[] {
  return [...KINDS.map((kind) => `${name} ${kind}`), ...SIGNS.map((sign) => name + sign), `${name}\n`, `${name}",`];
}

const KINDS = ["api", "key", "token", "secret"] as const;
/** What gives the name itself a value. */
const SIGNS = ["=", " =", " :=", ": ", ":'", ':"', '": "', '":"'] as const;
const JOINTS = ["_", "-", "", " ", "."] as const;

/** Context words for the hosts whose name holds the service's: "heroku.com/". They count where a credential is handed to the host. */
export function addressesOf(name: string, hosts: readonly string[]): readonly string[] {
  return [...new Set(hosts.flatMap((host) => [...host.matchAll(LABELS)].map(({ index }) => host.slice(index))))]
    .filter((address) => address.startsWith(name))
    .map((address) => `${address}/`);
}

/** Where the labels of a host's name begin, but for the last. */
const LABELS = /(?<=^|\.)[^.]+(?=\.)/g;
