import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CompiledDetector } from "../../src/scan/compile.js";
import { settle } from "../../src/scan/overlap.js";
import { createView, type Match, type Span, type View } from "../../src/scan/view.js";
import type { Detector } from "../../src/types.js";
import { SourceMap } from "../../src/views/source-map.js";

const detectors = ["first", "second", "context"].map((id, order) => {
  const literals = id === "context" ? [] : ["x"];
  return { order, detector: { id, literals } as unknown as Detector } as CompiledDetector;
});

interface Node {
  readonly matches: readonly {
    readonly start: number;
    readonly length: number;
    readonly detector: number;
  }[];
  readonly children: readonly (Node & { readonly unit: number; readonly at: number })[];
}

const LENGTH = 64;
const place = fc.record({
  start: fc.nat(LENGTH - 1),
  length: fc.integer({ min: 1, max: 16 }),
  detector: fc.nat(2),
});
/** Views four deep at most, as a scan makes them. */
function nodes(depth: number): fc.Arbitrary<Node> {
  const matches = fc.array(place, { maxLength: 4 });
  if (depth === 0) return matches.map((list) => ({ matches: list, children: [] }));
  const child = fc
    .tuple(nodes(depth - 1), fc.integer({ min: 1, max: 3 }), fc.nat(6))
    .map(([node, unit, at]) => ({ ...node, unit, at }));
  return fc.record({ matches, children: fc.array(child, { maxLength: 2 }) });
}

let values = 0;

/** A view with its matches, and those decoded from it: each decoded byte stands for `unit` bytes from `at` on. */
function viewOf({ matches, children }: Node, length = LENGTH, parent?: View, map?: SourceMap): View {
  const view: View = {
    ...createView(Buffer.alloc(length), undefined),
    parent,
    map,
    chain: parent === undefined ? [] : [...parent.chain, "decoder"],
  };
  for (const match of withoutOverlaps(matches)) {
    const end = Math.min(length, match.start + match.length);
    if (match.start >= end) continue;
    view.matches.push({
      compiled: detectors[match.detector]!,
      view,
      start: match.start,
      end,
      value: `value ${values++}`,
    });
  }
  for (const child of children) {
    const decoded = Math.floor((length - child.at) / child.unit);
    const childMap = new SourceMap();
    childMap.add(0, child.at, 1, child.unit, child.at + decoded * child.unit);
    if (decoded > 0) view.children.push(viewOf(child, decoded, view, childMap));
  }
  return view;
}

/** A detector's matches in one view never overlap. */
function withoutOverlaps(matches: Node["matches"]): Node["matches"] {
  const kept: Node["matches"][number][] = [];
  for (const match of matches) {
    const isFree = kept.every(
      (other) =>
        other.detector !== match.detector ||
        other.start >= match.start + match.length ||
        match.start >= other.start + other.length,
    );
    if (isFree) kept.push(match);
  }
  return kept;
}

function allMatches(view: View): readonly Match[] {
  return [...view.matches, ...view.children.flatMap(allMatches)];
}

function ancestors(view: View | undefined): readonly View[] {
  return view === undefined ? [] : [view, ...ancestors(view.parent)];
}

function spanIn(match: Match, view: View): Span {
  let span: Span = match;
  for (let at: View = match.view; at !== view; at = at.parent!) span = at.map!.span(span.start, span.end);
  return span;
}

/** Of equal spans: a detector with a mark, then the most decoded, then the first of the list, then what was found first. */
function isBetter(one: Match, other: Match): boolean {
  const key = ({ compiled, view, value }: Match): number[] => [
    compiled.detector.literals.length > 0 ? 0 : 1,
    -view.chain.length,
    compiled.order,
    Number(value.slice("value ".length)),
  ];
  const [a, b] = [key(one), key(other)];
  const index = a.findIndex((each, i) => each !== b[i]);
  return a[index]! < b[index]!;
}

/** Whether `other` drops `match`, as the law says it: it contains it in their nearest common view, or stands just there and is better. */
function drops(other: Match, match: Match): boolean {
  const common = ancestors(match.view).find((view) => ancestors(other.view).includes(view))!;
  const [inner, outer] = [spanIn(match, common), spanIn(other, common)];
  if (outer.start > inner.start || outer.end < inner.end) return false;
  return outer.start < inner.start || outer.end > inner.end || isBetter(other, match);
}

describe("overlaps", () => {
  it("leave the matches that none contains in their nearest common view, and of equal ones the best", () => {
    fc.assert(
      fc.property(nodes(4), (root) => {
        const view = viewOf(root);
        const all = allMatches(view);
        const kept = settle(view).map(({ match }) => match);
        for (const match of all) {
          const isDropped = all.some((other) => other !== match && drops(other, match));
          expect(kept.includes(match)).toBe(!isDropped);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
