import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { withMatched } from "../src/secret.js";

const value = "a value that nobody may see";
const holder = withMatched({ id: 1, list: ["x"] }, value);

describe("a value that only a direct read gives", () => {
  it("is read by its name, and each holder has its own", () => {
    const other = withMatched({ id: 1, list: ["x"] }, "another");
    expect([holder.matched, other.matched]).toEqual([value, "another"]);
    expect(withMatched({}, undefined).matched).toBeUndefined();
  });

  it("is lost in every copy", () => {
    for (const copy of [
      { ...holder },
      Object.assign({}, holder),
      structuredClone(holder),
      JSON.parse(JSON.stringify(holder)),
    ]) {
      expect(copy).toEqual({ id: 1, list: ["x"] });
      expect((copy as { matched?: string }).matched).toBeUndefined();
    }
  });

  it("is not given to what merely inherits from the holder, or borrows its getter", () => {
    expect((Object.create(holder) as { matched?: string }).matched).toBeUndefined();
    const getter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(holder), "matched")?.get;
    expect(getter?.call({})).toBeUndefined();
  });

  it("is in no key, own or inherited, that a loop walks over", () => {
    const keys: string[] = [];
    for (const key in holder) keys.push(key);
    expect(keys).toEqual(["id", "list"]);
    expect(Object.entries(holder)).toEqual([
      ["id", 1],
      ["list", ["x"]],
    ]);
    expect(Object.hasOwn(holder, "matched")).toBe(false);
  });

  it("cannot be written, and the fields of its holder neither", () => {
    expect(Object.isFrozen(holder)).toBe(true);
    for (const change of [{ matched: "x" }, { id: 2 }, { more: 1 }]) {
      expect(() => Object.assign(holder, change)).toThrow(TypeError);
    }
    expect(holder.matched).toBe(value);
  });

  it("does not hide the fields: a holder prints as the plain object that it looks like", () => {
    expect(inspect(holder)).toBe("{ id: 1, list: [ 'x' ] }");
    expect(holder.constructor).toBe(Object);
    expect(String(holder)).toBe("[object Object]");
  });

  it("takes a copy of its fields: the object that they came in stays as it was", () => {
    const fields = { id: 1 };
    withMatched(fields, value);
    expect(Object.isFrozen(fields)).toBe(false);
    expect("matched" in fields).toBe(false);
  });
});
