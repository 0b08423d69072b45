import type { Budget } from "../../views/budget.js";
import type { Runs } from "../../views/runs.js";
import type { Compiled, ContextWords } from "../compile/compile.js";
import type { CompiledDetector } from "../compile/compiled-detector.js";
import { isNoToken } from "../match/no-token.js";
import { costOf } from "../match/window.js";
import { ALL_GROUPS, holdsNeeded } from "../prefilter/run-filter.js";
import type { Span, View } from "../view.js";
import { isWithoutWords, Surroundings } from "./context.js";
import type { ContextGroup } from "./context-groups.js";
import { groupsNear } from "./groups-near.js";
import { isWordByte } from "./word.js";

/**
 * Matches tokens that have no mark of their own. A run is cut where the marks of a group end; a piece of the right length, with a
 * context word near, is held against the shape, which must fill it. `areTold`: words are known to stand near these runs.
 */
export function matchContextGroups(
  compiled: Compiled,
  view: View,
  runs: Runs,
  areTold: boolean,
  budget: Budget,
  found: (detector: CompiledDetector, span: Span) => void,
): void {
  const { contextGroups, contextWords } = compiled;
  const neighbours = new Neighbours(contextWords, view, budget);
  let done: number[] | undefined;
  for (let i = 0; i < runs.length; i += 2) {
    const start = runs[i]!;
    const end = runs[i + 1]!;
    let groups = groupsIn(compiled, view, start, end, budget);
    if (groups === 0) continue;
    if (done === undefined && !areTold && isWithoutWords(contextWords, view)) return;
    if (groups !== ALL_GROUPS) {
      if (!budget.spend(LOOK_COST)) return;
      groups = groupsNear(compiled, view, start, end, groups);
      if (groups === 0) continue;
    }
    done ??= contextGroups.map(() => 0);
    if (!budget.spend(groups === ALL_GROUPS ? RUN_COST : GROUP_COST * bitsOf(groups))) return;
    for (let index = 0; index < contextGroups.length; index++) {
      if (groups !== ALL_GROUPS && (groups & (1 << index)) === 0) continue;
      const group = contextGroups[index]!;
      let at = Math.max(done[index]!, start);
      while (end - at >= Math.min(group.least, SHORTEST_PIECE)) {
        while (at < end && group.inRun[view.bytes[at]!] === 0) at++;
        let to = at;
        while (to < end && group.inRun[view.bytes[to]!] === 1) to++;
        if (to > at) done[index] = Math.max(done[index]!, matchPiece(group, neighbours, budget, at, to, found));
        at = Math.max(to + 1, done[index]!);
      }
    }
  }
}

/** What it costs to look which words stand round a run, in bytes of work. */
const LOOK_COST = 64;

/** What a run costs beside calls of the engine, in bytes of work: words are looked for round it, and in its name. */
const RUN_COST = 128;

/** What it costs to look at a run for one group, in bytes of work. */
const GROUP_COST = 12;

function bitsOf(groups: number): number {
  let count = 0;
  for (let left = groups; left !== 0; left &= left - 1) count++;
  return count;
}

/** Runs of at least this length are blobs, in which letters are no words: whether one stands round them is asked first, once. */
const BLOB_LENGTH = 256;

/** A bit for each group that may have a token in the run. */
function groupsIn(
  { contextRuns, contextWords }: Compiled,
  view: View,
  start: number,
  end: number,
  budget: Budget,
): number {
  if (end - start < BLOB_LENGTH) return contextRuns.groupsIn(view.bytes, start, end);
  // Without a context word round a long run, or in its name, no piece of it can be a token.
  return surroundingsOf(contextWords, view, start, end, budget).isEmpty ? 0 : ALL_GROUPS;
}

/** What a word near a run costs, in bytes of work: its distance is kept, and the detectors are looked through that have it. */
const WORD_COST = 16;

function surroundingsOf(words: ContextWords, view: View, start: number, end: number, budget: Budget): Surroundings {
  return paid(new Surroundings(words, view, start, end, words.reach), budget);
}

function paid(surroundings: Surroundings, budget: Budget): Surroundings {
  budget.spend(WORD_COST * surroundings.seen);
  return surroundings;
}

/** A piece shorter than this begins no token: it may still be part of a longer one, through marks that no run holds. */
const SHORTEST_PIECE = 16;
/** The longest token with no mark of its own that is looked for. */
const LONGEST = 512;
/** Marks that may stand before and behind a token without being part of it: "--key-", "value.". */
const MOST_MARKS = 16;

/** Pieces of which it is kept what stands round them: groups with other marks cut one run into others, and each asks in its turn. */
const MOST_KEPT = 8;

/** Which words stand round the pieces that were asked about last: several groups ask about the same. */
class Neighbours {
  readonly view: View;
  readonly #words: ContextWords;
  readonly #budget: Budget;
  readonly #kept: Surroundings[] = [];
  #oldest = 0;
  #last: Surroundings | undefined;

  constructor(words: ContextWords, view: View, budget: Budget) {
    this.#words = words;
    this.#budget = budget;
    this.view = view;
  }

