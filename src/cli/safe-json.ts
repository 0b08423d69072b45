/** JSON in which everything but printable ASCII is escaped: the same data, and nothing that a terminal acts on. */
export function safeJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(
    /[^\x20-\x7e\n]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
