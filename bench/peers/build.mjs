/** Builds the peers from the packages that carry them: Hyperscan from apt, the Go scanners as modules. Nothing of theirs is kept here. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const CACHE = fileURLToPath(new URL("../../node_modules/.cache/peers/", import.meta.url));
const source = (name) => fileURLToPath(new URL(name, import.meta.url));

/** The Go scanners whose detector has this interface: `detect.NewDetectorDefaultConfig()`, `DetectString(text)`. */
export const GO_PEERS = {
  gitleaks: { module: "github.com/zricethezav/gitleaks/v8", version: "v8.30.1" },
  betterleaks: { module: "github.com/betterleaks/betterleaks", version: "v1.7.0" },
};

function run(command, args, cwd = CACHE) {
  return execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 26 });
}

/** The header of apt's libhyperscan-dev, the library with it; installed when they are missing. */
function needHyperscan() {
  try {
    run("sh", ["-c", "echo '#include <hs/hs.h>' | cc -E -x c - -o /dev/null"]);
  } catch {
    run("sh", ["-c", "apt-get -qq update && apt-get -qq install --yes --no-install-recommends libhyperscan-dev"]);
  }
}

export function buildHyperscan() {
  mkdirSync(CACHE, { recursive: true });
  needHyperscan();
  run("cc", ["-O3", "-march=native", source("hyperscan.c"), "-lhs", "-o", "hyperscan"]);
  return join(CACHE, "hyperscan");
}

/** `checkout`: a directory with the module's source, in place of what the module proxy has. */
export function buildGoPeer(name, checkout) {
  const { module, version } = GO_PEERS[name];
  const directory = join(CACHE, name);
  mkdirSync(directory, { recursive: true });
  const program = readFileSync(source("leaks.go"), "utf8").replace("DETECT", `${module}/detect`);
  writeFileSync(join(directory, "main.go"), program);
  writeFileSync(join(directory, "go.mod"), "module peer\n\ngo 1.25\n");
  const pin = checkout
    ? [`-require=${module}@v0.0.0`, `-replace=${module}=${checkout}`]
    : [`-require=${module}@${version}`];
  run("go", ["mod", "edit", ...pin], directory);
  run("go", ["mod", "tidy"], directory);
  run("go", ["build", "-o", name, "."], directory);
  return join(directory, name);
}

export const cachePath = (name) => join(CACHE, name);
export const measureWith = (program, args) => JSON.parse(run(program, args));
export const linesOf = (program, args) => run(program, args);
