import type { Detector } from "../../types.js";
import { type Alphabet, alphabets, sample } from "../forms/alphabets.js";

/** A key of fewer than 16 characters: as many words are, so it must be the value of a setting that the service's name begins. */
interface ShortKey {
  /** As its maker writes it. */
  readonly name: string;
  readonly body: Alphabet;
  readonly length: number;
  readonly hosts?: readonly string[];
  readonly carriers?: readonly string[];
}

/** What stands between the service's name and that of the key: nothing, what joins words, or what opens a block of settings. */
const LINK = "(?:[ _.-]{0,2}|[\"'\\]]?[ \\t]{0,2}(?:=>|::|[:=,])?[ \\t]{0,2}[{(]?[ \\t\\r\\n]{0,12}[\"':]?)";
/** Names of settings go on so behind the service's: "IPINFO_API_TOKEN", "ipinfoKey". */
const KIND = "(?:[ _.-]{0,2}(?i:api|access|auth|secret|private|personal|client|user|key|token|pat|credentials?)){1,4}";
const ASSIGNED = "(?:[\"']?\\]?[ \\t]*(?::=|=>|[=:(,>]|[ \\t]is|[\"'] value=)[ \\t]*[\"'`]?|[ \\t]+[\"']?)";

/** Keys of fewer than 16 characters. A digit within the first of them tells them from words. */
export const shortKeys: readonly Detector[] = (
  [
    { name: "Checkvist", body: "alnum", length: 14, hosts: ["checkvist.com"] },
    { name: "Debounce", body: "alnum", length: 13, hosts: ["api.debounce.io"], carriers: ["query api"] },
    { name: "Dropbox", body: "alnum", length: 15 },
    { name: "EagleEyeNetworks", body: "alnum", length: 15, hosts: ["login.eagleeyenetworks.com"] },
    { name: "IPinfo", body: "hex", length: 14, hosts: ["ipinfo.io"], carriers: ["query token"] },
    { name: "Kanban", body: "upperAlnum", length: 12 },
    { name: "KanbanTool", body: "upperAlnum", length: 12 },
    { name: "Mockaroo", body: "alnum", length: 8, hosts: ["api.mockaroo.com"], carriers: ["query key"] },
    { name: "MyIntervals", body: "alnum", length: 11, hosts: ["api.myintervals.com"], carriers: ["basic auth"] },
  ] as const satisfies readonly ShortKey[]
).map(shortKey);

function shortKey({ name, body, length, hosts, carriers = [] }: ShortKey): Detector {
  const word = name.toLowerCase();
  const chars = alphabets[body];
  const early = Math.floor(length / 2);
  const token = sample(body, length - 1).replace(/^./, (first) => `${first}7`);
  return {
    id: `${word}-short-key`,
    service: word,
    title: `${name} API key`,
    literals: [word],
    shape: `(?i:${word})${LINK}${KIND}${ASSIGNED}(?P<token>[${chars}]{0,${early}}[0-9][${chars}]{${length - 1 - early},${length - 1}})(?:[^0-9A-Za-z_-]|$)`,
    minEntropyBits: 2,
    confidence: "medium",
    ...(hosts === undefined ? {} : { issuer: { hosts, carriers } }),
    examples: [
      `${name.toUpperCase()}_API_KEY="${token}"`,
      `"${word}Token": "${token}"`,
      `${word}:\n  api_key: ${token}\n`,
      `<add key="${name}.ClientSecret" value="${token}"/>`,
    ],
    counterExamples: [
      `${word}_id = "${token}"`,
      `${word}_api_key = "${token}${sample("alnum", length)}"`,
      `${word}_api_key = "<${word}>"`,
      `use ${word}: ${token}`,
    ],
  };
}
