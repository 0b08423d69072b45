import { describe, expect, it } from "vitest";
import { createGuard, scanOutbound } from "../../src/index.js";

const pdf = Buffer.from("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj << /Length 3 >> stream\nabc\nendstream", "latin1");
const post = (body: Uint8Array) => ({ method: "POST", url: "https://files.example/", body });

describe("opaqueTypes", () => {
  it("holds a container that cannot be read when its type is not listed", () => {
    const { findings } = scanOutbound(post(pdf));
    expect(findings).toMatchObject([{ kind: "uninspectable", detector: "archive", approvable: true }]);
  });

  it("lets a listed type pass, and says so", () => {
    const result = scanOutbound(post(pdf), [], { opaqueTypes: ["application/PDF"] });
    expect(result.verdict).toBe("clear");
    expect(result.unread).toMatchObject([{ type: "application/pdf", location: { surface: "body" } }]);
  });

  it("goes by the bytes, not by what the request says of them", () => {
    const request = { ...post(pdf), headers: { "content-type": "application/zip" } };
    expect(scanOutbound(request, [], { opaqueTypes: ["application/zip"] }).verdict).toBe("hold");
  });

  it("still scans the raw bytes of a listed type", () => {
    const token = ["ghp", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"].join("_");
    const result = scanOutbound(post(Buffer.concat([pdf, Buffer.from(`\n${token}\n`)])), [], {
      opaqueTypes: ["application/pdf"],
    });
    expect(result.matched).toBe(token);
  });

  it("reaches the guard", async () => {
    const guard = createGuard({ opaqueTypes: ["application/pdf"] });
    expect(await guard.check(post(pdf))).toMatchObject({ action: "forward", because: "clear" });
    await guard.close();
  });

  it.each([["pdf"], [["pdf"]], [[1]]])("refuses %j, which is no list of media types", (opaqueTypes) => {
    expect(() => scanOutbound(post(pdf), [], { opaqueTypes: opaqueTypes as string[] })).toThrow(/media types/);
  });
});
