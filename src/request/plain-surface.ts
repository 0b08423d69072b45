import type { SurfaceKind } from "../types.js";
import type { Budget } from "../views/budget.js";
import { joinedViews, joinValues, type Spans } from "./joins.js";
import { type Wire, wireOf } from "./kept-body.js";
import { NOTHING_TO_OPEN, type Opened, type Surface, type SurfaceProblem } from "./surface.js";

const NO_LISTS: readonly Spans[] = [];
const nothing = (): readonly Spans[] => NO_LISTS;

/** A surface that is read as it is, and with the values joined that `values` finds in it. A class, because a request has many. */
export class PlainSurface implements Surface {
  readonly kind: SurfaceKind;
  readonly name: string;
  readonly bytes: Buffer;
  readonly pathOf: (start: number, end: number) => string;
  readonly nameOf: (start: number) => string;
  readonly ownName: string | undefined;
  readonly #values: (() => readonly Spans[]) | undefined;
  readonly #problems: readonly SurfaceProblem[];

  constructor(
    kind: SurfaceKind,
    name: string,
    bytes: Buffer,
    pathOf: (start: number, end: number) => string,
    nameOf: (start: number) => string = () => "",
    values?: () => readonly Spans[],
    problems: readonly SurfaceProblem[] = [],
    ownName?: string,
  ) {
    this.kind = kind;
    this.name = name;
    this.bytes = bytes;
    this.pathOf = pathOf;
    this.nameOf = nameOf;
    this.ownName = ownName;
    this.#values = values;
    this.#problems = problems;
  }

  get wire(): Wire {
    return wireOf(this.bytes);
  }

  get lists(): (() => readonly Spans[]) | undefined {
    return this.#problems.length > 0 ? undefined : (this.#values ?? nothing);
  }

  open(budget: Budget): Opened {
    if (this.#values === undefined && this.#problems.length === 0) return NOTHING_TO_OPEN;
    return {
      views: joinedViews(this, [], joinValues(this.bytes, this.#values?.() ?? []), budget),
      problems: this.#problems,
    };
  }
}
