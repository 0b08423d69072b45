import type { Detector } from "../../types.js";
import { type Alphabet, alphabets, sample } from "../forms/alphabets.js";

/** A key of fewer than 16 characters: as many words are, so it must be the value of a setting that the service's name begins. */
interface ShortKey {
  /** As its maker writes it. */
  readonly name: string;
  /** The name is an ordinary word too: the name of the setting must go on with what its value is. */
  readonly ordinary?: true;
  readonly body: Alphabet;
  /** Characters: exactly, or least and most; of each of the groups that a hyphen joins. */
  readonly length: number | readonly [least: number, most: number];
  readonly groups?: number;
  readonly hosts?: readonly string[];
  readonly carriers?: readonly string[];
}

/** What stands between the service's name and that of the key: nothing, what joins words, or what opens a block of settings. */
const LINK = "(?:[ _.-]{0,2}|[\"'\\]]?[ \\t]{0,2}(?:=>|::|[:=,])?[ \\t]{0,2}[{(]?[ \\t\\r\\n]{0,12}[\"':]?)";
/** Names of settings go on so behind the service's: "IPINFO_API_TOKEN", "ipinfoKey". */
const KIND =
  "(?:[ _.-]{0,2}(?i:api|app|access|auth|secret|private|personal|client|user|key|token|pat|credentials?)){1,4}";
/** Behind a name that means nothing else: nothing, before what may pass over a value; or a few words and what its value is, as in an address. */
const NEAR = "||[^\\x00]{0,48}?(?i:key|token|secret|password|bearer)";
const ASSIGNED =
  "(?:\\\\?[\"']?\\]?[ \\t]*(?::=|=>|->|[=:(,>|]|[ \\t]is|[\"'] value=)[ \\t]*\\\\?[\"'`]?|[ \\t]+[\"'`]?|\\r?\\n[ \\t]{0,8}[\"']?)";

/** Keys of fewer than 16 characters. A digit within the first of them tells them from words. */
export const shortKeys: readonly Detector[] = (
  [
    { name: "Cashboard", body: "upperAlnum", length: 3, groups: 4, hosts: ["api.cashboardapp.com"] },
    { name: "Checkvist", body: "alnum", length: 14, hosts: ["checkvist.com"] },
    {
      name: "Debounce",
      ordinary: true,
      body: "alnum",
      length: 13,
      hosts: ["api.debounce.io"],
      carriers: ["query api"],
    },
    { name: "Demio", body: "alnum", length: [10, 20], hosts: ["my.demio.com"], carriers: ["header api-secret"] },
    { name: "Dropbox", ordinary: true, body: "alnum", length: 15 },
    { name: "EagleEyeNetworks", body: "alnum", length: 15, hosts: ["login.eagleeyenetworks.com"] },
    { name: "IPinfo", body: "hex", length: 14, hosts: ["ipinfo.io"], carriers: ["query token"] },
    { name: "Kanban", ordinary: true, body: "upperAlnum", length: 12 },
    { name: "KanbanTool", body: "upperAlnum", length: 12 },
    { name: "Mockaroo", body: "alnum", length: 8, hosts: ["api.mockaroo.com"], carriers: ["query key"] },
    { name: "MyIntervals", body: "alnum", length: 11, hosts: ["api.myintervals.com"], carriers: ["basic auth"] },
    { name: "ParseHub", body: "alnum", length: 12, hosts: ["www.parsehub.com"], carriers: ["query api_key"] },
    { name: "uClassify", body: "alnum", length: 12, hosts: ["api.uclassify.com"] },
  ] as const satisfies readonly ShortKey[]
).map(shortKey);

function shortKey({ name, ordinary, body, length, groups = 1, hosts, carriers = [] }: ShortKey): Detector {
  const word = name.toLowerCase();
  const [least, most] = typeof length === "number" ? [length, length] : length;
  const group = `[${alphabets[body]}]{${least}}`;
  const shape = groups === 1 ? withEarlyDigit(alphabets[body], least, most) : `${group}(?:-${group}){${groups - 1}}`;
  const token = tokenOf(body, least, groups);
  return {
    id: `${word}-short-key`,
    service: word,
    title: `${name} API key`,
    literals: [word],
    shape: `(?i:${word})(?:${LINK}${KIND}${ordinary ? "" : NEAR})${ASSIGNED}(?P<token>${shape})(?:[^0-9A-Za-z_-]|$)`,
    minEntropyBits: 2,
    confidence: "medium",
    ...(hosts === undefined ? {} : { issuer: { hosts, carriers } }),
    examples: [
      `${name.toUpperCase()}_API_KEY="${token}"`,
      `"${word}Token": "${token}"`,
      `${word}:\n  api_key: ${token}\n`,
      `<add key="${name}.ClientSecret" value="${token}"/>`,
      ...(ordinary ? [] : [`${word} = '${token}'`, `https://${word}.example/v1?key=${token}`]),
    ],
    counterExamples: [
      `${word}_id = "${token}"`,
      `${word}_api_key = "${token}${sample("alnum", most - least + 1)}"`,
      `${word}_api_key = "<${word}>"`,
      `use the ${word} of ${token}`,
    ],
  };
}

/** Of an alphabet, with a digit in the first half. */
function withEarlyDigit(chars: string, least: number, most: number): string {
  const before = Array.from({ length: Math.floor(least / 2) + 1 }, (_, index) => index);
  return `(?:${before.map((count) => `[${chars}]{${count}}[0-9][${chars}]{${least - 1 - count},${most - 1 - count}}`).join("|")})`;
}

function tokenOf(body: Alphabet, length: number, groups: number): string {
  if (groups > 1)
    return Array.from({ length: groups }, (_, index) => sample(body, length + index).slice(index)).join("-");
  return sample(body, length - 1).replace(/^./, (first) => `${first}7`);
}
