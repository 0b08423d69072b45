import { type DeclaredView, JOINED, type Surface, type SurfaceProblem } from "../request/index.js";
import { containerIn, PDF_TYPE, reasonOf } from "../views/containers.js";
import type { Decoded } from "../views/decoder.js";
import { decodersFor, uselessAfter } from "../views/index.js";
import type { Kernel } from "../views/kernel/kernel.js";
import { RUN_LENGTH } from "../views/runs.js";
import { indexText, type TextIndex } from "../views/text-index.js";
import { holdsWord, isWithoutWords } from "./context/context.js";
import { KnownViews } from "./known/views.js";
import type { MatchRules } from "./match/match-rules.js";
import { Matcher } from "./match/matcher.js";
import { isPattern } from "./match/pattern.js";
import { isQuietView, joinJsonOf, readView } from "./quiet/quiet.js";
import { createChild, createView, type View } from "./view.js";
import { ViewInput } from "./view-input.js";

const DEPTH: SurfaceProblem = {
  what: "view-depth",
  reason: "Something here is encoded more times over than a scan undoes",
  approvable: true,
};
export const WORK: SurfaceProblem = {
  what: "work-budget",
  reason: "Decoding this would take more work than its size allows",
  approvable: true,
};

/** What a surface costs beside its bytes, in bytes of work. */
const SURFACE_COST = 1152;

/** What a surface or a view in which something was found costs beside that, in bytes of work: its matches are compared and placed. */
const KEPT_COST = 2048;

/** Views of one that may wait, and bytes of each, so that memory is bounded: others are looked at as they are made. */
const MOST_WAITING = 512;
const LONGEST_WAITING = 4096;

/** One surface, read: its views with their matches, and what kept it from being read in full. */
export interface SurfaceReading {
  readonly surface: Surface;
  readonly root: View;
  readonly problems: readonly SurfaceProblem[];
}

/** Matches a surface's bytes and everything that they decode to, step by step. `chain`: what was decoded to get the bytes themselves. */
export function readSurface(
  surface: Surface,
  rules: MatchRules,
  viewDepth: number,
  chain: readonly string[] = [],
): SurfaceReading {
  const walk = new Walk(rules, viewDepth);
  rules.budget.spend(SURFACE_COST);
  const root = createView(surface.bytes, surface, chain);
  const opened = surface.open(rules.budget, joinJsonOf(rules));
  // What the request declares is undone once, by the declaration, and not again for how its bytes look.
  const declared = [opened.tooLarge, ...opened.views.map((view) => view.chain[0])];
  walk.visit(root, declared);
  if (root.matches.length > 0) rules.budget.spend(KEPT_COST);
  for (const view of opened.views) walk.visitDeclared(root, view);
  for (const problem of opened.problems) walk.report(problem);
  if (rules.budget.exhausted) walk.report(WORK);
  return { surface, root, problems: walk.problems };
}

class Walk {
  readonly problems: SurfaceProblem[] = [];
  readonly #rules: MatchRules;
  readonly #viewDepth: number;
  readonly #views: KnownViews = new KnownViews();
  readonly #waiting: Waiting[] = [];

  constructor(rules: MatchRules, viewDepth: number) {
    this.#rules = rules;
    this.#viewDepth = viewDepth;
  }

  report(problem: SurfaceProblem): void {
    if (!this.problems.some((known) => known.what === problem.what && known.type === problem.type))
      this.problems.push(problem);
  }

  /** Looks at a view, then at what was made of it, step by step: what takes the fewest is looked at first, and the rest is often known by then. */
  visit(view: View, without: readonly (string | undefined)[] = []): void {
    this.#look(view, without, undefined);
    const waiting = this.#waiting;
    for (let i = 0; i < waiting.length; i++) {
      const next = waiting[i]!;
      this.#look(next.child, next.without, next.read);
      next.read = undefined;
      if (next.child.matches.length > 0) this.#rules.budget.spend(KEPT_COST);
    }
    this.#keepFound(waiting);
    waiting.length = 0;
  }

