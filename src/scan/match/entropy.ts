/** How often each ASCII character stands in a text; reused for every text: a scan is synchronous. */
const counts: Uint32Array = new Uint32Array(128);

/** Shannon entropy of a text's characters, in bits per character. */
export function entropyBits(text: string): number {
  counts.fill(0);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= counts.length) return entropyOfAny(text);
    counts[code]!++;
  }
  return entropyOf(counts, text.length);
}

function entropyOfAny(text: string): number {
  const counts = new Map<string, number>();
  let length = 0;
  for (const character of text) {
    counts.set(character, (counts.get(character) ?? 0) + 1);
    length++;
  }
  return entropyOf(counts.values(), length);
}

function entropyOf(counts: Iterable<number>, length: number): number {
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count / length) * Math.log2(count / length);
  return bits;
}
