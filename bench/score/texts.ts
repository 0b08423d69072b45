import { type Dirent, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Bytes of one file that are read, and of one folder's files together. */
const MOST_OF_FILE = 256 * 1024;

/** Suffixes of what is no text, and of what holds texts that are made for tests of such scans. */
const NOT_READ = /\.(?:node|gz|br|zst|zip|png|jpe?g|gif|ico|woff2?|ttf|so|a|o|pyc|wasm|map|db|xz|bz2)$/i;

export interface RealText {
  readonly path: string;
  readonly bytes: Buffer;
}

/** Files below `folder`, spread over all of it: every so many of them, until `most` bytes are read. */
export function* textsBelow(folder: string, most: number): Generator<RealText> {
  const files = [...filesBelow(folder)].filter(({ name }) => !NOT_READ.test(name));
  const total = files.reduce((bytes, { size }) => bytes + Math.min(size, MOST_OF_FILE), 0);
  const share = Math.min(1, most / Math.max(1, total));
  let owed = 0;
  for (const { name, size } of files) {
    owed += Math.min(size, MOST_OF_FILE) * share;
    if (owed < Math.min(size, MOST_OF_FILE)) continue;
    owed -= Math.min(size, MOST_OF_FILE);
    yield { path: name, bytes: readFileSync(name).subarray(0, MOST_OF_FILE) };
  }
}

function* filesBelow(folder: string): Generator<{ readonly name: string; readonly size: number }> {
  for (const entry of entriesOf(folder)) {
    const name = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== ".cache") yield* filesBelow(name);
    else if (entry.isFile()) yield { name, size: statSync(name).size };
  }
}

/** What cannot be read is left out: the score is about texts. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
