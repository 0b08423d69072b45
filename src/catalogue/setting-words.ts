/**
 * Context words for a service whose name is a word of its own, such as "polygon" or "privacy": the name alone stands near ids of all
 * kinds, so it counts only where it begins a setting's name, a header's, a field's, or says what the value is.
 */
export function settingsOf(name: string): readonly [string, ...string[]] {
  return [`${name}_`, ...SAID.map((kind) => `${name}${kind}`)];
}

const SAID = [
  "-api",
  "-key",
  "-token",
  "-secret",
  "api",
  "key",
  "token",
  "secret",
  " api",
  " key",
  " token",
  " secret",
  ":",
] as const;
