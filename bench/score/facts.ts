import { readFileSync } from "node:fs";
import { writeToken } from "./notation.js";
import { Random } from "./random.js";
import type { Sample } from "./sample.js";
import { SURROUNDINGS } from "./surroundings.js";

/** A row of a table of credential formats: one service. */
interface Row {
  readonly service: string;
  readonly credentials: readonly Credential[];
  readonly hosts?: readonly string[];
}

interface Credential {
  readonly name: string;
  readonly token: string;
  readonly length: readonly [least: number, most: number | null];
  readonly marks?: readonly string[];
  readonly near?: readonly string[];
  readonly identifier?: boolean;
  readonly sources: readonly string[];
}

/** What is told by its name to be no secret, or by its shape to be an address. */
const NO_SECRET =
  /\b(?:id|ids|url|uri|host|hostname|domain|subdomain|endpoint|email|user|username|account|region|name|public|recipient|publishable|tenant|workspace|instance|organization|bucket)\b/i;
const ADDRESS = /\.(?:com|net|io|org|dev|app|cloud|co|ai|us|eu)"|"https?:|"@/i;
const SHORTEST = 16;
const KINDS = ["api key", "token", "secret", "api token", "access token", "secret key", "key"] as const;

/**
 * Credentials of every service in a table of formats (JSON lines), each in several surroundings. `each`: surroundings of each credential.
 */
export function* samplesOfFacts(path: string, seed: number, each: number): Generator<Sample> {
  const random = new Random(seed);
  const surroundings = Object.entries(SURROUNDINGS);
  let turn = 0;
  for (const line of readFileSync(path, "utf8").trim().split("\n")) {
    const row = JSON.parse(line) as Row;
    for (const credential of row.credentials.filter(isSecret)) {
      for (let i = 0; i < each; i++) {
        const [form, surround] = surroundings[turn++ % surroundings.length]!;
        const value = writeToken(credential.token, random);
        if (value === undefined || value.length < SHORTEST || /\s/.test(value)) break;
        const named = {
          service: wordOf(row, credential, random),
          kind: kindOf(credential, random),
          value,
          host: hostOf(row),
        };
        const family = credential.marks === undefined ? "services, told by words" : "services, told by a mark";
        yield { family, form, name: `${row.service}: ${credential.name}`, request: surround(named, random), value };
      }
    }
  }
}

function isSecret({ name, token, identifier, length }: Credential): boolean {
  if (identifier === true || ADDRESS.test(token) || (length[1] ?? Infinity) < SHORTEST) return false;
  return !NO_SECRET.test(name.replace(/[-_]/g, " "));
}

/** The word that sources want near: the service's name. */
function wordOf(row: Row, { near }: Credential, random: Random): string {
  const words = (near ?? []).filter(
    (word) => row.service.includes(word.toLowerCase()) || word.toLowerCase().includes(row.service),
  );
  return (words.length > 0 ? random.pick(words) : row.service).toLowerCase().replace(/[^a-z0-9]+/g, "_");
}

/** The kind that the credential's own name says, or any. */
function kindOf({ name }: Credential, random: Random): string {
  const said = KINDS.filter((kind) => name.toLowerCase().replace(/[-_]/g, " ").includes(kind));
  return said[0] ?? random.pick(KINDS);
}

function hostOf({ service, hosts }: Row): string {
  return hosts?.[0] ?? `api.${service.replace(/[^a-z0-9]+/g, "")}.com`;
}
