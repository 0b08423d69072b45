import type { DeclaredView, Surface, SurfaceProblem } from "../request/index.js";
import type { Decoded, DecoderInput } from "../views/decoder.js";
import { decoders } from "../views/index.js";
import { findRuns, type Runs } from "../views/runs.js";
import { Matcher, type MatchRules } from "./matcher.js";
import { createView, type View } from "./view.js";

const DEPTH: SurfaceProblem = {
  what: "view-depth",
  reason: "Something here is encoded more times over than a scan undoes",
  approvable: true,
};
const WORK: SurfaceProblem = {
  what: "work-budget",
  reason: "Decoding this would take more work than its size allows",
  approvable: true,
};

/** One surface, read: its views with their matches, and what kept it from being read in full. */
export interface SurfaceReading {
  readonly surface: Surface;
  readonly root: View;
  readonly problems: readonly SurfaceProblem[];
}

/** Matches a surface's bytes and everything that they decode to, depth first. */
export function readSurface(surface: Surface, rules: MatchRules, viewDepth: number): SurfaceReading {
  const walk = new Walk(rules, viewDepth);
  const root = createView(surface.bytes, surface);
  const opened = surface.open(rules.budget);
  // What the request declares is undone once, by the declaration, and not again for how its bytes look.
  const declared = opened.views.map((view) => view.chain[0]);
  walk.visit(root, declared);
  for (const view of opened.views) walk.visitDeclared(root, view);
  for (const problem of opened.problems) walk.report(problem);
  if (rules.budget.exhausted) walk.report(WORK);
  return { surface, root, problems: walk.problems };
}

class Walk {
  readonly problems: SurfaceProblem[] = [];
  readonly #rules: MatchRules;
  readonly #viewDepth: number;

  constructor(rules: MatchRules, viewDepth: number) {
    this.#rules = rules;
    this.#viewDepth = viewDepth;
  }

  report(problem: SurfaceProblem): void {
    if (!this.problems.some((known) => known.what === problem.what)) this.problems.push(problem);
  }

  visit(view: View, without: readonly (string | undefined)[] = []): void {
    if (this.#rules.budget.exhausted) return;
    const runs = findRuns(view.bytes);
    new Matcher(this.#rules, view).run(runs);
    const input = this.#inputOf(view, runs);
    for (const decoder of decoders) {
      if (this.#rules.budget.exhausted) return;
      if (without.includes(decoder.name)) continue;
      decoder.decode({ ...input, emit: (decoded) => this.#take(view, decoder.name, decoded) });
    }
  }

  visitDeclared(root: View, declared: DeclaredView): void {
    const child = { ...childOf(root, declared, declared.chain), region: declared };
    root.children.push(child);
    if (child.chain.length > this.#viewDepth) this.report(DEPTH);
    else this.visit(child);
  }

  #inputOf(view: View, runs: Runs): Omit<DecoderInput, "emit"> {
    return {
      bytes: view.bytes,
      runs,
      chain: view.chain,
      structuralMarks: this.#rules.compiled.structuralMarks,
      budget: this.#rules.budget,
      uninspectable: (what, reason) => this.report({ what, reason, approvable: true }),
    };
  }

  #take(parent: View, decoder: string, decoded: Decoded): void {
    if (parent.chain.length >= this.#viewDepth) {
      this.report(DEPTH);
      return;
    }
    const child = childOf(parent, decoded, [...parent.chain, decoder]);
    this.visit(child);
    if (child.matches.length > 0 || child.children.length > 0) parent.children.push(child);
  }
}

function childOf(parent: View, decoded: Decoded, chain: readonly string[]): View {
  const { bytes, map, pieces } = decoded;
  return { bytes, parent, map, pieces, chain, region: undefined, matches: [], children: [] };
}
