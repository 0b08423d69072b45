import type { Surface, SurfaceProblem } from "../request/index.js";
import type { Finding, Location } from "../types.js";
import type { IssuerTraffic } from "./issuer/issuer.js";
import type { Settings } from "./options.js";
import type { Placed } from "./overlap/candidate.js";
import { settle } from "./overlap/overlap.js";
import type { FoundSecret } from "./quiet/found-in-head.js";
import { digestOf, digestOfAll, type Placing, problemFinding, secretFinding } from "./result.js";
import type { IsSafe } from "./safe.js";
import type { SurfaceReading } from "./walk.js";

/** Turns what was read into findings, leaves out what is safe, and counts distinct values. */
export class Collector {
  readonly findings: Finding[] = [];
  skipped = 0;
  readonly unread: { readonly type: string; readonly location: Location }[] = [];
  full = false;
  /** The secrets, safe or not. */
  readonly secrets: FoundSecret[] = [];
  /** What matched in each surface, safe or not. */
  readonly matched: Map<Surface, readonly Placed[]> = new Map();
  readonly #isSafe: IsSafe;
  readonly #settings: Settings;
  readonly #distinct = new Set<string>();

  readonly #traffic: IssuerTraffic | undefined;

  constructor(isSafe: IsSafe, settings: Settings, traffic: IssuerTraffic | undefined) {
    this.#isSafe = isSafe;
    this.#settings = settings;
    this.#traffic = traffic;
  }

  /** How much has been found, safe or not. */
  get finds(): number {
    return this.findings.length + this.skipped + this.unread.length;
  }

  take(reading: SurfaceReading): void {
    const settled = this.#traffic?.settle(reading);
    const placed = settled?.all ?? settle(reading.root);
    if (placed.length > 0) this.matched.set(reading.surface, placed);
    this.takeRead(reading, settled?.left ?? placed);
  }

  /** Fields that were not read, the first of them `from`: one finding names all of their kind, as a token may be split over these. */
  takeUnread(from: Placing, fields: readonly Surface[]): void {
    this.#add(problemFinding(from, REST, digestOfAll(fields)), from);
  }

  takeRead(reading: Pick<SurfaceReading, "surface" | "problems">, placed: readonly Placed[]): void {
    this.#takePlaced(reading, placed);
    if (this.full) return;
    for (const problem of reading.problems) this.#takeProblem(reading, problem);
  }

  /** Secrets of what came before. No more than may be found. */
  takeKnown(findings: readonly Finding[]): void {
    for (const finding of findings) {
      if (this.#skips(finding)) continue;
      this.#distinct.add(finding.matched);
      this.findings.push(finding);
    }
  }

  #takeProblem(reading: Placing, problem: SurfaceProblem): void {
    const finding = problemFinding(reading, problem, digestOf(reading));
    const { type } = problem;
    if (type !== undefined && this.#settings.opaqueTypes.has(type))
      this.unread.push({ type, location: finding.location });
    else this.#add(finding, reading);
  }

  #takePlaced(reading: Placing, placed: readonly Placed[]): void {
    for (const each of placed) {
      const finding = secretFinding(reading, each);
      this.secrets.push({ surface: reading.surface, finding });
      this.#add(finding, reading);
      if (this.full) return;
    }
  }

  #add(finding: Finding, reading: Placing): void {
    if (this.#skips(finding)) return;
    if (finding.kind === "secret") {
      this.#distinct.add(finding.matched);
      if (this.#distinct.size > this.#settings.findings) {
        this.full = true;
        this.findings.push(problemFinding(reading, TOO_MANY, digestOf(reading)));
        return;
      }
    }
    this.findings.push(finding);
  }

  #skips(finding: Finding): boolean {
    const skips = finding.approvable && this.#isSafe(finding);
    if (skips) this.skipped++;
    return skips;
  }
}

const REST = {
  what: "work-budget",
  reason:
    "What comes before took all the work that the request's size allows: this and the fields after it are not read",
  approvable: true,
} as const;
const TOO_MANY = {
  what: "findings-limit",
  reason: "The request holds more distinct credentials than one person can be asked about",
  approvable: false,
} as const;
