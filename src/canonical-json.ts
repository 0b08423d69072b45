/**
 * `value` as canonical JSON (RFC 8785): the same data gives the same text, in whatever order its members came, and whichever
 * queue carried it. What JSON cannot hold is left out as `JSON.stringify` leaves it out.
 */
export function canonicalJson(value: unknown): string {
  const json: string | undefined = JSON.stringify(value);
  return json === undefined ? "null" : write(JSON.parse(json) as unknown);
}

/** Strings and numbers as ECMAScript writes them, members in the order of their names' UTF-16 code units (RFC 8785, section 3.2). */
function write(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(write).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([one], [two]) => (one < two ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${write(member)}`).join(",")}}`;
}
