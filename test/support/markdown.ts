/** Reads the project's Markdown: pages, links, headings, code. */

import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { repository } from "./source.js";

export interface Page {
  /** From the repository's root. */
  readonly path: string;
  readonly text: string;
}

/** README.md and its neighbours, and everything under docs/. */
export function pages(): Page[] {
  const root = readdirSync(repository).filter((name) => name.endsWith(".md"));
  const docs = readdirSync(`${repository}docs`, { recursive: true, encoding: "utf8" })
    .map((name) => `docs/${name.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".md"));
  return [...root, ...docs].sort().map((path) => ({ path, text: readFileSync(`${repository}${path}`, "utf8") }));
}

export interface Link {
  /** From the repository's root; the page itself for "#part". */
  readonly target: string;
  /** Without "#"; undefined for the whole page. */
  readonly part: string | undefined;
}

/** Links to files of the repository: those without a scheme, outside code. */
export function linksOf(page: Page): Link[] {
  return [...withoutCode(page.text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1] ?? "")
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => {
      const [file = "", part] = link.split("#");
      return { target: file === "" ? page.path : posix.join(posix.dirname(page.path), file), part };
    });
}

/** The parts that "#…" can lead to, as code hosts name them: lower case, hyphens for blanks, no punctuation. */
export function partsOf(page: Page): string[] {
  return [...withoutFences(page.text).matchAll(/^#+ (.+)$/gm)].map((match) =>
    (match[1] ?? "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** The fenced blocks of one language. */
export function codeBlocks(page: Page, language: string): string[] {
  return [...page.text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)]
    .filter((match) => match[1] === language)
    .map((match) => match[2] ?? "");
}

function withoutFences(text: string): string {
  return text.replace(/^```[\s\S]*?^```$/gm, "");
}

function withoutCode(text: string): string {
  return withoutFences(text).replace(/`[^`\n]*`/g, "");
}
