import { parseEnv } from "node:util";
import { UsageError } from "../errors.js";
import { readInput } from "../input/read-input.js";

export interface Entry {
  readonly name: string;
  readonly value: string;
}

/** Longest file of values, in bytes. */
const FILE_BYTES = 64 * 1024 * 1024;

/** Fewest bytes of a value that can be looked for: variables that only a pattern names, and that are shorter, are left out. */
const LEAST = 8;

/** @throws UnableError when the file cannot be read; UsageError when a line of it is none of the two forms. */
export async function secretsInFile(path: string, signal: AbortSignal): Promise<readonly Entry[]> {
  if (path === "-") throw new UsageError("--known-secrets takes a file.");
  const bytes = await readInput(path, process.stdin, signal, FILE_BYTES);
  const entries = parseSecrets(Buffer.from(bytes).toString("utf8"));
  if (entries.length === 0) throw new UsageError("The file that --known-secrets names holds no value.");
  return entries;
}

/** Lines of JSON, and NAME=value lines as dotenv has them; a line that is neither is an error: a value would not be looked for. */
export function parseSecrets(text: string): readonly Entry[] {
  const entries: Entry[] = [];
  const plain: string[] = [];
  let quote = "";
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (quote !== "") {
      plain.push(line);
      if (line.includes(quote)) quote = "";
    } else if (line.trimStart().startsWith("{")) entries.push(entryIn(line, index + 1));
    else {
      if (!/^\s*(?:#|$)/.test(line) && !ASSIGNMENT.test(line)) throw malformed(index + 1);
      plain.push(line);
      quote = openQuote(line);
    }
  }
  if (quote !== "") throw new UsageError("The file that --known-secrets names ends within quotes.");
  for (const [name, value] of Object.entries(parseEnv(plain.join("\n")))) entries.push({ name, value: value ?? "" });
  return entries;
}

const ASSIGNMENT = /^\s*(?:export\s+)?[\w.-]+\s*=/;

/** The quote that a value on this line opens and does not close; "" when there is none. */
function openQuote(line: string): string {
  const [, quote, rest] = /=\s*(["'`])(.*)$/.exec(line) ?? [];
  return quote === undefined || rest!.includes(quote) ? "" : quote;
}

function entryIn(line: string, number: number): Entry {
  try {
    const { name, value } = JSON.parse(line) as Partial<Entry>;
    if (typeof name === "string" && typeof value === "string") return { name, value };
  } catch {
    // Said below: the parser's own message quotes the line.
  }
  throw malformed(number);
}

function malformed(number: number): UsageError {
  return new UsageError(
    `Line ${number} of the file that --known-secrets names is neither NAME=value nor {"name": "...", "value": "..."}.`,
  );
}

/**
 * The variables that `names` names: separated by commas, `*` for any characters.
 * @throws UsageError for a name that no variable has.
 */
export function secretsInEnvironment(
  names: string,
  env: NodeJS.ProcessEnv,
  stderr: NodeJS.WritableStream,
): readonly Entry[] {
  const entries = new Map<string, string>();
  const short: string[] = [];
  for (const pattern of names.split(",").map((name) => name.trim())) {
    if (!/^[\w*]+$/.test(pattern))
      throw new UsageError("--known-secrets-env takes names of environment variables, separated by commas.");
    const fits = new RegExp(`^${pattern.replaceAll("*", ".*")}$`);
    const found = Object.entries(env).filter(([name, value]) => fits.test(name) && value !== undefined);
    if (found.length === 0)
      throw new UsageError("--known-secrets-env names a variable that is not in the environment.");
    for (const [name, value = ""] of found) {
      if (pattern.includes("*") && Buffer.byteLength(value) < LEAST) short.push(name);
      else entries.set(name, value);
    }
  }
  if (short.length > 0) stderr.write(`Too short to be looked for, and left out: ${short.join(", ")}\n`);
  return [...entries].map(([name, value]) => ({ name, value }));
}
