/** Values to be found exactly: made by `createKnownSecrets`, and not to be got out of it again. */
export interface KnownSecrets {
  /** How many different values there are. */
  readonly size: number;
}
