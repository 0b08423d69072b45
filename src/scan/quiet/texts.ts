import type { Surface } from "../../request/index.js";
import type { Compiled } from "../compile/compile.js";

/** Headers in which a client says the same of itself in every request. A value that is another's in each would be kept for nothing. */
const REPEATED =
  /^(?:accept(?:-.*)?|user-agent|content-type|connection|host|origin|cache-control|pragma|te|dnt|priority|upgrade-insecure-requests|sec-.*|x-stainless-.*|anthropic-(?:version|beta)|openai-beta)$/i;
const LONGEST = 256;
/** Kept for each list of detectors; when there are more, all are forgotten. */
const MOST = 512;

const known = new WeakMap<Compiled, Set<string>>();

/**
 * Methods, URLs without a query and headers that clients repeat in which nothing was found: nothing can be found in the same text again, so
 * that it need not be read. They stay in memory, and go nowhere.
 */
export class QuietTexts {
  readonly #texts: Set<string>;

  constructor(compiled: Compiled) {
    let texts = known.get(compiled);
    if (texts === undefined) {
      texts = new Set();
      known.set(compiled, texts);
    }
    this.#texts = texts;
  }

  has(surface: Surface): boolean {
    return surface.bytes.length <= LONGEST && this.#texts.has(keyOf(surface));
  }

  /** Keeps the text of a surface in which nothing was found, if it is one that is repeated. */
  add(surface: Surface): void {
    if (surface.bytes.length > LONGEST || !isRepeated(surface)) return;
    if (this.#texts.size >= MOST) this.#texts.clear();
    this.#texts.add(keyOf(surface));
  }
}

const QUESTION_MARK = 0x3f;

function isRepeated({ kind, name, ownName, bytes }: Surface): boolean {
  if (kind === "method") return true;
  if (kind === "url") return !bytes.includes(QUESTION_MARK);
  return kind === "header" && ownName !== undefined && REPEATED.test(name);
}

function keyOf({ kind, ownName = "", bytes }: Surface): string {
  return `${kind} ${ownName.length} ${ownName}${bytes.toString("latin1")}`;
}
