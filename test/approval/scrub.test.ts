import { describe, expect, it } from "vitest";
import { firstOf, lastOf, markPiece, textPiece } from "../../src/approval/report/piece.js";
import { scrub } from "../../src/approval/report/scrub.js";

const scrubbed = (text: string, ...values: string[]): string =>
  scrub([textPiece(text)], new Set(values))
    .flat()
    .map((piece) => piece.text)
    .join("");

describe("what is taken out of a text", () => {
  const cases: readonly [string, string, string, string][] = [
    ["a value", "a hunter22 b", "hunter22", "a [redacted] b"],
    ["six characters of it", "a xunter2x b", "hunter22", "a x[redacted]x b"],
    ["not five", "a xunterx b", "hunter22", "a xunterx b"],
    ["another case of it", "a HunTER22 b", "hunter22", "a [redacted] b"],
    ["one with letters between signs", "x p@$$=!#w x", "p@$$=!#w", "x [redacted] x"],
    ["one of signs alone", "x @$$=!#%^ x", "@$$=!#%^", "x [redacted] x"],
    ["it in pieces", "h.u.n.t.e.r 2 2", "hunter22", "[redacted]"],
    ["it with one sign percent-encoded", "abc%2Fdef%2Fx", "abc/def/x", "[redacted]"],
    ["it as a JSON string", 'a "li\\ne\\"s.of" b', 'li\ne"s.of', 'a "[redacted]" b'],
    ["it turned by thirteen", "a uhagre22 b", "hunter22", "a [redacted] b"],
    ["it written backwards, between signs", "a k_cC_46-x b", "x-64_Cc_k", "a [redacted] b"],
    ["six characters of it backwards, few of them letters", "a 00f.M. b", "x.M.f00x", "a [redacted] b"],
    ["a short one whole", "a abc1 b", "abc1", "a [redacted] b"],
    ["a short one in another case", "a ABC1 b", "abc1", "a [redacted] b"],
    ["not one of two characters", "a ab b", "ab", "a ab b"],
    ["every occurrence", "hunter22 hunter22", "hunter22", "[redacted] [redacted]"],
    ["two that overlap", "abcdefghi", "abcdef", "[redacted]ghi"],
  ];
  it.each(cases)("%s", (_, text, value, expected) => {
    expect(scrubbed(text, value)).toBe(expected);
  });

  it("never from a mark", () => {
    const mark = markPiece("[redacted hunter22]");
    expect(scrub([mark], new Set(["hunter22"])).flat()).toEqual([mark]);
  });

  it("as written even where the values are too long to compare in every spelling", () => {
    const long = `${"x1y2z3".repeat(7_000)}hunter22`;
    expect(scrubbed("a hunter22 b", long)).toBe("a [redacted] b");
  });
});

describe("the context of a match", () => {
  const pieces = [textPiece("12345"), markPiece("[mark]"), textPiece("67890")];
  it("counts the request's characters and keeps marks whole", () => {
    expect(
      firstOf(pieces, 7)
        .map(({ text }) => text)
        .join(""),
    ).toBe("12345[mark]67");
    expect(
      lastOf(pieces, 7)
        .map(({ text }) => text)
        .join(""),
    ).toBe("45[mark]67890");
    expect(
      lastOf(pieces, 5)
        .map(({ text }) => text)
        .join(""),
    ).toBe("67890");
  });
});
