import { inflateRawSync } from "node:zlib";
import type { Detector } from "../types.js";
import { type Examples, withExamples } from "./forms/examples.js";

/** The catalogue as the build writes it down (build/prepared-catalogue.ts). */
export interface WrittenCatalogue {
  readonly detectors: readonly Omit<Detector, keyof Functions | keyof Examples>[];
  /** For each detector, the places of its functions among those that the sources have. */
  readonly functions: readonly { readonly [K in keyof Functions]?: number | undefined }[];
}

type Functions = Pick<Detector, "verify" | "locate">;
type Verify = NonNullable<Detector["verify"]>;
type Locate = NonNullable<Detector["locate"]>;

/** Data as JSON, deflated (RFC 1951), in base64: much less to read at a start than the same as code. */
export function unpacked<T>(packed: string): T {
  return JSON.parse(inflateRawSync(Buffer.from(packed, "base64")).toString()) as T;
}

/**
 * Reads a catalogue that was written down.
 *
 * @param sources gives each function; the module that has it is not evaluated before the function is called
 * @param examples of all detectors, packed; not read before one is asked for
 */
export function restored(
  { detectors, functions }: WrittenCatalogue,
  sources: readonly (() => unknown)[],
  examples: () => string,
): readonly Detector[] {
  const known: unknown[] = [];
  const sourceOf = <F>(place: number): F => {
    known[place] ??= sources[place]!();
    return known[place] as F;
  };
  let read: readonly Examples[] | undefined;
  const whole = detectors.map((data, index): Detector => {
    const detector: typeof data & Mutable = data;
    const { verify, locate } = functions[index]!;
    if (verify !== undefined) detector.verify = (token) => sourceOf<Verify>(verify)(token);
    if (locate !== undefined) detector.locate = (bytes, runs, hints) => sourceOf<Locate>(locate)(bytes, runs, hints);
    return withExamples(detector, () => {
      read ??= unpacked<readonly Examples[]>(examples());
      return read[index]!;
    });
  });
  return Object.freeze(whole);
}

type Mutable = { -readonly [K in keyof Functions]: Functions[K] };
