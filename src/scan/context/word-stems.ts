/** Shorter stems stand in ordinary text too often to be worth it. */
const SHORTEST = 5;
/**
 * Names that stand in ordinary text too: more often than once in a megabyte of documents, code and requests. Of these, the settings are
 * looked for.
 */
const COMMON: ReadonlySet<string> = new Set(
  (
    "abstract account apollo arize better close cloud column conversion currents customer datadog detect dify float frame front github google linear " +
    "manifest meaning parsers phrase private protocols reply request secret square travis verifier visual"
  ).split(" "),
);
/** A name that is followed by so many different marks is a word of its own: what is told apart behind it is asked later. */
const MARKS_BEHIND_NAME = 3;

/**
 * Fewer and shorter strings of which one stands wherever one of `words` does: names without what makes settings of them ("semaphore" for
 * "semaphore_", "semaphore=", "semaphorekey"), and no word that holds another.
 */
export function stemsOf(words: readonly string[]): readonly string[] {
  const names = namesIn(words);
  const stems = new Set(words.map((word) => stemOf(word, names)));
  return [...stems].filter((stem) => !holdsOther(stem, stems));
}

/** Beginnings of words that go on with one of several marks. */
function namesIn(words: readonly string[]): ReadonlySet<string> {
  const marksBehind = new Map<string, Set<string>>();
  for (const word of words) {
    for (let end = SHORTEST; end < word.length; end++) {
      if (/[a-z0-9]/.test(word[end]!)) continue;
      const name = word.slice(0, end);
      const marks = marksBehind.get(name);
      if (marks === undefined) marksBehind.set(name, new Set(word[end]));
      else marks.add(word[end]!);
    }
  }
  return new Set(
    [...marksBehind]
      .filter(([name, marks]) => marks.size >= MARKS_BEHIND_NAME && !COMMON.has(name))
      .map(([name]) => name),
  );
}

function stemOf(word: string, names: ReadonlySet<string>): string {
  for (let end = SHORTEST; end < word.length; end++) if (names.has(word.slice(0, end))) return word.slice(0, end);
  return word;
}

function holdsOther(word: string, words: ReadonlySet<string>): boolean {
  for (let start = 0; start < word.length; start++) {
    const last = start === 0 ? word.length - 1 : word.length;
    for (let end = start + 1; end <= last; end++) if (words.has(word.slice(start, end))) return true;
  }
  return false;
}
