import { expect, test } from "vitest";
import { KnownViews } from "../../src/scan/known/views.js";
import { createChild, createView, type View } from "../../src/scan/view.js";
import { ViewWriter } from "../../src/views/writer.js";

const bytes = Buffer.from("one two three two one");
const root = createView(bytes, undefined, []);

/** The bytes `[start, end)` of the root, as decoders of these names made them. */
function made(start: number, end: number, ...chain: string[]): View {
  const writer = new ViewWriter(bytes, end - start);
  writer.copy(start, end);
  return createChild(root, writer.finish(), chain, undefined);
}

test.each<[string, View, View, boolean]>([
  ["the same decoders in another order", made(4, 13, "percent", "html"), made(4, 13, "html", "percent"), true],
  ["a part of what the same decoders made", made(0, 13, "percent", "html"), made(4, 7, "html", "percent"), true],
  ["the same bytes after more steps", made(4, 13, "percent", "html"), made(4, 13, "html", "base64", "hex"), true],
  ["the same bytes after fewer steps", made(4, 13, "html", "base64", "hex"), made(4, 13, "percent", "html"), false],
  ["a part of what other decoders made", made(0, 13, "percent", "html"), made(4, 7, "html", "hex"), false],
  ["the same bytes at another place", made(0, 7, "percent", "html"), made(14, 17, "html", "percent"), false],
  ["more than what the same decoders made", made(4, 7, "percent", "html"), made(4, 13, "html", "percent"), false],
  ["what a guess made, without one", made(4, 13, "percent", "utf-7"), made(4, 13, "html", "percent"), false],
  ["what one decoder made", made(4, 13, "percent", "html"), made(4, 13, "percent"), false],
])(
  "a view is known by the same bytes at the same place after no more steps, or inside what the same decoders made: %s",
  (_name, first, second, isKnown) => {
    const known = new KnownViews();
    expect(known.isKnown(first)).toBe(false);
    expect(known.isKnown(second)).toBe(isKnown);
  },
);
