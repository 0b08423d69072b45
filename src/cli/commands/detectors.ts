import type { Detector } from "../../types.js";
import { readArguments, textOption } from "../arguments.js";
import type { Command, CommandIo } from "../command.js";
import { describeRules, explain, listOf, testText } from "../detection/describe.js";
import { loadDetectors, loadRules } from "../detection/load-detectors.js";
import { UsageError } from "../errors.js";
import { exit } from "../exit-codes.js";
import { readInput } from "../input/read-input.js";
import { safeJson } from "../safe-json.js";

/** `outbound-dlp detectors`: what is looked for, and whether a text would be found. */
export const command: Command = {
  name: "detectors",
  summary: "List the detectors, explain one, or test a text",
  usage: [
    "Usage: outbound-dlp detectors [ID] [--test] [--detectors FILE [--report]] [--json]",
    "",
    "Without ID, one line for each detector: id, service, title. With ID, all of that one: how it is told, its proof, where its",
    "issuer takes it. With a service's name instead, one line for each of that service.",
    "",
    "  --test            read a text from standard input (never from the command line, which others can see) and say what is",
    "                    found there, by the detectors named or by any: where and how sure, never the value",
    "  --detectors FILE  detectors of your own beside the catalogue's: a module (.mjs), or gitleaks rules (.toml)",
    "  --report          of gitleaks rules: what could not be taken over, and why",
    "  --json            the list, the one detector, the findings or the report as JSON",
    "",
    "Exit codes: 0 done, or nothing found; 1 --test found something; 2 usage, or no such detector; 3 file or engine missing.",
    "",
  ].join("\n"),
  async run(argv, io) {
    const options = {
      test: { type: "boolean" },
      report: { type: "boolean" },
      json: { type: "boolean" },
      detectors: { type: "string" },
    } as const;
    const args = readArguments(argv, options, ["[ID]"]);
    const json = args.options.json === true;
    const file = textOption(args, "detectors");
    if (args.options.report === true) return report(file, json, io);
    const name = args.positionals[0];
    const chosen = choose(await detectorsOf(file, io), name);
    const isOne = chosen.length === 1 && chosen[0]!.id === name;
    if (args.options.test === true) {
      const text = await readInput("-", io.stdin, io.signal);
      const { findings, print } = testText(text, chosen);
      io.stdout.write(json ? `${safeJson(findings)}\n` : print);
      return findings.length > 0 ? exit.found : exit.done;
    }
    if (json) io.stdout.write(`${safeJson(isOne ? chosen[0] : chosen)}\n`);
    else io.stdout.write(isOne ? explain(chosen[0]!) : listOf(chosen));
    return exit.done;
  },
};

async function detectorsOf(file: string | undefined, io: CommandIo): Promise<readonly Detector[]> {
  const { catalogue } = await import("../../index.js");
  const own = file === undefined ? [] : await loadDetectors(file, io.stderr);
  return Object.freeze([...own, ...catalogue]);
}

/** The one with that id, or all of the service with that name. Without a name: all. */
function choose(detectors: readonly Detector[], name: string | undefined): readonly Detector[] {
  if (name === undefined) return detectors;
  const one = detectors.find(({ id }) => id === name);
  const chosen = one === undefined ? detectors.filter(({ service }) => service === name) : [one];
  if (chosen.length === 0)
    throw new UsageError("There is no detector and no service with that name: `outbound-dlp detectors` lists them.");
  return Object.freeze(chosen);
}

async function report(file: string | undefined, json: boolean, io: CommandIo): Promise<number> {
  if (file === undefined || !file.endsWith(".toml"))
    throw new UsageError("--report is about gitleaks rules: give them with --detectors FILE.toml.");
  const rules = await loadRules(file);
  const taken = rules.detectors.map(({ id }) => id);
  io.stdout.write(json ? `${safeJson({ taken, notes: rules.notes })}\n` : describeRules(rules));
  return exit.done;
}
