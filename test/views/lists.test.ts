import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { catalogue, scanOutbound, scanText } from "../../src/index.js";

const OTHERS = ["user 1022 of eleven", "order number 77123 x", "item in the basket", "the third of those"];

const found = (text: string) => scanText(text).findings.map(({ detector, matched }) => [detector, matched]);

describe("what stands in one of a list of codes is found as it is by itself", () => {
  it.each(["base64", "hex"] as const)("%s", (code) => {
    const encode = (text: string) => Buffer.from(text).toString(code);
    const [one, two, three, four] = OTHERS.map(encode);
    for (const { id, examples } of catalogue) {
      for (const example of examples.filter((text) => text.length <= 64).map(encode)) {
        const alone = found(JSON.stringify([example]));
        const listed = found(JSON.stringify([one, two, example, three, four]));
        for (const each of alone) expect(listed, id).toContainEqual(each);
      }
    }
  });
});

describe("a long list of ids is clear", () => {
  const bytes = (i: number): Buffer => createHash("sha512").update(`${i}`).digest();
  const letters = (alphabet: string, length: number) => (i: number) =>
    Array.from(bytes(i).subarray(0, length), (byte) => alphabet[byte % alphabet.length]).join("");
  const LISTS: readonly (readonly [what: string, id: (i: number) => unknown])[] = [
    ["ULIDs", (i) => `01J${letters("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 23)(i)}`],
    ["letters and digits", letters("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 27)],
    ["base64 for URLs", (i) => bytes(i).subarray(0, 16).toString("base64url")],
    ["base64, in objects", (i) => ({ id: bytes(i).subarray(0, 12).toString("base64"), n: i })],
    ["hexadecimal", (i) => bytes(i).subarray(0, 16).toString("hex")],
  ];
  it.each(LISTS)("%s", (_what, id) => {
    const body = JSON.stringify(Array.from({ length: 12_000 }, (_, i) => id(i)));
    expect(scanOutbound({ method: "POST", url: "https://api.example.com/", body }).findings).toEqual([]);
  });
});

describe("a token in pieces is found among members of a list that are whole by themselves", () => {
  const KEY = `${"AKIA"}T6UQOESBOABUIGGU`;
  const pieces = KEY.match(/.{1,6}/g)!;
  const whole = ["uIdSfIcrdAqFTYSM9jrb5Q==", "diJ52ZkvKANoh3vZSkbKAg==", "yQj7EEnMkhHdExlUrKxStQ=="];
  it.each([
    ["behind texts in base64", [...whole, ...pieces]],
    ["before them", [...pieces, ...whole]],
    ["in pieces that look like words", pieces],
  ])("%s", (_what, members) => {
    expect(found(`x = f(${members.map((each) => `"${each}"`).join(", ")})`)).toContainEqual(["aws-access-key-id", KEY]);
  });
});

describe("string literals that operators join are one text: what a name in it tells is found however they are cut", () => {
  const text = "DB_PASSWORD: kbbkfkdKM!6291Jk";
  const cut = (lengths: readonly number[]): string[] => {
    const ends = lengths.map((_, i) => lengths.slice(0, i + 1).reduce((sum, length) => sum + length));
    return [0, ...ends].map((start, i) => text.slice(start, ends[i]));
  };
  it.each([" + ", " . ", " & ", " +\n  "])("joined by %j", (operator) => {
    for (const lengths of [
      [4, 4, 3, 8, 8],
      [5, 8, 8],
      [3, 3, 3, 3, 3, 3, 3],
      [14, 4, 4],
    ]) {
      const code = cut(lengths)
        .map((piece) => JSON.stringify(piece))
        .join(operator);
      expect(found(`x = ${code};`), code).toEqual([["generic-password", "kbbkfkdKM!6291Jk"]]);
      expect(found(JSON.stringify({ code })), code).toEqual([["generic-password", "kbbkfkdKM!6291Jk"]]);
    }
  });
});
