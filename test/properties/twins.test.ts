import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scanOutbound } from "../../src/index.js";
import { carriers, takes } from "../../src/testing/carriers.js";
import { chainsOf, isWhole, write } from "../../src/testing/chains.js";
import { runsOf, timeFor } from "./support/runs.js";

const WORDS =
  "the quick brown fox jumps over a lazy dog and nobody was hurt in 2024 or since; see page 12 of the annual report".split(
    " ",
  );

/** What people write where a token could stand: words, names, ids and dates. */
const ordinary = fc.oneof(
  fc.array(fc.constantFrom(...WORDS), { minLength: 3, maxLength: 14 }).map((words) => words.join(" ")),
  fc.array(fc.constantFrom(...WORDS), { minLength: 3, maxLength: 9 }).map((words) => words.join("_")),
  fc.array(fc.constantFrom(...WORDS), { minLength: 3, maxLength: 9 }).map((words) => words.join("-")),
  fc.uuid(),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc
    .noShrink(fc.tuple(fc.nat(), fc.nat(), fc.nat()))
    .map((parts) => `com.example.service${parts.map((part) => `.part${part}`).join("")}`),
);
const surroundings = fc.constantFrom<readonly [string, string]>(
  ["", ""],
  ["note: ", " and more"],
  ["(", ")"],
  ["a,", ",b"],
);

describe("the benign twin of a token", () => {
  it("in the same carrier and the same encodings is clear", timeFor("twins"), () => {
    fc.assert(
      fc.property(
        ordinary,
        fc.constantFrom(...carriers),
        chainsOf(fc),
        surroundings,
        (words, carrier, chain, around) => {
          const [before, after] = isWhole(chain) ? ["", ""] : around;
          const encoded = write(chain, words, around);
          fc.pre(encoded !== undefined);
          const text = Buffer.concat([Buffer.from(before), encoded, Buffer.from(after)]);
          fc.pre(takes(carrier, text) && (!isWhole(chain) || carrier.isWhole === true));
          const { findings } = scanOutbound(carrier.carry(text));
          // Near the last step that a scan takes, an id that could be decoded further is one that it cannot look into. UTF-7 takes two steps: it
          // is base64 of UTF-16 as well; and the "=" before a value can be read as quoted-printable.
          const names = chain.encoders.map(({ name }) => name);
          const others =
            names.filter((name) => name === "utf-7").length + (/query|form|cookie/.test(carrier.name) ? 1 : 0);
          const steps = names.length + others + (carrier.codings?.length ?? 0);
          const held = findings.filter(({ detector }) => steps < 3 || detector !== "view-depth");
          expect(held, `${carrier.name}: ${names.join(", in ")}`).toEqual([]);
        },
      ),
      runsOf("twins"),
    );
  });
});
