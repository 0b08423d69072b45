/** Keeps the documents true: links, examples, generated pages, tables that repeat what the code says. Examples run from dist/. */

import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deny } from "../src/approval/messages.js";
import { commands } from "../src/cli/commands/index.js";
import { EXIT_CODES } from "../src/cli/exit-codes.js";
import { buildTokenAllowPayload, catalogue, scanOutbound } from "../src/index.js";
import { METRICS } from "../src/telemetry/metrics.js";
import { prometheusName } from "../src/telemetry/prometheus.js";
import type { DenyCause } from "../src/types.js";
import { decoders } from "../src/views/index.js";
import { run } from "./package/project.js";
import { codeBlocks, linksOf, type Page, pages, partsOf } from "./support/markdown.js";
import { nodes, repository, sourceFiles } from "./support/source.js";

const all = pages();
const byPath = new Map(all.map((page) => [page.path, page]));

function page(path: string): Page {
  return byPath.get(path) ?? { path, text: "" };
}

describe("links", () => {
  it("lead to a file, and to a heading where they name one", async () => {
    const broken: string[] = [];
    for (const from of all) {
      for (const { target, part } of linksOf(from)) {
        const to = byPath.get(target);
        const exists = to !== undefined || ts.sys.fileExists(join(repository, target));
        if (!exists || (part !== undefined && !(to && partsOf(to).includes(part)))) {
          broken.push(`${from.path}: ${target}${part === undefined ? "" : `#${part}`}`);
        }
      }
    }
    expect(broken).toEqual([]);
  });

  it("reach every page under docs/ from the README", () => {
    const reached = new Set(["README.md"]);
    for (const path of reached) for (const { target } of linksOf(page(path))) reached.add(target);
    expect(all.map(({ path }) => path).filter((path) => path.startsWith("docs/") && !reached.has(path))).toEqual([]);
  });
});

describe("the examples of the README and of the pages that teach", () => {
  const blocks = ["README.md", "docs/catalogue.md", "docs/detectors.md"].flatMap((path) =>
    codeBlocks(page(path), "ts"),
  );
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "outbound-dlp-readme-"));
    await mkdir(join(directory, "node_modules"));
    await symlink(repository, join(directory, "node_modules/outbound-dlp"));
    for (const name of ["@types", "undici-types", "mockttp", "fast-check", "pure-rand"]) {
      await symlink(join(repository, "node_modules", name), join(directory, "node_modules", name));
    }
    const compilerOptions = { module: "NodeNext", target: "ES2022", strict: true, noEmit: true, types: ["node"] };
    await writeFile(join(directory, "package.json"), JSON.stringify({ type: "module" }));
    await writeFile(join(directory, "tsconfig.json"), JSON.stringify({ compilerOptions }));
    await Promise.all(
      blocks.map(async (block, index) => {
        const module = ts.transpileModule(block, {
          compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
        });
        await writeFile(join(directory, `example${index}.ts`), `${block}\nexport {};\n`);
        await writeFile(join(directory, `run${index}.mjs`), module.outputText);
      }),
    );
  });

  afterAll(() => rm(directory, { recursive: true, force: true, maxRetries: 10 }));

  it("type-check in a strict project", async () => {
    const { stdout } = await run(
      process.execPath,
      [join(repository, "node_modules/typescript/bin/tsc"), "-p", "."],
      directory,
    );
    expect(stdout).toBe("");
  }, 120_000);

  it.each(blocks.map((block, index) => [index, block] as const))(
    "number %i prints what it says",
    async (index, block) => {
      const { stdout, stderr, code } = await run(process.execPath, [`run${index}.mjs`], directory);
      expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
      const printed = stdout.split("\n").filter((line) => line !== "");
      const promised = [...block.matchAll(/^ *console\.log\(.*\); \/\/ (.*)$/gm)].map((match) => match[1]);
      expect(printed).toEqual(promised);
    },
  );

  it("the report is the one that a supervisor sees", () => {
    const token = /\["ghp", "(\w+)"\]/.exec(page("README.md").text)?.[1];
    const request = {
      method: "POST",
      url: "https://notes.example/api",
      body: JSON.stringify({ note: `use ghp_${token}` }),
    };
    const [finding] = scanOutbound(request).findings;
    const { text, fingerprint } = buildTokenAllowPayload(request, finding!);
    const shown = /<!-- report -->\n```\n([\s\S]*?)\n```/.exec(page("README.md").text)?.[1];
    expect(shown?.replace(/(?:[0-9a-f]{4}:){3}[0-9a-f]{4}/, fingerprint)).toBe(text);
  });
});

describe("generated pages", () => {
  it("docs/reference/cli.md is what the executable says of itself", async () => {
    const helps: string[] = [];
    for (const entry of commands) {
      const { command } = await entry.load();
      helps.push(`## ${command.name}\n\n${command.summary}.\n\n\`\`\`text\n${command.usage.trim()}\n\`\`\`\n`);
    }
    const codes = EXIT_CODES.map(({ code, meaning }) => `| ${code} | ${meaning} |`).join("\n");
    await expect(
      [
        "# Commands\n",
        "Generated from the commands themselves: `npx vitest run test/docs.test.ts -u`.\n",
        "`outbound-dlp COMMAND [ARGUMENTS]`, or `npx outbound-dlp COMMAND` where it is installed in a project alone. Environment: [Configuration](configuration.md#environment).\n",
        "## Exit codes\n",
        `| code | meaning |\n|---|---|\n${codes}\n| 128 + N | ended by signal N |\n`,
        ...helps,
      ].join("\n"),
    ).toMatchFileSnapshot("../docs/reference/cli.md");
  });

  it("docs/reference/detectors.md lists the catalogue", async () => {
    const rows = catalogue.map(({ id, title, service, confidence, context, verify }) => {
      const plain = confidence ?? (context === undefined ? "high" : "medium");
      return `| \`${id}\` | ${title} | ${service} | ${plain} | ${verify ? "yes" : ""} | ${context ? "yes" : ""} |`;
    });
    await expect(
      [
        "# Detectors\n",
        "Generated from the catalogue: `npx vitest run test/docs.test.ts -u`.\n",
        `${catalogue.length} formats. *Proof*: a checksum or structure is checked offline; where it holds the finding is \`verified\`, where it does not, \`medium\`.`,
        "*Context*: found only where a telling word stands near it, or in the name that it is the value of. Where two match the same text, the first listed is reported.\n",
        "| id | what | service | confidence | proof | context |",
        "|---|---|---|---|---|---|",
        ...rows,
        "",
      ].join("\n"),
    ).toMatchFileSnapshot("../docs/reference/detectors.md");
  });
});

