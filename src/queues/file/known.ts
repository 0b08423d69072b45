import { bootLiveness } from "./boots.js";
import { parseFileName } from "./names.js";

/**
 * What the operator's side has been told of the directory, as names: a change is whatever differs from it. A watch alone
 * would not do: it tells of the same change several times, and misses what happened before it was set up.
 */
export class Known {
  #names = new Set<string>();

  /** Takes `names` as what is known now; whether that differs from what was. */
  replace(names: ReadonlySet<string>): boolean {
    const before = this.#names;
    this.#names = new Set(names);
    return before.size !== names.size || [...names].some((name) => !before.has(name));
  }

  /** Takes `names` as known too; whether one of them was not yet. */
  add(names: Iterable<string>): boolean {
    const before = this.#names.size;
    for (const name of names) this.#names.add(name);
    return this.#names.size > before;
  }

  /** Whether `name` was known. */
  remove(name: string): boolean {
    return this.#names.delete(name);
  }
}

/** What an operator cares for among the directory's `names`: proposals, answers, and proxies that have died. */
export async function operatorView(directory: string, names: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const isAlive = bootLiveness(directory);
  const view = new Set<string>();
  for (const name of names) {
    const file = parseFileName(name);
    if (file?.kind === "proposal" || file?.kind === "answer") view.add(name);
    if (file?.kind === "boot" && !(await isAlive(file.id))) view.add(name);
  }
  return view;
}
