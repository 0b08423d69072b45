import type { RequestReading, Surface } from "../request/index.js";
import { withMatched } from "../secret.js";
import type { Finding } from "../types.js";

/** A secret, and the surface in which it was found. */
export interface FoundSecret {
  readonly surface: Surface;
  readonly finding: Finding;
}

/** A finding in a head that came before, without its value: that stands in the head when it comes again. */
export interface FoundInHead {
  readonly finding: Omit<Finding, "matched">;
  /** Place of the header field in whose value it stands; `undefined`: it stands in the URL. */
  readonly field: number | undefined;
}

/** More are not remembered of one head. */
const MOST = 8;

/** What is remembered of a head's secrets; `undefined` where one of them does not stand in the head as it was handed over. */
export function foundInHead(
  secrets: readonly FoundSecret[],
  reading: RequestReading,
): readonly FoundInHead[] | undefined {
  if (secrets.length > MOST) return undefined;
  const found: FoundInHead[] = [];
  for (const { surface, finding } of secrets) {
    const field = surface.kind === "url" ? undefined : reading.fieldOf(surface);
    if (field === -1 || finding.location.decoded.length > 0) return undefined;
    const text = reading.textAt(field);
    // In ASCII alone a place in the bytes is one in the text.
    if (text?.length !== surface.bytes.length || valueIn(text, finding) !== finding.matched) return undefined;
    found.push({ finding: { ...finding }, field });
  }
  return found;
}

/** The findings of a head that has come again. */
export function recallFound(found: readonly FoundInHead[], reading: RequestReading): readonly Finding[] {
  return found.map(({ finding, field }) => withMatched(finding, valueIn(reading.textAt(field) ?? "", finding)));
}

function valueIn(text: string, { location: { start, end } }: Pick<Finding, "location">): string {
  return text.slice(start, end);
}