describe("docs/reference/issuers.md", () => {
  it("lists who takes which credential, and where", async () => {
    const rows = new Map<string, Set<string>>();
    for (const { service, issuer } of catalogue) {
      if (issuer === undefined || issuer.carriers.length === 0) continue;
      const carriers = issuer.carriers.map((carrier) => `\`${carrier}\``).join(", ");
      const hosts = issuer.hosts.map((host) => `\`${host}\``).join(", ");
      rows.set(service, (rows.get(service) ?? new Set()).add(`| \`${service}\` | ${hosts} | ${carriers} |`));
    }
    const services = [...rows.keys()].sort();
    await expect(
      [
        "# Issuers\n",
        "Generated from the catalogue: `npx vitest run test/docs.test.ts -u`.\n",
        `${services.length} services of which the vendor's documents say where they take their credential. With \`--trust-issuer\`, such a credential, in such a`,
        "carrier, over https to such a host is not asked about: [issuer traffic](configuration.md#issuer-traffic). *Service* is the name that `issuerHosts` takes.\n",
        "| service | hosts | carriers |",
        "|---|---|---|",
        ...services.flatMap((service) => [...rows.get(service)!]),
        "",
      ].join("\n"),
    ).toMatchFileSnapshot("../docs/reference/issuers.md");
  });
});

/** The names of an interface's own members, as src/types.ts declares them. */
function membersOf(name: string): string[] {
  const types = sourceFiles().find(({ path }) => path === "src/types.ts")!;
  for (const node of nodes(types.tree)) {
    if (ts.isInterfaceDeclaration(node) && node.name.text === name) {
      return node.members.map((member) => member.name?.getText() ?? "");
    }
  }
  throw new Error(`src/types.ts has no interface ${name}`);
}

describe("reference tables", () => {
  const causes: Record<DenyCause, true> = {
    rejected: true,
    timeout: true,
    "malformed-answer": true,
    unsupervised: true,
    "queue-failed": true,
    overloaded: true,
    "denied-before": true,
    uninspectable: true,
    cancelled: true,
    "scan-failed": true,
    closed: true,
  };

  it.each(Object.keys(causes) as DenyCause[])(
    "%s stands in the fail-closed table, and with its message among the denials",
    (cause) => {
      expect(page("docs/prds/0001-egress-token-allow.md").text).toContain(`| \`${cause}\` |`);
      expect(page("docs/reference/errors.md").text).toContain(`| \`${cause}\` | ${deny(cause).message} |`);
    },
  );

  it.each(["GuardOptions", "ScanOptions", "ScanLimits", "HoldLimits", "CheckCall"])(
    "every member of %s stands in the configuration page",
    (name) => {
      const text = page("docs/reference/configuration.md").text;
      expect(membersOf(name).filter((member) => !text.includes(`| \`${member}\` |`))).toEqual([]);
    },
  );

  it("every error class stands in the errors page with its code", () => {
    const errors = sourceFiles().find(({ path }) => path === "src/errors.ts")!;
    const pairs = [...errors.text.matchAll(/class (\w+) extends OutboundDlpError[\s\S]*?super\("(\w+)"/g)];
    expect(pairs.length).toBeGreaterThan(0);
    for (const [, name, code] of pairs) {
      expect(page("docs/reference/errors.md").text).toContain(`| \`${name}\` | \`${code}\` |`);
    }
  });

  it("every channel and every metric stands in the telemetry page", () => {
    const { text } = page("docs/reference/telemetry.md");
    const channels = sourceFiles().find(({ path }) => path === "src/channels.ts")!;
    const names = [...channels.text.matchAll(/readonly "(outbound-dlp:\w+)"/g)].map((match) => `| \`${match[1]}\` |`);
    const rows = Object.values(METRICS).map((metric) => {
      const labels = metric.labels.map((label) => `\`${label}\``).join(", ");
      const cells = [`\`${metric.name}\``, `\`${prometheusName(metric)}\``, labels, metric.description];
      return `| ${cells.join(" | ")} |`.replace("|  |", "| |");
    });
    expect(names).toHaveLength(5);
    expect([...names, ...rows].filter((row) => !text.includes(row))).toEqual([]);
  });

  it("every decoder stands in the scanning page", () => {
    const { text } = page("docs/reference/scanning.md");
    expect(decoders.map(({ name }) => name).filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });

  it("everything that a scan can call uninspectable stands in the scanning page", () => {
    const named = sourceFiles().flatMap(({ text }) => [...text.matchAll(/(?:what: |uninspectable\()"([a-z-]+)"/g)]);
    expect(named.length).toBeGreaterThan(5);
    const { text } = page("docs/reference/scanning.md");
    expect(named.map((match) => match[1] ?? "").filter((name) => !text.includes(`| \`${name}\` |`))).toEqual([]);
  });
});
