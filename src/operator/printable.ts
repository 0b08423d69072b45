/**
 * A queue can carry what other programs wrote, so nothing of it goes to a terminal as it came: control characters move the
 * cursor and rename windows, bidi and invisible characters show one thing and mean another.
 */

/** Controls, format characters (bidi, zero width), surrogates, private use, unassigned, line and paragraph separators, tags. */
export const UNPRINTABLE: RegExp = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Combining marks after the first two of a run: more of them paint over the lines above and below. */
const STACKED_MARKS = /(\p{M}{2})\p{M}+/gu;

/** One line of at most `longest` characters (Unicode code points); what cannot be shown is "\ufffd". Anything but a string is "". */
export function printableLine(value: unknown, longest = 200): string {
  if (typeof value !== "string") return "";
  const characters = [
    ...value
      .slice(0, 2 * longest + 2)
      .replace(UNPRINTABLE, "\ufffd")
      .replace(STACKED_MARKS, "$1"),
  ];
  return characters.length <= longest ? characters.join("") : `${characters.slice(0, longest - 1).join("")}…`;
}

/** Longest report, in UTF-16 code units; the payload's own bound is 16 KiB. */
const REPORT_LENGTH = 16 * 1024;

/** A report as lines. Only line feeds part them; a longer report is cut, and says so. */
export function printableLines(value: unknown): readonly string[] {
  if (typeof value !== "string") return [];
  const lines = value.slice(0, REPORT_LENGTH).split("\n");
  const shown = lines.map((line) => printableLine(line, REPORT_LENGTH));
  return isShownWhole(value) ? shown : [...shown, "(The report goes on; only its beginning is shown.)"];
}

/** Whether all of a report is shown. */
export function isShownWhole(value: unknown): boolean {
  return typeof value === "string" && value.length <= REPORT_LENGTH;
}
