import type { Detector } from "../../types.js";
import { readArguments, textOptions } from "../arguments.js";
import type { Command, CommandIo } from "../command.js";
import { describeRules, explain, listOf, testText } from "../detection/describe.js";
import { detectorsIn, loadRules } from "../detection/load-detectors.js";
import { UsageError } from "../errors.js";
import { exit } from "../exit-codes.js";
import { readInput } from "../input/read-input.js";
import { safeJson } from "../safe-json.js";

/** `outbound-dlp detectors`: what is looked for, and whether a text would be found. */
export const command: Command = {
  name: "detectors",
  summary: "List the detectors, explain one, or test a text",
  usage: [
    "Usage: outbound-dlp detectors [ID] [--test] [--detectors FILE ... [--report]] [--json]",
    "",
    "Without ID, one line for each detector: id, service, title. With ID, all of that one: how it is told, its proof, where its",
    "issuer takes it. With a service's name instead, one line for each of that service.",
    "",
    "  --test            read a text from standard input (never from the command line, which others can see) and say what is",
    "                    found there, by the detectors named or by any: where and how sure, never the value",
    "  --detectors FILE  detectors of your own beside the catalogue's: a module (.mjs), or gitleaks rules (.toml);",
    "                    may be given several times",
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
      detectors: { type: "string", multiple: true },
    } as const;
    const args = readArguments(argv, options, ["[ID]"]);
    const json = args.options.json === true;
    const files = textOptions(args, "detectors");
    if (args.options.report === true) return report(files, json, io);
    const name = args.positionals[0];
    const isTest = args.options.test === true;
    const chosen = choose(await detectorsOf(files, io), name, isTest);
    const isOne = chosen.length === 1 && chosen[0]!.id === name;
    if (isTest) {
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

async function detectorsOf(files: readonly string[], io: CommandIo): Promise<readonly Detector[]> {
  const { catalogue } = await import("../../index.js");
  return Object.freeze([...(await detectorsIn(files, io.stderr)), ...catalogue]);
}

const NO_SUCH = "There is no detector and no service with that name: `outbound-dlp detectors` lists them.";

/** The one with that id, or all of the service with that name. Without a name: all. */
function choose(detectors: readonly Detector[], name: string | undefined, isTest: boolean): readonly Detector[] {
  if (name === undefined) return detectors;
  const one = detectors.find(({ id }) => id === name);
  const chosen = one === undefined ? detectors.filter(({ service }) => service === name) : [one];
  if (chosen.length === 0)
    throw new UsageError(isTest ? `${NO_SUCH} --test reads the text from standard input.` : NO_SUCH);
  return Object.freeze(chosen);
}

async function report(files: readonly string[], json: boolean, io: CommandIo): Promise<number> {
  const [file] = files;
  if (file === undefined || files.length > 1 || !file.endsWith(".toml"))
    throw new UsageError("--report is about one file of gitleaks rules: give it with --detectors FILE.toml.");
  const rules = await loadRules(file);
  const taken = rules.detectors.map(({ id }) => id);
  io.stdout.write(json ? `${safeJson({ taken, notes: rules.notes })}\n` : describeRules(rules));
  return exit.done;
}
