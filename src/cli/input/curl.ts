import { UsageError } from "../errors.js";
import { CurlDraft, OPTIONS } from "./curl-draft.js";
import { SHORT_OPTIONS, TAKES_VALUE } from "./curl-options.js";
import type { InputEntry } from "./entry.js";
import { type ShellCommand, splitShell } from "./shell-words.js";
import type { ShellWord } from "./word-builder.js";

/** What may stand before the word `curl`: a prompt, assignments, and commands that run another. */
const BEFORE_CURL = /^(?:[$%>]|[A-Za-z_]\w*=.*|sudo|env|exec|command|time|nohup|then|do|if|!)$/s;

const CURL = /(?:^|[/\\])curl(?:\.exe)?$/;

/**
 * Shell text with curl commands, as browsers' "Copy as cURL" gives it. Nothing is run, expanded or read from disk. Commands
 * other than curl are scanned as the text that they are.
 */
export function readCurl(bytes: Uint8Array): readonly InputEntry[] {
  const commands = splitShell(new TextDecoder("utf-8").decode(bytes)).map((command) => ({
    command,
    words: curlWords(command),
  }));
  if (commands.every(({ words }) => words === undefined)) throw new UsageError("The input has no curl command.");
  return commands.flatMap(({ command, words }) =>
    words === undefined
      ? [{ text: command.source, notes: ["A command other than curl, scanned as text."] }]
      : readCommand(words),
  );
}

/** The words after `curl`; undefined when the command is another. */
function curlWords({ words }: ShellCommand): readonly ShellWord[] | undefined {
  const at = words.findIndex(({ text }) => !BEFORE_CURL.test(text));
  return at >= 0 && CURL.test(words[at]?.text ?? "") ? words.slice(at + 1) : undefined;
}

/** `--next` starts another request, with options of its own. */
function readCommand(words: readonly ShellWord[]): InputEntry[] {
  const drafts = [new CurlDraft()];
  const rest = [...words];
  let optionsEnded = false;
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const draft = drafts.at(-1) as CurlDraft;
    if (optionsEnded || word.text === "-" || !word.text.startsWith("-")) draft.use("url", word);
    else if (word.text === "--") optionsEnded = true;
    else if (word.text === "--next" || word.text === "-:") drafts.push(new CurlDraft());
    else if (word.text.startsWith("--")) readLong(draft, word, rest);
    else readShort(draft, word, rest);
  }
  return drafts.flatMap((draft) => draft.entries());
}

function readLong(draft: CurlDraft, word: ShellWord, rest: ShellWord[]): void {
  const written = word.text.slice(2);
  const expanded = written.startsWith("expand-");
  const name = expanded ? written.slice("expand-".length) : written;
  if (expanded) draft.note("curl would expand {{variables}} here.");
  const value = TAKES_VALUE.has(name) ? rest.shift() : undefined;
  if (isMeaningful(name)) draft.use(name, value ?? EMPTY);
}

/** Letters may be joined, the last with its value: `-sSLXPOST`. */
function readShort(draft: CurlDraft, word: ShellWord, rest: ShellWord[]): void {
  const letters = word.text.slice(1);
  for (const [index, letter] of [...letters].entries()) {
    const name = SHORT_OPTIONS[letter];
    if (name === undefined) continue;
    if (!TAKES_VALUE.has(name)) {
      if (isMeaningful(name)) draft.use(name, EMPTY);
      continue;
    }
    const joined = word.bytes.subarray(1 + Buffer.byteLength([...letters].slice(0, index + 1).join("")));
    const value =
      joined.length > 0
        ? { bytes: joined, text: Buffer.from(joined).toString("utf8"), expands: word.expands }
        : rest.shift();
    if (isMeaningful(name)) draft.use(name, value ?? EMPTY);
    return;
  }
}

const EMPTY: ShellWord = { bytes: new Uint8Array(), text: "", expands: false };

function isMeaningful(name: string): boolean {
  return Object.hasOwn(OPTIONS, name);
}
