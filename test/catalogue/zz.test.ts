import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { test } from "vitest";
import { catalogue } from "../../src/catalogue/index.js";
import { defineDetector, scanOutbound, scanText } from "../../src/index.js";

test("define", () => {
  let n = 0;
  for (const d of catalogue) {
    try {
      defineDetector(d);
    } catch (e) {
      n++;
      console.log(
        String((e as Error).message).slice(0, 200),
        (() => {
          const m = /(examples|counterExamples)\[(\d+)\]/.exec((e as Error).message);
          return m ? JSON.stringify((d as any)[m[1]!][+m[2]!]).slice(0, 200) : "";
        })(),
      );
    }
  }
  console.log("define failures", n);
}, 600000);
test("traffic", () => {
  const rows = gunzipSync(readFileSync("/work/shared/traffic/requests.jsonl.gz"))
    .toString()
    .trim()
    .split("\n")
    .map((l) => JSON.parse(l));
  const t0 = Date.now();
  let req = 0;
  const c: Record<string, number> = {};
  let bytes = 0;
  for (const r of rows) {
    const body = r.body ?? (r.bodyBase64 ? Buffer.from(r.bodyBase64, "base64") : null);
    bytes += body?.length ?? 0;
    const res = scanOutbound({ method: r.method, url: r.url, headers: r.headers, body });
    if (res.verdict === "hold") {
      req++;
      for (const f of res.findings) {
        const k = `${f.kind}:${f.detector}`;
        c[k] = (c[k] ?? 0) + 1;
        if ((c[k] ?? 0) <= 4)
          console.log(
            r.id,
            r.source,
            k,
            f.confidence,
            f.location.path,
            f.location.decoded.join(">"),
            f.matched.slice(0, 80),
          );
      }
    }
  }
  console.log("held", req, "of", rows.length, JSON.stringify(c), Date.now() - t0, "ms", bytes);
}, 600000);
test("cross", () => {
  // which detector is reported for each example
  const out: string[] = [];
  let miss = 0;
  for (const d of catalogue)
    for (const e of d.examples) {
      const ids = scanText(e, undefined, { minConfidence: "low" })
        .findings.filter((f) => f.kind === "secret")
        .map((f) => f.detector);
      if (!ids.includes(d.id)) {
        miss++;
        out.push(`${d.id} -> ${ids.join(",") || "NOTHING"} :: ${e.slice(0, 90)}`);
      } else if (ids.length > 1) out.push(`${d.id} => also ${ids.filter((i) => i !== d.id).join(",")}`);
    }
  console.log(out.join("\n"), "\nmisses", miss);
}, 600000);
