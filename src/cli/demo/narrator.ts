/** Tells a person what happens, and keeps count of what went otherwise than it should. */
export class Narrator {
  readonly #out: NodeJS.WritableStream;
  #steps = 0;
  #checks = 0;
  #failures = 0;

  constructor(out: NodeJS.WritableStream) {
    this.#out = out;
  }

  get failures(): number {
    return this.#failures;
  }

  step(title: string): void {
    this.#steps += 1;
    this.say(`\n${this.#steps}. ${title}`);
  }

  say(text: string): void {
    this.#out.write(`${text}\n`);
  }

  /** Another's words, set off from ours. */
  quote(text: string): void {
    this.say(text.replace(/^/gm, "   | ").replace(/ +$/gm, ""));
  }

  check(what: string, holds: boolean): void {
    this.#checks += 1;
    if (!holds) this.#failures += 1;
    this.say(`   ${holds ? "ok  " : "FAIL"} ${what}`);
  }

  end(): void {
    const words = this.#failures === 0 ? "all as they should be" : `${this.#failures} NOT as they should be`;
    this.say(`\n${this.#steps} steps, ${this.#checks} checks: ${words}.`);
  }
}
