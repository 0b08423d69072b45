import { describe, expect, it } from "vitest";
import { catalogue } from "../../src/index.js";
import { stemsOf } from "../../src/scan/context/word-stems.js";

const words = [...new Set(catalogue.flatMap(({ context }) => context?.words ?? []).map((word) => word.toLowerCase()))];

describe("stems of context words", () => {
  it("one stands wherever a word of the catalogue does", () => {
    const stems = stemsOf(words);
    expect(words.filter((word) => !stems.some((stem) => word.includes(stem)))).toEqual([]);
    expect(stems.length).toBeLessThan(words.length / 2);
  });

  it.each([
    ["a name for its settings", ["semaphore_", "semaphore=", "semaphore: ", "semaphorekey"], ["semaphore"]],
    ["the settings of a short name", ["box_", "box=", "box: "], ["box_", "box=", "box: "]],
    ["the settings of a common word", ["column_", "column=", "column: "], ["column_", "column=", "column: "]],
    ["no word that holds another", ["datadog", "datadog_api_key", "x-datadog"], ["datadog"]],
    ["words with a beginning in common", ["servicenow", "servicetitan"], ["servicenow", "servicetitan"]],
  ])("are %s", (_name, given, stems) => {
    expect(stemsOf(given)).toEqual(stems);
  });
});
