import type { Denial } from "./types.js";

/** What one body takes of the memory for all that arrive. */
export interface Share {
  /** Counts `bytes` more. `false` where they would be too many: then all that this body took counts no more, and it must be let go. */
  take(bytes: number): boolean;
  /** Counts them however many there are: for a body that is in memory already. */
  keep(bytes: number): void;
  /** The body is gone, or held and so counted elsewhere. */
  end(): void;
}

/** The bodies that are being read for one guard: what they take of memory is bounded together. */
export class ArrivingBodies {
  readonly #most: number;
  readonly #refuse: () => Promise<Denial>;
  /** A body that its reader forgot, with neither an end nor an abort, must not count for ever. */
  readonly #forgotten = new FinalizationRegistry<Share>((share) => share.end());
  #bytes = 0;

  /** @param refuse The verdict on a request for whose body there is no room. */
  constructor(most: number, refuse: () => Promise<Denial>) {
    this.#most = most;
    this.#refuse = refuse;
  }

  /** @param reader When it is collected, the share ends. */
  share(reader?: object): Share {
    let own = 0;
    const count = (bytes: number): void => {
      own += bytes;
      this.#bytes += bytes;
    };
    const share: Share = {
      take: (bytes) => {
        const fits = this.#bytes + bytes <= this.#most;
        count(fits ? bytes : -own);
        return fits;
      },
      keep: count,
      end: () => count(-own),
    };
    if (reader !== undefined) this.#forgotten.register(reader, share);
    return share;
  }

  refuse(): Promise<Denial> {
    return this.#refuse();
  }
}

const known = new WeakMap<object, ArrivingBodies>();

/** Whoever reads bodies for `guard`, beside it, counts them here. */
export function keepArriving(guard: object, bodies: ArrivingBodies): void {
  known.set(guard, bodies);
}

/** The bodies that arrive for `guard`. `otherwise`: for one that was not made here, or is wrapped. */
export function arrivingOf(guard: object, otherwise: () => ArrivingBodies): ArrivingBodies {
  const found = known.get(guard);
  if (found !== undefined) return found;
  const bodies = otherwise();
  known.set(guard, bodies);
  return bodies;
}
