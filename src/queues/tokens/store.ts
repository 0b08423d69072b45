import type { Server } from "../server/patience.js";

/** A grant on its way to the server. */
export interface NewGrant {
  readonly id: string;
  /** What `revokeTokens` finds it by. */
  readonly fingerprint: string;
  /** Sealed: see `records.ts`. */
  readonly record: string;
  /** Milliseconds on the server's clock; undefined without an end. */
  readonly keepMs: number | undefined;
  /** Undefined where they are not counted. None is on the server at first: whoever adds a grant has all of them. */
  readonly uses: number | undefined;
}

/** A grant as the server has it: not to be believed before `openGrant` has read its record. */
export interface StoredGrant {
  readonly id: string;
  readonly record: string;
  /** Milliseconds until its end, on the server's clock; undefined without one. */
  readonly leftMs: number | undefined;
  /** Uses that nobody has taken; undefined where they are not counted. */
  readonly usesLeft: number | undefined;
}

/** What the server has, unless that is what is known. */
export interface TokenReading {
  /** Another text after each change. */
  readonly state: string;
  /** Undefined: nothing has changed. */
  readonly grants: readonly StoredGrant[] | undefined;
}

/** Most grants that a server keeps. */
export const MOST_GRANTS = 10_000;

/**
 * What a server does for approved values. Each call is one step there, whole or not at all. All but `give` may be repeated: a use
 * that was taken or spent twice is lost, one that was given twice would be one too many.
 */
export interface TokenStore extends Server {
  /** "full": there are MOST_GRANTS already. Does nothing for a grant that is there, or was revoked. */
  put(grant: NewGrant): Promise<"kept" | "full">;
  read(known: string): Promise<TokenReading>;
  /** One use; `false` when there is none. */
  take(id: string): Promise<boolean>;
  give(id: string, uses: number): Promise<void>;
  /** Forgets the grant when all its uses have been spent. */
  spent(id: string, uses: number): Promise<void>;
  /** Forgets each grant with this fingerprint, or one of these ids, for good. */
  revoke(what: { readonly fingerprint: string } | { readonly ids: readonly string[] }): Promise<void>;
  /** Resolves once `heard` is told of changes from now on; notifications may get lost. */
  listen(heard: () => void): Promise<void>;
  close(): Promise<void>;
}
