import { type DeclaredView, JOINED, type Surface, type SurfaceProblem } from "../request/index.js";
import type { Budget } from "../views/budget.js";
import { containerIn, PDF_TYPE, reasonOf } from "../views/containers.js";
import type { Decoded, DecoderInput } from "../views/decoder.js";
import { decodersFor, uselessAfter } from "../views/index.js";
import type { Kernel } from "../views/kernel/kernel.js";
import { RUN_LENGTH, type Runs } from "../views/runs.js";
import { indexText, type TextIndex } from "../views/text-index.js";
import type { Traces } from "../views/traces.js";
import { holdsWord, isWithoutWords } from "./context/context.js";
import { KnownViews } from "./known/views.js";
import type { MatchRules } from "./match/match-rules.js";
import { Matcher } from "./match/matcher.js";
import { isPattern } from "./match/pattern.js";
import { isQuietView, joinJsonOf, readView } from "./quiet/quiet.js";
import { createChild, createView, type View } from "./view.js";

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

/** One surface, read: its views with their matches, and what kept it from being read in full. */
export interface SurfaceReading {
  readonly surface: Surface;
  readonly root: View;
  readonly problems: readonly SurfaceProblem[];
}

/** Matches a surface's bytes and everything that they decode to, depth first. `chain`: what was decoded to get the bytes themselves. */
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

  constructor(rules: MatchRules, viewDepth: number) {
    this.#rules = rules;
    this.#viewDepth = viewDepth;
  }

  report(problem: SurfaceProblem): void {
    if (!this.problems.some((known) => known.what === problem.what && known.type === problem.type))
      this.problems.push(problem);
  }

  visit(view: View, without: readonly (string | undefined)[] = [], read?: TextIndex): void {
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

  /** Whether something stands in a view, or something in it is encoded once more. */
  #holdsMore(view: View, without: readonly string[], read: TextIndex | undefined): boolean {
    const { budget, known } = this.#rules;
    const index = read ?? this.#indexOf(view);
    const traces = known?.search(view, budget);
    const structuralHits = new Matcher(this.#rules, view).run(index);
    let makes = view.matches.length > 0;
    const input = new ViewInput(this, view, index, structuralHits, traces, budget);
    input.emit = (decoded) => {
      makes ||= !isUnchanged(view.bytes, decoded);
    };
    for (const decoder of decodersFor(view.bytes, index, traces)) {
      if (makes || budget.exhausted) break;
      if (!without.includes(decoder.name)) decoder.decode(input);
    }
    return makes;
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
    const { compiled, known } = this.#rules;
    if (known === undefined && isPattern(decoded.bytes)) return;
    this.#reportContainer(decoded.bytes);
    const read = readView(decoded, this.#rules);
    const isBare = isWithoutWords(compiled.contextWords, parent);
    if (isQuietView(decoded.bytes, read, compiled, isBare)) {
      this.#rules.budget.refundView(parent.chain.length);
      return;
    }
    const child = createChild(parent, decoded, [...parent.chain, decoder], undefined);
    if (this.#views.isKnown(child)) return;
    if (isTooDeep) {
      if (this.#holdsMore(child, uselessAfter(decoder), read)) this.report(DEPTH);
      return;
    }
    this.visit(child, uselessAfter(decoder), read);
    if (child.matches.length === 0 && child.children.length === 0) return;
    this.#rules.budget.spend(KEPT_COST);
    parent.children.push(child);
  }
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

/** One view as all decoders get it: made once for each view, because most requests have many small ones. */
class ViewInput implements DecoderInput {
  readonly bytes: Buffer;
  readonly pieces: readonly number[] | undefined;
  readonly chain: readonly string[];
  readonly runs: Runs;
  readonly index: TextIndex;
  readonly structuralHits: readonly number[];
  readonly traces: Traces | undefined;
  readonly budget: Budget;
  /** The one that decodes now. */
  decoder = "";
  readonly #walk: Walk;
  readonly #view: View;

  constructor(
    walk: Walk,
    view: View,
    index: TextIndex,
    structuralHits: readonly number[],
    traces: Traces | undefined,
    budget: Budget,
  ) {
    this.#walk = walk;
    this.#view = view;
    this.bytes = view.bytes;
    this.pieces = view.pieces;
    this.chain = view.chain;
    this.runs = index.runs;
    // What is no text makes a view only where a known value may stand in it.
    this.index = traces === undefined ? index : { ...index, uses: undefined };
    this.structuralHits = structuralHits;
    this.traces = traces;
    this.budget = budget;
  }

  emit(decoded: Decoded): void {
    this.#walk.take(this.#view, this.decoder, decoded);
  }

  uninspectable(what: string, reason: string, type?: string): void {
    this.#walk.report({ what, reason, approvable: true, ...(type === undefined ? {} : { type }) });
  }
}
