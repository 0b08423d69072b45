import { keyedHash } from "../fingerprint.js";
import type { TokenScope } from "../types.js";
import { targetOf } from "./target.js";

/** The host of a request, as approvals know it. */
export class Destination {
  readonly #key: Uint8Array;
  readonly #url: string;
  readonly host: string | undefined;
  readonly #scopeHost: string | undefined;
  #hidden: TokenScope | undefined;

  constructor(url: string, key: Uint8Array) {
    const { host, scopeHost } = targetOf(url);
    this.#key = key;
    this.#url = url;
    this.host = host;
    this.#scopeHost = scopeHost;
  }

  /** Tells this host from all others. A URL that names none is a host of its own. */
  get name(): string {
    return this.#scopeHost ?? `?${this.#url}`;
  }

  /**
   * The host whatever its port and scheme, and whether or not its name ends with the root's dot (RFC 1034, section 3.1): a rejection is about all of
   * these, so that none of them is a way to ask again. All URLs that name no host are one.
   */
  get machine(): string {
    return this.host?.replace(/:\d+$/, "").replace(/\.$/, "") ?? "?";
  }

  /** The scope of an approval for this host alone. `shown`: the host as a report shows it. */
  scope(shown: string): TokenScope {
    return this.#scopeHost !== undefined && this.host === shown ? { host: this.#scopeHost } : this.#hiddenScope();
  }

  /** The scope under which `has` says yes, if any. */
  covered(has: (scope: TokenScope) => boolean): TokenScope | undefined {
    const plain = this.#scopeHost === undefined ? undefined : { host: this.#scopeHost };
    if (plain !== undefined && has(plain)) return plain;
    return has(this.#hiddenScope()) ? this.#hiddenScope() : undefined;
  }

  /** A store lists its scopes, so a host that holds a secret, or cannot be read, stands there as a keyed hash. */
  #hiddenScope(): TokenScope {
    this.#hidden ??= { host: `hidden-${keyedHash(this.#key, this.name).slice(0, 32)}` };
    return this.#hidden;
  }
}
