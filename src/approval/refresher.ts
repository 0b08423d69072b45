import { safeKey } from "../safe-key.js";
import type { Finding, SafeTokens, WantedToken } from "../types.js";
import type { Destination } from "./destination.js";

/** Longest time that a request waits for approvals which other proxies share, in milliseconds. */
const REFRESH_MS = 500;

/** Most requests that wait so at once; any other goes on with what is known here. */
const MOST_REFRESHING = 100;

/** Asks a shared store for what other proxies have approved, before a person is asked. */
export class Refresher {
  readonly #store: SafeTokens;
  #running = 0;

  constructor(store: SafeTokens) {
    this.#store = store;
  }

  /** Resolves when it is worth another look; undefined when it is not worth waiting. Never rejects. */
  refresh(findings: readonly Finding[], destination: Destination): Promise<void> | undefined {
    if (this.#store.refresh === undefined || this.#running >= MOST_REFRESHING) return undefined;
    this.#running += 1;
    return this.#wait(wantedFor(findings, destination)).finally(() => {
      this.#running -= 1;
    });
  }

  async #wait(wanted: readonly WantedToken[]): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, REFRESH_MS);
    });
    const refreshed = (async () => this.#store.refresh?.(wanted))().catch(() => {});
    await Promise.race([refreshed, late]);
    clearTimeout(timer);
  }
}

function wantedFor(findings: readonly Finding[], destination: Destination): readonly WantedToken[] {
  const values = new Set(findings.map(({ kind, matched }) => safeKey(kind, matched)));
  return [...values].flatMap((value) => {
    const wanted: WantedToken[] = [];
    destination.covered((scope) => {
      wanted.push({ value, scope });
      return false;
    });
    return wanted;
  });
}
