import { ConfigurationError } from "../../errors.js";
import type { HoldLimits } from "../../types.js";

const DEFAULTS: Readonly<HoldLimits> = {
  pending: 1_000,
  pendingBytes: 256 * 1024 * 1024,
  pendingPerClient: 100,
  arrivingBytes: 256 * 1024 * 1024,
  denyAgainSeconds: 30,
};

export const HOLD_LIMITS = Object.keys(DEFAULTS) as readonly (keyof HoldLimits)[];

/** The defaults, with what the caller set; throws ConfigurationError for what is no bound. */
export function holdLimits(given: Partial<HoldLimits> = {}): Readonly<HoldLimits> {
  const limits = { ...DEFAULTS };
  for (const name of HOLD_LIMITS) {
    const value = given[name];
    if (value === undefined) continue;
    if (typeof value !== "number" || !(value >= 0)) {
      throw new ConfigurationError(`limits.${name} must be a number of 0 or more.`);
    }
    limits[name] = value;
  }
  return Object.freeze(limits);
}

/** What one held request takes up. */
export interface Load {
  readonly bytes: number;
  readonly client: string | undefined;
}

/** Counts what is held now. */
export class Occupancy {
  readonly #limits: Readonly<HoldLimits>;
  readonly #perClient = new Map<string, number>();
  #pending = 0;
  #bytes = 0;

  constructor(limits: Readonly<HoldLimits>) {
    this.#limits = limits;
  }

  hasRoomFor({ bytes, client }: Load): boolean {
    const ofClient = client === undefined ? 0 : (this.#perClient.get(client) ?? 0);
    return (
      this.#pending < this.#limits.pending &&
      this.#bytes + bytes <= this.#limits.pendingBytes &&
      (client === undefined || ofClient < this.#limits.pendingPerClient)
    );
  }

  enter(load: Load): void {
    this.#count(load, 1);
  }

  leave(load: Load): void {
    this.#count(load, -1);
  }

  #count({ bytes, client }: Load, sign: 1 | -1): void {
    this.#pending += sign;
    this.#bytes += sign * bytes;
    if (client === undefined) return;
    const ofClient = (this.#perClient.get(client) ?? 0) + sign;
    if (ofClient === 0) this.#perClient.delete(client);
    else this.#perClient.set(client, ofClient);
  }
}