  of(start: number, end: number): Surroundings {
    if (this.#last?.isOf(start, end)) return this.#last;
    // Each time, the detectors of the words are looked through.
    const known = this.#kept.find((kept) => kept.isOf(start, end));
    this.#last = known === undefined ? this.#make(start, end) : paid(known, this.#budget);
    return this.#last;
  }

  #make(start: number, end: number): Surroundings {
    const made = surroundingsOf(this.#words, this.view, start, end, this.#budget);
    this.#kept[this.#oldest] = made;
    this.#oldest = (this.#oldest + 1) % MOST_KEPT;
    return made;
  }
}

/** Returns the end of what was looked at. */
function matchPiece(
  group: ContextGroup,
  neighbours: Neighbours,
  budget: Budget,
  from: number,
  to: number,
  found: (detector: CompiledDetector, span: Span) => void,
): number {
  const { bytes } = neighbours.view;
  let low = from;
  let high = to;
  while (low > 0 && from - low < LONGEST && group.inToken[bytes[low - 1]!] === 1) low--;
  while (high < bytes.length && high - to < LONGEST && group.inToken[bytes[high]!] === 1) high++;
  if (high - low < group.least) return to;
  const surroundings = neighbours.of(from, to);
  if (surroundings.isEmpty) return high;
  const suiting = suitingDetectors(group, surroundings, bytes, { low, from, to, high });
  if (suiting.length === 0) return high;
  const starts = startsOf(bytes, low, from);
  const ends = endsOf(bytes, from, to, high);
  for (const detector of suiting) {
    if (!budget.spend(costOf(high - low))) return high;
    const span = fillingSpan(detector, bytes, starts, ends);
    if (span !== undefined && !isNoToken(neighbours.view, span, detector.words)) found(detector, span);
  }
  return high;
}

/** A piece `[from, to)` of a run, and all round it that the tokens of a group can hold: `[low, high)`. */
interface Piece {
  readonly low: number;
  readonly from: number;
  readonly to: number;
  readonly high: number;
}

/**
 * The detectors of which a word stands near, and, by a necessary condition that is cheap, a token may stand in the piece: the length
 * fits, of the run (a letter of an escape apart) the token can hold every byte, and it has what the token needs. In their order.
 */
function suitingDetectors(
  { membersOf, marks, kinds }: ContextGroup,
  surroundings: Surroundings,
  bytes: Buffer,
  { low, from, to, high }: Piece,
): readonly CompiledDetector[] {
  const length = high - low;
  // The shortest text in the run that can be a token: without a letter of an escape or marks before it, and without marks behind it.
  const letter = bytes[from - 1] === 0x5c ? 1 : 0;
  const before = marks ? Math.max(letter, marksFrom(bytes, from, 1)) : letter;
  const shortest = to - from - before - (marks ? marksFrom(bytes, to - 1, -1) : 0);
  let inside = 0;
  for (let i = from + 1; i < to; i++) inside |= kinds.bitOf[bytes[i]!]!;
  let all = inside | kinds.bitOf[bytes[from]!]!;
  for (let i = low; i < from; i++) all |= kinds.bitOf[bytes[i]!]!;
  for (let i = to; i < high; i++) all |= kinds.bitOf[bytes[i]!]!;
  const suiting = new Set<CompiledDetector>();
  surroundings.forEach((word, distance) => {
    for (const member of membersOf(word)) {
      if ((inside & ~member.holds) !== 0 || length < member.least || shortest > member.most) continue;
      if (distance <= member.within && holdsNeeded(member.needs, all)) suiting.add(member.compiled);
    }
  });
  return suiting.size < 2 ? [...suiting] : [...suiting].sort((one, other) => one.order - other.order);
}

/** Marks that stand in a row from `from` on, in the direction of `step`; no more than a token can have beside it. */
function marksFrom(bytes: Buffer, from: number, step: 1 | -1): number {
  let count = 0;
  while (count < MOST_MARKS && !isWordByte(bytes[from + count * step] ?? 0x30)) count++;
  return count;
}

function fillingSpan(
  detector: CompiledDetector,
  bytes: Buffer,
  starts: readonly number[],
  ends: readonly number[],
): Span | undefined {
  const { min, max } = detector.width;
  for (const start of starts) {
    for (const end of ends) {
      if (end - start < min || end - start > max) continue;
      if (detector.fill().test(bytes.subarray(start, end))) return { start, end };
    }
  }
  return undefined;
}

const EQUALS_SIGN = 0x3d;

/** The start of the run, where the marks outside a run end, behind an equals sign, and behind the letter of an escape ("\n" as JSON writes it). */
function startsOf(bytes: Buffer, low: number, from: number): readonly number[] {
  const starts = low === from ? [from] : [low, from];
  // Where the token can end with the padding of base64, what is assigned to a name begins behind the sign.
  let sign = from - 1;
  while (sign >= low && bytes[sign] !== EQUALS_SIGN) sign--;
  if (sign >= low && sign + 1 < from) starts.push(sign + 1);
  for (const start of [...starts]) {
    if (start > 0 && bytes[start - 1] === 0x5c) starts.push(start + 1);
    let at = start;
    while (at < from + MOST_MARKS && !isWordByte(bytes[at]!)) at++;
    if (at !== start) starts.push(at);
  }
  return starts;
}

/** The end of all that the token can hold, the end of the run, and either without the marks that end it. */
function endsOf(bytes: Buffer, from: number, to: number, high: number): readonly number[] {
  const ends = high === to ? [to] : [high, to];
  for (const end of [...ends]) {
    let at = end;
    while (at > from && end - at < MOST_MARKS && !isWordByte(bytes[at - 1]!)) at--;
    if (at !== end) ends.push(at);
  }
  return ends;
}
