import type { Detector, LocatedValue } from "../../types.js";
import { latin1 } from "../forms/spans.js";
import { judge } from "../named/judge.js";

/** Longest manifest that is read on either side of its kind, in bytes. */
const REACH = 16_384;
const KIND = /^kind\\*["']?\s*:\s*\\*["']?Secret\\*["']?(?=[\s,}\\]|$)/;
const LONGEST_KIND = 48;
/** The block of values: by its indentation in YAML, in braces in JSON. */
const YAML_DATA = /(?:^|\n)([ \t]*)(data|stringData):[ \t]*\r?\n((?:\1[ \t]+[^\n]*(?:\n|$)|[ \t]*\r?\n)+)/g;
const JSON_DATA = /"(data|stringData)\\*"\s*:\s*\{([^{}]*)\}/g;
const PAIR = /(?<![\w.-])([\w.-]{1,253})\\*["']?\s*:\s*\\*["']?([^\s"'\\,]+)/dg;
/** What a Secret holds beside its secrets. */
const OPEN =
  /^(?:(?:.*\.)?ca|.*\.crt|.*\.pem|username|user|host|hostname|port|database|dbname|db|namespace|url|endpoint|region|email|server|type|name|.*(?:user_?name|account_?name|address)(?:_in)?)$/i;

/** Values of Secret manifests, in the base64 that they stand in. */
function* locateSecrets(bytes: Uint8Array, marks: readonly number[]): Generator<LocatedValue> {
  let done = 0;
  for (const mark of marks) {
    if (mark < done || !KIND.test(latin1(bytes, mark, Math.min(bytes.length, mark + LONGEST_KIND)))) continue;
    const from = Math.max(done, mark - REACH);
    const before = withLines(latin1(bytes, from, mark));
    const start = Math.max(before.lastIndexOf("\n---"), 0);
    const rest = withLines(latin1(bytes, mark, Math.min(bytes.length, mark + REACH)));
    const stop = rest.search(/\n---/);
    const text = before.slice(start) + (stop < 0 ? rest : rest.slice(0, stop));
    yield* valuesIn(text, from + start);
    done = from + start + text.length;
  }
}

/** A manifest in a JSON string has its line breaks escaped: here they are breaks, filled up so that every offset stays. */
function withLines(text: string): string {
  return text.replace(/\\+[nrt]/g, (code) => BREAKS[code.at(-1)!]!.padStart(code.length));
}

const BREAKS: Readonly<Record<string, string>> = { n: "\n", r: " ", t: "\t" };

function* valuesIn(text: string, at: number): Generator<LocatedValue> {
  const blocks = [
    ...[...text.matchAll(YAML_DATA)].map((match) => [match, match[2]!, match[3]!] as const),
    ...[...text.matchAll(JSON_DATA)].map((match) => [match, match[1]!, match[2]!] as const),
  ];
  for (const [match, field, block] of blocks) {
    const base = match.index + match[0].lastIndexOf(block);
    for (const pair of block.matchAll(PAIR)) {
      const [, name = "", value = ""] = pair;
      if (OPEN.test(name) || !isSecret(value, field === "data")) continue;
      const [start, end] = pair.indices![2]!;
      yield [at + base + start, at + base + end, { confidence: "medium", because: "a Kubernetes Secret holds it" }];
    }
  }
}

function isSecret(value: string, isEncoded: boolean): boolean {
  if (isEncoded && !/^[0-9A-Za-z+/]{6,}={0,2}$/.test(value)) return false;
  const text = isEncoded ? Buffer.from(value, "base64").toString("latin1").trim() : value;
  if (text.length > 512) return true;
  const confidence = judge("password", text, "line")?.confidence;
  return confidence === "medium" || (/[^\t\n\r -~]/.test(text) && text.length >= 8);
}

/** How a manifest in JSON says its kind, by itself and as a string in a string, up to four deep: each quote then has 1, 3, 7 or 15 backslashes. */
const KINDS: readonly string[] = [0, 1, 3, 7, 15].flatMap((count) => {
  const quote = `${"\\".repeat(count)}"`;
  return [": ", ":"].map((sign) => `kind${quote}${sign}${quote}secret`);
});

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** https://kubernetes.io/docs/concepts/configuration/secret/ */
export const kubernetesSecrets: readonly Detector[] = [
  {
    id: "kubernetes-secret",
    service: "kubernetes",
    title: "Value of a Kubernetes Secret",
    literals: ["kind: secret", "kind:secret", "kind: 'secret", 'kind: "secret', ...KINDS],
    shape: "[^\\s\"'\\\\,]{4,}",
    locate: (bytes, _runs, { marks }) => locateSecrets(bytes, marks),
    confidence: "medium",
    examples: [
      `apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\ndata:\n  username: YWRtaW4=\n  license: ${base64(`${"Summer"}2024!`)}\n`,
      `{"kind":"Secret","data":{"license":"${base64(`${"q7Wx4"}Kp9Zt2LmVb8`)}"}}`,
    ],
    counterExamples: [
      `apiVersion: v1\nkind: ConfigMap\ndata:\n  license: ${base64(`${"Summer"}2024!`)}\n`,
      "kind: Secret\ndata:\n  auth.username_in: bXVzZXIyMzQ1\n  storageaccountname: azhzdGVzdDE=\n",
      "kind: SecretProviderClass\ndata:\n  username: YWRtaW4=\n",
    ],
  },
];
