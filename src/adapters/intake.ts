import { ArrivingBodies, arrivingOf, type Share } from "../arriving-bodies.js";
import { GrowingBytes } from "../growing-bytes.js";
import type { Guard, GuardVerdict } from "../types.js";
import { CROWDED_OUT, verdictOf } from "./denial.js";

/** As a guard's own default, for a guard that does not say: one that is wrapped. */
const ARRIVING_BYTES = 256 * 1024 * 1024;

/** The bodies that arrive for `guard`. */
export function arrivingFor(guard: Guard): ArrivingBodies {
  return arrivingOf(guard, () => new ArrivingBodies(ARRIVING_BYTES, () => Promise.resolve(CROWDED_OUT)));
}

/** The body of one request as it is read for a guard: no longer than its limit, and counted with all that are being read for that guard. */
export class Intake {
  readonly #limit: number;
  readonly #bodies: ArrivingBodies;
  readonly #share: Share;
  #bytes: GrowingBytes;
  #isCrowdedOut = false;
  #isCut = false;

  /** @param announced Bytes that the body will have by its own account. */
  constructor(guard: Guard, limit: number, announced: number = limit) {
    this.#limit = limit;
    this.#bodies = arrivingFor(guard);
    this.#share = this.#bodies.share();
    this.#bytes = new GrowingBytes(Math.min(limit, announced));
  }

  /** Copies the next bytes. `false`: the request will be denied, whatever follows, so there is no need to read on. Never throws. */
  take(chunk: unknown): boolean {
    if (this.#isCrowdedOut || this.#isCut) return false;
    const fits = chunk instanceof Uint8Array && this.#bytes.length + chunk.length <= this.#limit;
    if (!fits || !this.#keep(chunk)) this.#isCut = true;
    return !this.#isCut;
  }

  /** The body is not all that will be sent: it was cut short, or could not be read. */
  cut(): void {
    this.#isCut = true;
  }

  get complete(): boolean {
    return !this.#isCut;
  }

  /** What was taken; the intake lets go of it. */
  body(): Buffer {
    const bytes = this.#bytes;
    this.#bytes = new GrowingBytes(0);
    try {
      bytes.trim();
    } catch {
      // There is no memory for a copy: then it keeps what it has.
    }
    return bytes.bytes();
  }

  /** The verdict where there was no room for the body; else undefined. */
  refusal(): Promise<GuardVerdict> | undefined {
    return this.#isCrowdedOut ? verdictOf(() => this.#bodies.refuse()) : undefined;
  }

  /** The verdict that `check` resolves with, unless there was no room for the body. Never rejects. */
  verdict(check: () => Promise<GuardVerdict>): Promise<GuardVerdict> {
    const verdict = this.refusal() ?? verdictOf(check);
    this.end(); // a guard that holds the request counts its body from here on
    return verdict;
  }

  /** Nothing more is read. */
  end(): void {
    this.#share.end();
  }

  /** `false` when there is no memory for it, which in a listener would end the process. */
  #keep(chunk: Uint8Array): boolean {
    const before = this.#bytes.capacity;
    try {
      this.#bytes.push(chunk);
    } catch {
      return false;
    }
    if (this.#share.take(this.#bytes.capacity - before)) return true;
    this.#isCrowdedOut = true;
    this.#bytes = new GrowingBytes(0);
    return false;
  }
}
