import { type ShellWord, WordBuilder } from "./word-builder.js";

/** One simple command. */
export interface ShellCommand {
  readonly words: readonly ShellWord[];
  /** As written. */
  readonly source: string;
}

/** ANSI-C escapes of one letter in $'...' (Bash Reference Manual, 3.1.2.4). */
const LETTER_ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  e: "\x1b",
  E: "\x1b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

const NUMBER_ESCAPE = /\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8}))/y;

/** Characters that a backslash escapes inside double quotes (POSIX.1-2017, Shell Command Language, 2.2.3). */
const ESCAPED_IN_DOUBLE_QUOTES = '$`"\\';

/**
 * Splits shell text into commands and words: single, double and $'...' quotes, backslashes, line continuations, comments,
 * operators. Nothing is expanded and nothing is run.
 */
export function splitShell(text: string): readonly ShellCommand[] {
  return new Splitter(text).split();
}

class Splitter {
  private at = 0;
  private commandStart = 0;
  private word: WordBuilder | undefined;
  private words: ShellWord[] = [];
  private readonly commands: ShellCommand[] = [];
  private skipNextWord = false;

  constructor(private readonly text: string) {}

  split(): readonly ShellCommand[] {
    while (this.at < this.text.length) this.step(this.text[this.at] as string);
    this.endCommand();
    return this.commands;
  }

  private step(character: string): void {
    if (character === "\\") this.backslash();
    else if (character === "'") this.singleQuoted();
    else if (character === '"') this.doubleQuoted();
    else if (character === "$" && this.text[this.at + 1] === "'") this.ansiQuoted();
    else if (character === "$" && this.text[this.at + 1] === '"') this.at++;
    else if (character === "#" && this.word === undefined) this.at = this.lineEnd();
    else if (character === " " || character === "\t" || character === "\r") this.endWord(1);
    else if (character === "\n" || ";&|()".includes(character)) this.endCommand();
    else if (character === "<" || character === ">") this.redirection();
    else this.plain(character);
  }

  private plain(character: string): void {
    this.add(character, expandsAt(this.text, this.at));
    this.at++;
  }

  private backslash(): void {
    const next = this.text[this.at + 1];
    const continuation = /\\\r?\n/y;
    continuation.lastIndex = this.at;
    const joined = continuation.exec(this.text);
    if (joined !== null) this.at += joined[0].length;
    else {
      this.add(next ?? "\\");
      this.at += 2;
    }
  }

  private singleQuoted(): void {
    const end = this.text.indexOf("'", this.at + 1);
    const stop = end < 0 ? this.text.length : end;
    this.add(this.text.slice(this.at + 1, stop));
    this.at = stop + 1;
  }

  private doubleQuoted(): void {
    this.add("");
    this.at++;
    while (this.at < this.text.length && this.text[this.at] !== '"') {
      const next = this.text[this.at + 1];
      if (this.text[this.at] === "\\" && next !== undefined && `${ESCAPED_IN_DOUBLE_QUOTES}\n`.includes(next)) {
        this.add(next === "\n" ? "" : next);
        this.at += 2;
      } else this.plain(this.text[this.at] as string);
    }
    this.at++;
  }

  private ansiQuoted(): void {
    this.add("");
    this.at += 2;
    while (this.at < this.text.length && this.text[this.at] !== "'") {
      if (this.text[this.at] === "\\") this.ansiEscape();
      else {
        this.add(this.text[this.at] as string);
        this.at++;
      }
    }
    this.at++;
  }

  private ansiEscape(): void {
    NUMBER_ESCAPE.lastIndex = this.at;
    const number = NUMBER_ESCAPE.exec(this.text);
    if (number !== null) {
      const [whole, octal, hex, short, long] = number;
      if (octal !== undefined) this.current().addByte(Number.parseInt(octal, 8) & 0xff);
      else if (hex !== undefined) this.current().addByte(Number.parseInt(hex, 16));
      else this.add(codePoint(Number.parseInt((short ?? long) as string, 16)));
      this.at += whole.length;
      return;
    }
    const next = this.text[this.at + 1] ?? "";
    if (next === "c") {
      this.current().addByte((this.text.charCodeAt(this.at + 2) || 0) & 0x1f);
      this.at += 3;
      return;
    }
    const escaped = LETTER_ESCAPES[next];
    this.add(escaped ?? (`\\'"?`.includes(next) ? next : `\\${next}`));
    this.at += 2;
  }

  /** A redirection's target is a file of the shell, no argument. */
  private redirection(): void {
    if (this.word !== undefined && /^\d+$/.test(this.word.peek())) this.word = undefined;
    this.endWord(0);
    while ("<>&|".includes(this.text[this.at] ?? " ")) this.at++;
    this.skipNextWord = true;
  }

  private add(text: string, expands = false): void {
    this.current().addText(text, expands);
  }

  private current(): WordBuilder {
    this.word ??= new WordBuilder();
    return this.word;
  }

  private endWord(advance: number): void {
    if (this.word !== undefined) {
      if (this.skipNextWord) this.skipNextWord = false;
      else this.words.push(this.word.build());
    }
    this.word = undefined;
    this.at += advance;
  }

  private endCommand(): void {
    const source = this.text.slice(this.commandStart, this.at).trim();
    this.endWord(1);
    this.skipNextWord = false;
    if (this.words.length > 0) this.commands.push({ words: this.words, source });
    this.words = [];
    // After the operator, past which endWord has stepped.
    this.commandStart = this.at;
  }

  private lineEnd(): number {
    const end = this.text.indexOf("\n", this.at);
    return end < 0 ? this.text.length : end;
  }
}

function codePoint(value: number): string {
  return value > 0x10ffff ? "\ufffd" : String.fromCodePoint(value);
}

function expandsAt(text: string, at: number): boolean {
  if (text[at] === "`") return true;
  return text[at] === "$" && /[A-Za-z_{(0-9@*?!#$]/.test(text[at + 1] ?? "");
}
