import type { CompiledDetector } from "./compile.js";
import { inRegion, type View } from "./view.js";

/** Whether one of the detector's words stands near `[start, end)`, in this view, in the one it came from, or in the value's name. */
export function hasContext(compiled: CompiledDetector, view: View, start: number, end: number): boolean {
  if (compiled.words.length === 0) return true;
  if (hasWordNear(compiled, view, start, end)) return true;
  if (view.parent !== undefined && view.map !== undefined) {
    const span = view.map.span(start, end);
    if (hasWordNear(compiled, view.parent, span.start, span.end)) return true;
  }
  const { region, span } = inRegion(view, start, end);
  const name = region?.nameOf(span.start).toLowerCase() ?? "";
  return name !== "" && compiled.words.some((word) => name.includes(word));
}

function hasWordNear(compiled: CompiledDetector, view: View, start: number, end: number): boolean {
  const within = compiled.detector.context?.within ?? 0;
  const longest = Math.max(...compiled.words.map((word) => word.length));
  const from = Math.max(0, start - within - longest);
  const to = Math.min(view.bytes.length, end + within + longest);
  const before = view.bytes.toString("latin1", from, start).toLowerCase();
  const after = view.bytes.toString("latin1", end, to).toLowerCase();
  return compiled.words.some((word) => {
    const last = before.lastIndexOf(word);
    if (last >= 0 && start - (from + last + word.length) <= within) return true;
    const first = after.indexOf(word);
    return first >= 0 && first <= within;
  });
}
