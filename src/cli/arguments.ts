import { type ParseArgsConfig, parseArgs } from "node:util";
import { UsageError } from "./errors.js";

/** The options of one command, as `node:util` parseArgs takes them. */
export type OptionTable = NonNullable<ParseArgsConfig["options"]>;

/** A command line, read. A string option that was not given is absent, one of `multiple` is a list. */
export interface Arguments {
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
}

/** What may be quoted back from a command line: the form of an option's name, which no credential has. */
const OPTION_NAME = /^--?[a-z][a-z-]{0,23}(?==|$)/;

/**
 * Reads a command line strictly.
 *
 * @param names What the positionals are called; exactly as many must be given, but for those in brackets.
 * @throws UsageError When an option is unknown, given twice (but for one of `multiple`) or lacks its value, or the positionals are too many or too few.
 */
export function readArguments(argv: readonly string[], options: OptionTable, names: readonly string[] = []): Arguments {
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true, tokens: true });
  } catch {
    throw new UsageError(complaint(argv, options));
  }
  const seen = new Set<string>();
  for (const token of parsed.tokens ?? []) {
    if (token.kind !== "option") continue;
    if (seen.has(token.name) && options[token.name]?.multiple !== true)
      throw new UsageError(`The option --${token.name} is given more than once.`);
    seen.add(token.name);
  }
  const least = names.filter((name) => !name.startsWith("[")).length;
  const given = parsed.positionals.length;
  if (given < least || given > names.length) throw new UsageError(expectation(names));
  return { positionals: parsed.positionals, options: parsed.values as Arguments["options"] };
}

/** The text value of an option, or undefined. */
export function textOption(args: Arguments, name: string): string | undefined {
  const value = args.options[name];
  return typeof value === "string" ? value : undefined;
}

/** The text values of an option that may be given several times, in order. */
export function textOptions(args: Arguments, name: string): readonly string[] {
  const values = args.options[name];
  return Array.isArray(values) ? values.filter((value) => typeof value === "string") : [];
}

function complaint(argv: readonly string[], options: OptionTable): string {
  for (const word of argv) {
    const name = OPTION_NAME.exec(word)?.[0];
    if (name !== undefined && !(name.replace(/^--?/, "") in options)) return `There is no option ${name} here.`;
  }
  return "An option is unknown, lacks its value, or has one that it does not take.";
}

function expectation(names: readonly string[]): string {
  if (names.length === 0) return "This command takes options only.";
  if (names.some((name) => name.startsWith("["))) return `Give at most ${names.length}: ${names.join(" ")}.`;
  return `Give exactly ${names.length === 1 ? "one argument" : `${names.length} arguments`}: ${names.join(" ")}.`;
}
