import { describe, expect, it } from "vitest";
import {
  catalogue,
  createGuard,
  createScan,
  memoryQueue,
  type OutboundRequest,
  scanOutbound,
  scanText,
} from "../src/index.js";
import { detectorOf, sampleOf } from "./scan/support/samples.js";

const token = sampleOf(detectorOf("github-personal-access-token"), 1).value;
const request: OutboundRequest = { method: "POST", url: "https://api.example.com/", body: `note: ${token}` };

describe("where the defaults meet", () => {
  it("a scan looks for the whole catalogue, and for nothing else when it is given other detectors", () => {
    expect(scanOutbound(request).matched).toBe(token);
    expect(scanText(`note: ${token}`).matched).toBe(token);
    expect(scanOutbound(request, undefined, { detectors: [] })).toMatchObject({ verdict: "clear", findings: [] });
    expect(scanText(token, undefined, { detectors: [] }).verdict).toBe("clear");
  });

  it("a scan in pieces, a scan of the whole and the guard's agree", async () => {
    const scan = createScan({ method: request.method, url: request.url });
    scan.push(Buffer.from(request.body as string));
    const guard = createGuard();
    const [streamed, whole, guarded] = [scan.finish(), scanOutbound(request), (await guard.check(request)).result];
    expect(streamed).toEqual(whole);
    expect(guarded).toEqual(whole);
    await guard.close();
  });

  it("a guard without a queue denies a finding and forwards what is clear", async () => {
    const guard = createGuard();
    expect(await guard.check(request)).toMatchObject({ action: "deny", because: "unsupervised" });
    expect(await guard.check({ ...request, body: "words" })).toMatchObject({ action: "forward", because: "clear" });
    await guard.close();
  });

  it("a guard passes its scan options to the scan", async () => {
    const guard = createGuard({ detectors: [], queue: memoryQueue() });
    expect(await guard.check(request)).toMatchObject({ action: "forward" });
    await guard.close();
  });

  it("a scan twice over gives the same, and changes nothing that it was given", () => {
    const body = Buffer.from(`x ${token} y`);
    const copy = Buffer.from(body);
    const given = Object.freeze({ ...request, headers: Object.freeze([["x-a", token]] as [string, string][]), body });
    expect(scanOutbound(given)).toEqual(scanOutbound(given));
    expect(body.equals(copy)).toBe(true);
    expect(Object.isFrozen(catalogue)).toBe(true);
  });
});
