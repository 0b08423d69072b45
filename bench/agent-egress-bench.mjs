/**
 * Runs agent-egress-bench (https://github.com/luckyPipewrench/agent-egress-bench) against the built library, with default options.
 *
 *   npm run bench:egress -- PATH [--verbose]
 *
 * PATH is a checkout of that repository. Exit code: 0 when every URL, header and body case that is not about block lists or SSRF
 * ends as the corpus expects, 1 when one does not, 2 when there is nothing to run.
 */
import { scanOutbound } from "../dist/index.js";
import { readCases } from "./agent-egress-bench/cases.mjs";
import { requestsOf } from "./agent-egress-bench/requests.mjs";
import { scopeOf } from "./agent-egress-bench/scope.mjs";

const path = process.argv.slice(2).find((argument) => !argument.startsWith("--"));
const verbose = process.argv.includes("--verbose");
if (path === undefined) fail("Give the path of a checkout of luckyPipewrench/agent-egress-bench");

const results = readCases(path).map(judge);
if (results.length === 0) fail(`No cases below ${path}`);
const requests = results.filter(({ scope }) => scope.kind === "request");
const messages = results.filter(({ scope }) => scope.kind === "message");
print("URL, header and body cases (the target)", requests);
print("MCP calls, A2A messages and WebSocket frames, sent as bodies", messages);
printOutOfScope(results.filter(({ scope }) => scope.kind === "out"));
process.exitCode = requests.length > 0 && requests.every(({ asExpected }) => asExpected) ? 0 : 1;

function judge(entry) {
  const scope = scopeOf(entry);
  const scans = scope.kind === "out" ? [] : requestsOf(entry).map((request) => scanOutbound(request));
  const findings = scans.flatMap((scan) => scan.findings);
  const held = scans.some((scan) => scan.verdict === "hold");
  return { entry, scope, held, findings, asExpected: held === (entry.expected_verdict === "block") };
}

function print(title, list) {
  console.log(`\n${title}\n`);
  console.log(row("category", "contained", "false positives"));
  const categories = [...new Set(list.map(({ entry }) => entry.category))].sort();
  for (const category of categories)
    printRow(
      category,
      list.filter(({ entry }) => entry.category === category),
    );
  printRow("all", list);
  for (const { entry, held, findings, asExpected } of list) {
    if (asExpected && !verbose) continue;
    const why = findings.map(({ detector, location }) => `${detector} at ${location.surface} ${location.path}`);
    console.log(
      `  ${asExpected ? "as expected" : "DIFFERS"}: ${entry.id} ${held ? "held" : "clear"} ${why.join(", ")}`,
    );
  }
}

function printRow(name, list) {
  const blocks = list.filter(({ entry }) => entry.expected_verdict === "block");
  const allows = list.filter(({ entry }) => entry.expected_verdict === "allow");
  const heldOf = (some) => some.filter(({ held }) => held).length;
  console.log(row(name, `${heldOf(blocks)} of ${blocks.length}`, `${heldOf(allows)} of ${allows.length}`));
}

function row(...cells) {
  return `  ${cells.map((cell) => cell.padEnd(24)).join("")}`.trimEnd();
}

function printOutOfScope(list) {
  console.log("\nOut of scope, not run\n");
  const reasons = [...new Set(list.map(({ scope }) => scope.why))].sort();
  for (const why of reasons) {
    const ids = list.filter(({ scope }) => scope.why === why).map(({ entry }) => entry.id);
    console.log(`  ${ids.length} about ${why}\n    ${ids.join(" ")}`);
  }
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
