import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scanOutbound } from "../../src/index.js";
import { carriers, takes } from "./support/carriers.js";
import { chains, WHOLE, write } from "./support/chains.js";
import { runsOf, timeFor } from "./support/runs.js";
import { tokens } from "./support/tokens.js";

const surroundings = fc.constantFrom<readonly [string, string]>(
  ["", ""],
  ["note: ", " and more"],
  ["k=", "&z=1"],
  ["(", ")"],
  ["a,", ",b"],
);

describe("a token in any carrier, in any two encodings", () => {
  it("is found with its exact value, in its place", timeFor("encodings"), () => {
    const tally: Record<string, number> = {};
    fc.assert(
      fc.property(tokens, fc.constantFrom(...carriers), chains, surroundings, (token, carrier, chain, around) => {
        const encoded = write(chain, token, around);
        fc.pre(encoded !== undefined);
        const last = chain.encoders.at(-1);
        const isWhole = last !== undefined && WHOLE.has(last.name);
        const [before, after] = isWhole ? ["", ""] : around;
        const text = Buffer.concat([Buffer.from(before), encoded, Buffer.from(after)]);
        fc.pre(takes(carrier, text) && (!isWhole || carrier.path === "body"));
        const result = scanOutbound(carrier.carry(text));
        const finding = result.findings.find(({ matched }) => matched === token);
        const key = `${carrier.name} | ${chain.encoders.map(({ name }) => name).join(" > ")}`;
        if (process.env.TALLY) {
          if (!finding) tally[key] = (tally[key] ?? 0) + 1;
          return;
        }
        expect(finding, key).toBeDefined();
      }),
      runsOf("encodings"),
    );
    if (process.env.TALLY) console.log(Object.entries(tally).sort((a, b) => b[1] - a[1]).map(([k, v]) => `${v} ${k}`).join("\n"));
  });
});
