/** One word of a command after quote removal. */
export interface ShellWord {
  readonly bytes: Uint8Array;
  /** The bytes as UTF-8. */
  readonly text: string;
  /** The shell would put something else here ($name, $(command), `command`); it stands as written. */
  readonly expands: boolean;
}

/** Gathers a word: text, and between it bytes of which several make one character. */
export class WordBuilder {
  private readonly parts: Uint8Array[] = [];
  private text = "";
  private expands = false;

  addText(text: string, expands: boolean): void {
    this.text += text;
    this.expands ||= expands;
  }

  addByte(byte: number): void {
    if (byte < 0x80) {
      this.text += String.fromCharCode(byte);
      return;
    }
    this.parts.push(Buffer.from(this.text), Uint8Array.of(byte));
    this.text = "";
  }

  peek(): string {
    return this.text;
  }

  build(): ShellWord {
    const bytes = Buffer.concat([...this.parts, Buffer.from(this.text)]);
    return { bytes, text: bytes.toString("utf8"), expands: this.expands };
  }
}
