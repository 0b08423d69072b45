const CAPITAL_X = 0x58;
const SMALL_X = 0x78;

/**
 * Whether most of a token is the letter that stands in documents and forms for "any": "ghp_xxxxxxxxxxxx". A random token of twenty letters and
 * digits is so less often than once in a billion. All else with a token's mark and form may be one: who is asked can tell.
 */
export function isFilledIn(token: string): boolean {
  let count = 0;
  for (let i = 0; i < token.length; i++) {
    const code = token.charCodeAt(i);
    if (code === SMALL_X || code === CAPITAL_X) count++;
  }
  return count * 2 >= token.length;
}
