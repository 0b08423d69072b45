import type { Confidence, Location } from "../../types.js";

/** What a report says, each string printable, on one line and bounded. */
export interface ReportContent {
  readonly tool: string;
  readonly host: string;
  /** Whether others can read on the way what is sent. */
  readonly isClearText: boolean;
  readonly method: string;
  readonly path: string;
  readonly found: string;
  readonly reason: string;
  readonly confidence: Confidence;
  readonly location: Location;
  readonly value: string;
  readonly fingerprint: string;
  readonly context: string;
  readonly effect: string;
}

const LABEL = 13;

/** With its label a line has 80 columns, so that no terminal breaks it where a value would like to have a line of its own. */
const WIDTH = 80 - LABEL;

/**
 * The report as a terminal shows it. Every line begins with a label of this package's or with the sign of a continuation: text
 * from the request can begin no line.
 */
export function reportText(content: ReportContent): string {
  const { surface, path, decoded, start, end } = content.location;
  const inside = decoded.length === 0 ? "" : ` (inside ${decoded.join(", ")})`;
  const rows: readonly (readonly [label: string, value: string])[] = [
    ["tool", content.tool],
    ["host", content.isClearText ? `${content.host} (in clear text: anybody on the way can read it)` : content.host],
    ["method", content.method],
    ["path", content.path],
    ["found", content.found],
    ["reason", content.reason],
    ["confidence", content.confidence],
    ["where", `${path === "" || path === surface ? surface : `${surface} ${path}`}, bytes ${start} to ${end}${inside}`],
    ["value", content.value],
    ["fingerprint", content.fingerprint],
    ["context", content.context],
    ["approving", content.effect],
    ["answer", "Approve and say why, or reject. Without an answer in time the request is denied."],
  ];
  return rows.map(([label, value]) => row(label, value)).join("\n");
}

function row(label: string, value: string): string {
  const lines = wrap(value);
  return lines
    .map((line, index) => `${(index === 0 ? label : "          |").padEnd(LABEL)}${line}`.trimEnd())
    .join("\n");
}

/** Breaks at a space if there is one in the line's last third, else anywhere. */
function wrap(value: string): string[] {
  const lines: string[] = [];
  let rest = value;
  while (rest.length > WIDTH) {
    const space = rest.lastIndexOf(" ", WIDTH);
    const at = space > (WIDTH * 2) / 3 ? space : WIDTH;
    lines.push(rest.slice(0, at));
    rest = rest.slice(at).trimStart();
  }
  return [...lines, rest];
}
