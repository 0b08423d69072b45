const sets = new Map<string, Uint8Array>();

/** So many sets are kept: more than a catalogue has, and a bound where detectors are made all the time. */
const MOST_SETS = 4096;

/** The one set of these bytes (a table of 256): equal ones are the same object, so that what is found out about one is known of all. */
export function sharedSet(set: Uint8Array): Uint8Array {
  const key = Buffer.from(set.buffer, set.byteOffset, set.length).toString("latin1");
  const known = sets.get(key);
  if (known !== undefined) return known;
  if (sets.size < MOST_SETS) sets.set(key, set);
  return set;
}

/** What is in any of them. */
export function union(some: ReadonlySet<Uint8Array>): Uint8Array {
  if (some.size === 1) for (const set of some) return set;
  const bytes = new Uint8Array(256);
  for (const set of some) for (let byte = 0; byte < 256; byte++) bytes[byte]! |= set[byte]!;
  return sharedSet(bytes);
}
