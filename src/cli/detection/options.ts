import type { Detector, ScanOptions } from "../../types.js";
import { type Arguments, textOption, textOptions } from "../arguments.js";
import type { CommandIo } from "../command.js";
import { UsageError } from "../errors.js";
import { detectorsIn } from "./load-detectors.js";
import { type Entry, secretsInEnvironment, secretsInFile } from "./secrets.js";

/** What is looked for, and what is trusted: options that the gateway and `scan` share. */
export const DETECTION_OPTIONS = {
  "known-secrets": { type: "string" },
  "known-secrets-env": { type: "string" },
  "trust-issuer": { type: "boolean" },
  "issuer-hosts": { type: "string" },
  detectors: { type: "string", multiple: true },
} as const;

export const DETECTION_HELP: readonly string[] = [
  "  --known-secrets FILE",
  "                   your own values, found exactly in every encoding: NAME=value lines as in a .env file, or",
  '                   {"name": ..., "value": ...} lines',
  "  --known-secrets-env NAMES",
  "                   the same from the environment: names separated by commas, * for any characters: DB_PASSWORD,*_TOKEN",
  "  --trust-issuer   nobody is asked about a credential in its issuer's own carrier, over https, to its issuer's host",
  "  --issuer-hosts SERVICE=HOST,...",
  "                   more hosts of an issuer, by exact name: gitlab=git.example.com",
  "  --detectors FILE detectors of your own beside the catalogue's: a module (.mjs), or gitleaks rules (.toml);",
  "                   may be given several times",
];

/** Reads them. @throws UsageError, UnableError, ConfigurationError, DetectorError */
export async function detectionOf(args: Arguments, io: CommandIo): Promise<ScanOptions> {
  const { catalogue, createKnownSecrets } = await import("../../index.js");
  const own = await detectorsIn(textOptions(args, "detectors"), io.stderr);
  const detectors: readonly Detector[] | undefined =
    own.length === 0 ? undefined : Object.freeze([...catalogue, ...own]);
  const entries = await entriesOf(args, io);
  const hosts = hostsOf(textOption(args, "issuer-hosts"));
  return {
    ...(detectors === undefined ? {} : { detectors }),
    ...(entries === undefined ? {} : { knownSecrets: createKnownSecrets(entries) }),
    ...(args.options["trust-issuer"] === true ? { issuerTraffic: "trust-issuer" } : {}),
    ...(hosts === undefined ? {} : { issuerHosts: hosts }),
  };
}

async function entriesOf(args: Arguments, io: CommandIo): Promise<readonly Entry[] | undefined> {
  const file = textOption(args, "known-secrets");
  const names = textOption(args, "known-secrets-env");
  if (file === undefined && names === undefined) return undefined;
  return [
    ...(file === undefined ? [] : await secretsInFile(file, io.signal)),
    ...(names === undefined ? [] : secretsInEnvironment(names, io.env, io.stderr)),
  ];
}

function hostsOf(text: string | undefined): Readonly<Record<string, readonly string[]>> | undefined {
  if (text === undefined) return undefined;
  const hosts = new Map<string, string[]>();
  for (const pair of text.split(",")) {
    const [, service, host] = /^([a-z0-9-]+)=([^=]+)$/.exec(pair.trim()) ?? [];
    if (service === undefined || host === undefined)
      throw new UsageError("--issuer-hosts takes SERVICE=HOST, separated by commas: gitlab=git.example.com.");
    hosts.set(service, [...(hosts.get(service) ?? []), host]);
  }
  return Object.fromEntries(hosts);
}