  /** Gives their children to the views in which something was found, or in what was made of them. */
  #keepFound(looked: readonly Waiting[]): void {
    const found = new Set<View>();
    for (let i = looked.length - 1; i >= 0; i--) {
      const { parent, child } = looked[i]!;
      if (child.matches.length > 0 || child.children.length > 0 || found.has(child)) found.add(child).add(parent);
    }
    for (const { parent, child } of looked) {
      if (!found.has(child)) continue;
      if (child.matches.length === 0) this.#rules.budget.spend(KEPT_COST);
      parent.children.push(child);
    }
  }

  #look(view: View, without: readonly (string | undefined)[], read: TextIndex | undefined): void {
    if (this.#rules.budget.exhausted) return;
    const index = read ?? this.#indexOf(view);
    view.mayHoldWords = index.mayHoldWords;
    view.wordPlaces = index.wordPlaces;
    const traces = this.#rules.known?.search(view, this.#rules.budget);
    const structuralHits = new Matcher(this.#rules, view).run(index);
    const input = new ViewInput(this, view, index, structuralHits, traces, this.#rules.budget);
    for (const decoder of decodersFor(view.bytes, index, traces)) {
      if (this.#rules.budget.exhausted) return;
      if (without.includes(decoder.name)) continue;
      input.decoder = decoder.name;
      decoder.decode(input);
    }
  }

  /** Whether something stands in a view, or something in it is encoded once more: `further` levels of that are looked at themselves. */
  #holdsMore(view: View, without: readonly string[], read: TextIndex | undefined, further: number): boolean {
    const { budget, known } = this.#rules;
    const index = read ?? this.#indexOf(view);
    const traces = known?.search(view, budget);
    const structuralHits = new Matcher(this.#rules, view).run(index);
    let makes = view.matches.length > 0;
    const input = new ViewInput(this, view, index, structuralHits, traces, budget);
    for (const decoder of decodersFor(view.bytes, index, traces)) {
      if (makes || budget.exhausted) break;
      if (without.includes(decoder.name)) continue;
      input.emit = (decoded) => {
        makes ||= !isUnchanged(view.bytes, decoded) && this.#makesMore(view, decoder.name, decoded, further);
      };
      decoder.decode(input);
    }
    return makes;
  }

  #makesMore(parent: View, decoder: string, decoded: Decoded, further: number): boolean {
    const read = readView(decoded, this.#rules);
    if (this.#isQuiet(parent, decoded.bytes, read)) return false;
    if (further === 0) return true;
    const child = createChild(parent, decoded, [...parent.chain, decoder], undefined);
    return this.#holdsMore(child, uselessAfter(decoder), read, further - 1);
  }

  #indexOf(view: View): TextIndex {
    const { read } = this.#rules;
    if (view.parent === undefined && read.bytes === view.bytes && read.index !== undefined) return read.index;
    if (read.join?.bytes === view.bytes) return read.join.index;
    return indexText(view.bytes, this.#kernelFor(view));
  }

  /** With the detectors' strings where the kernel can find them: in joined pieces a token begins where it does not look. */
  #kernelFor(view: View): Kernel | boolean {
    const { compiled, prefilter } = this.#rules;
    if (!prefilter || view.pieces !== undefined) return prefilter;
    const kernel = compiled.kernel();
    kernel?.askForWords(view.parent === undefined && !this.#isNamedFarOff(view));
    return kernel ?? prefilter;
  }

  /**
   * Whether a name that is a context word may stand where it is not seen near the value: a cookie's, or a header's if its value has a
   * run at all.
   */
  #isNamedFarOff({ region, bytes }: View): boolean {
    if (region === undefined || !("kind" in region) || (region.kind !== "header" && region.kind !== "trailer"))
      return false;
    if (region.ownName === undefined || /^cookie2?$/i.test(region.ownName)) return true;
    return bytes.length >= RUN_LENGTH && holdsWord(this.#rules.compiled.contextWords, region.ownName);
  }

  visitDeclared(parent: View, declared: DeclaredView): void {
    const child = createChild(parent, declared, declared.chain, declared);
    parent.children.push(child);
    if (depthOf(child) > this.#viewDepth) this.report(DEPTH);
    else this.visit(child);
    for (const view of declared.views) this.visitDeclared(child, view);
  }

  /** Whether nothing can stand in what a decoder made of `parent`, nor in what decoders make of that. */
  #isQuiet(parent: View, decoded: Buffer, read: TextIndex | undefined): boolean {
    const { compiled } = this.#rules;
    return isQuietView(decoded, read, compiled, isWithoutWords(compiled.contextWords, parent));
  }

  /** Models are asked about PDFs in base64 every day: of these, what can be read is, and the rest is let be. */
  #reportContainer(bytes: Buffer): void {
    const found = containerIn(bytes, 0, bytes.length);
    if (found !== undefined && found.type !== PDF_TYPE)
      this.report({ what: "archive", reason: reasonOf(found), approvable: true, type: found.type });
  }

  take(parent: View, decoder: string, decoded: Decoded): void {
    if (isUnchanged(parent.bytes, decoded)) return;
    const isTooDeep = depthOf(parent) >= this.#viewDepth;
    if (isTooDeep && this.problems.includes(DEPTH)) return;
    if (this.#rules.known === undefined && isPattern(decoded.bytes)) return;
    this.#reportContainer(decoded.bytes);
    const read = readView(decoded, this.#rules);
    const child = this.#isQuiet(parent, decoded.bytes, read)
      ? undefined
      : createChild(parent, decoded, [...parent.chain, decoder], undefined);
    if (child === undefined || this.#views.isKnown(child)) {
      this.#rules.budget.refundView(parent.chain.length);
      return;
    }
    if (isTooDeep) {
      if (this.#holdsMore(child, uselessAfter(decoder), read, 1)) this.report(DEPTH);
      return;
    }
    if (this.#waiting.length < MOST_WAITING && child.bytes.length <= LONGEST_WAITING) {
      this.#waiting.push({ parent, child, without: uselessAfter(decoder), read });
      return;
    }
    this.#look(child, uselessAfter(decoder), read);
    if (child.matches.length === 0 && child.children.length === 0) return;
    this.#rules.budget.spend(KEPT_COST);
    parent.children.push(child);
  }
}

/** A view that is still to be looked at. */
interface Waiting {
  readonly parent: View;
  readonly child: View;
  readonly without: readonly string[];
  /** Let go of once it is looked at. */
  read: TextIndex | undefined;
}

/** Decoders passed; joining what stood apart decodes nothing. */
function depthOf({ chain }: View): number {
  return chain.includes(JOINED) ? chain.length - 1 : chain.length;
}

/** Whether a decoder gave back what it read: that could be decoded again for ever. */
function isUnchanged(source: Buffer, { bytes, map }: Decoded): boolean {
  if (bytes.length === 0) return true;
  const { start, end } = map.span(0, bytes.length);
  return end - start === bytes.length && source.subarray(start, end).equals(bytes);
}
