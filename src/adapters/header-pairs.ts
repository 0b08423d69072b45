/** Node's flat list (name, value, name, value, ...) as pairs: wire order, duplicates kept. */
export function pairsOf(flat: readonly string[]): (readonly [name: string, value: string])[] {
  return Array.from({ length: Math.floor(flat.length / 2) }, (_, index) => [
    flat[2 * index] ?? "",
    flat[2 * index + 1] ?? "",
  ]);
}
