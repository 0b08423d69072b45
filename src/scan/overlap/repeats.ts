import { type Candidate, depth, keyOf, placeOf } from "./candidate.js";

/** One detector's same value at the same place, seen in several views, is one match: that of the view that took the fewest decoders. */
export function withoutRepeats(candidates: readonly Candidate[]): readonly Candidate[] {
  const best = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const key = placeOf(candidate);
    const known = best.get(key);
    // What one view holds twice, as compressed data can, is there twice.
    if (known !== undefined && known[0]!.via === candidate.via) known.push(candidate);
    else if (known === undefined || depth(candidate) < depth(known[0]!)) best.set(key, [candidate]);
  }
  return [...best.values()].flat();
}

/** So is one that several views read out of bytes that overlap, as those of base64 from different characters on. `sorted`: by start. */
export function withoutEchoes(sorted: readonly Candidate[]): readonly Candidate[] {
  const last = new Map<string, Candidate>();
  return sorted.filter((candidate) => {
    const key = keyOf(candidate);
    const known = last.get(key);
    if (known !== undefined && candidate.start < known.end && candidate.via !== known.via) return false;
    last.set(key, candidate);
    return true;
  });
}

/**
 * Without what is the beginning of another value, read out of the beginning of the same compressed data: a view of part of them, up to an
 * escape, ends where it does. `sorted`: by start, the longer first.
 */
export function withoutBeginnings(sorted: readonly Candidate[]): readonly Candidate[] {
  if (sorted.length < 2 || sorted.every(({ isSolid }) => isSolid)) return sorted;
  let longer: Candidate[] = [];
  return sorted.filter((candidate) => {
    if (candidate.isSolid) return true;
    if (longer[0]?.start !== candidate.start) longer = [];
    const isBeginning = longer.some(
      ({ end, origin, match }) =>
        end > candidate.end && origin !== candidate.origin && match.value.startsWith(candidate.match.value),
    );
    if (!isBeginning && longer.length < MOST_COMPARED) longer.push(candidate);
    return !isBeginning;
  });
}

/** Values at one place that a shorter one is compared with. */
const MOST_COMPARED = 16;
