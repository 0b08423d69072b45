/**
 * The same pattern with the value in a group named "token": the group of this number, or for 0 the first one, or everything where there
 * is none. `undefined`: there is no such group.
 */
export function withTokenGroup(pattern: string, group: number): string | undefined {
  const groups = groupsIn(pattern);
  if (groups.length === 0 && group === 0) return `(?P<token>${pattern})`;
  const found = groups[group === 0 ? 0 : group - 1];
  if (found === undefined) return undefined;
  return `${pattern.slice(0, found.start)}(?P<token>${pattern.slice(found.end)}`;
}

interface Opening {
  readonly start: number;
  /** Place after "(" or "(?P<name>". */
  readonly end: number;
}

/** Where the groups that capture open, in order: not those of a class, escaped, quoted by \Q, or with flags. */
function groupsIn(pattern: string): readonly Opening[] {
  const groups: Opening[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === "\\") {
      const close = pattern[at + 1] === "Q" ? pattern.indexOf("\\E", at) : -1;
      at = pattern[at + 1] === "Q" ? (close < 0 ? pattern.length : close + 1) : at + 1;
    } else if (character === "[") at = classEnd(pattern, at);
    else if (character === "(") {
      const name = /^\(\?P?<\w+>/.exec(pattern.slice(at))?.[0];
      if (name !== undefined) groups.push({ start: at, end: at + name.length });
      else if (pattern[at + 1] !== "?") groups.push({ start: at, end: at + 1 });
    }
  }
  return groups;
}

/** Place of the bracket that closes the class; a bracket right at its start, or in [:name:], does not. */
function classEnd(pattern: string, open: number): number {
  let at = open + 1;
  if (pattern[at] === "^") at++;
  if (pattern[at] === "]") at++;
  for (; at < pattern.length && pattern[at] !== "]"; at++) {
    if (pattern[at] === "\\") at++;
    else if (pattern.startsWith("[:", at)) at = Math.max(at, pattern.indexOf(":]", at) + 1);
  }
  return at;
}
