/**
 * What a guard does, as plain as it can be said: no promises, no queue, no timers, one list for each thing. Times are in seconds.
 */

export interface ModelOptions {
  readonly timeout: number;
  readonly scope: "anywhere" | "host";
  readonly uses: number | undefined;
  readonly ttl: number | undefined;
  readonly denyAgain: number;
  readonly pending: number;
}

interface ModelHold {
  readonly number: number;
  readonly values: readonly string[];
  readonly host: string;
  readonly deadline: number;
}

interface ModelQuestion {
  readonly value: string;
  readonly host: string;
  readonly expires: number;
  readonly waiters: ModelHold[];
}

interface ModelGrant {
  readonly value: string;
  readonly host: string | undefined;
  readonly expires: number;
  uses: number;
}

export class GuardModel {
  readonly ends = new Map<number, string>();
  questions: ModelQuestion[] = [];
  #holds: ModelHold[] = [];
  #grants: ModelGrant[] = [];
  readonly #rejected = new Map<string, number>();
  readonly #options: ModelOptions;
  #now = 0;

  constructor(options: ModelOptions) {
    this.#options = options;
  }

  get held(): readonly number[] {
    return this.#holds.map(({ number }) => number);
  }

  check(number: number, values: readonly string[], host: string): void {
    const hold = { number, values, host, deadline: this.#now + this.#options.timeout };
    const open = this.#unapproved(hold);
    if (open.length === 0) {
      this.#spend(hold);
      this.ends.set(number, values.length === 0 ? "clear" : "remembered");
    } else if (open.some((value) => this.#wasRejected(value, host))) this.ends.set(number, "denied-before");
    else if (this.#holds.length >= this.#options.pending) this.ends.set(number, "overloaded");
    else {
      this.#holds.push(hold);
      this.#ask(hold, open);
    }
  }

  approve(question: ModelQuestion): void {
    const { value, host } = question;
    const { scope, uses = Number.POSITIVE_INFINITY, ttl = Number.POSITIVE_INFINITY } = this.#options;
    this.#grants.push({ value, host: scope === "host" ? host : undefined, uses, expires: this.#now + ttl });
    this.#close(question);
    const elsewhere = this.questions.filter((other) => other.value === value);
    for (const hold of question.waiters) this.#reconsider(hold);
    if (scope === "host") return;
    for (const other of elsewhere) for (const hold of [...other.waiters]) this.#reconsider(hold);
  }

  reject(question: ModelQuestion): void {
    this.#rejected.set(`${question.value} ${question.host}`, this.#now + this.#options.denyAgain);
    this.deny(question, "rejected");
  }

  /** Any other answer, or none that can be had. */
  deny(question: ModelQuestion, because: string): void {
    this.#close(question);
    for (const hold of question.waiters) this.#end(hold, because);
  }

  cancel(number: number): void {
    const hold = this.#holds.find((one) => one.number === number);
    if (hold !== undefined) this.#end(hold, "cancelled");
  }

  revoke(value: string): void {
    this.#grants = this.#grants.filter((grant) => grant.value !== value);
  }

  /** One second later. */
  tick(): void {
    this.#now += 1;
    for (const hold of this.#holds.filter(({ deadline }) => deadline <= this.#now)) this.#end(hold, "timeout");
    for (const question of this.questions.filter(({ expires }) => expires <= this.#now)) {
      this.#close(question);
      const waiting = [...question.waiters].sort((one, two) => one.deadline - two.deadline);
      for (const hold of waiting) this.#reconsider(hold);
    }
  }

  close(): void {
    for (const hold of [...this.#holds]) this.#end(hold, "closed");
  }

  #reconsider(hold: ModelHold): void {
    if (!this.#holds.includes(hold)) return;
    const open = this.#unapproved(hold);
    if (open.length === 0) {
      this.#spend(hold);
      this.#end(hold, "approved");
    } else if (open.some((value) => this.#wasRejected(value, hold.host))) this.#end(hold, "denied-before");
    else this.#ask(hold, open);
  }

  #ask(hold: ModelHold, values: readonly string[]): void {
    if (this.#options.uses === undefined) this.#leave(hold, (question) => !values.includes(question.value));
    for (const value of values) {
      const known = this.questions.find((one) => one.value === value && one.host === hold.host);
      if (known === undefined) {
        this.questions.push({ value, host: hold.host, expires: hold.deadline, waiters: [hold] });
      } else if (!known.waiters.includes(hold)) known.waiters.push(hold);
    }
  }

  #end(hold: ModelHold, because: string): void {
    if (!this.#holds.includes(hold)) return;
    this.#holds = this.#holds.filter((one) => one !== hold);
    this.ends.set(hold.number, because);
    this.#leave(hold, () => true);
  }

  #leave(hold: ModelHold, which: (question: ModelQuestion) => boolean): void {
    for (const question of this.questions.filter(which)) {
      const at = question.waiters.indexOf(hold);
      if (at >= 0) question.waiters.splice(at, 1);
    }
    this.questions = this.questions.filter(({ waiters }) => waiters.length > 0);
  }

  #close(question: ModelQuestion): void {
    this.questions = this.questions.filter((one) => one !== question);
  }

  #unapproved({ values, host }: ModelHold): readonly string[] {
    return values.filter((value) => this.#covering(value, host).length === 0);
  }

  #spend({ values, host }: ModelHold): void {
    for (const value of values) {
      const [grant] = this.#covering(value, host).sort((one, two) => one.expires - two.expires);
      if (grant !== undefined) grant.uses -= 1;
    }
  }

  #covering(value: string, host: string): ModelGrant[] {
    return this.#grants.filter(
      (grant) =>
        grant.value === value &&
        (grant.host === undefined || grant.host === host) &&
        grant.uses > 0 &&
        this.#now < grant.expires,
    );
  }

  #wasRejected(value: string, host: string): boolean {
    return (this.#rejected.get(`${value} ${host}`) ?? 0) > this.#now;
  }
}
