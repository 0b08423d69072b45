/**
 * Compiles kernel.c to WebAssembly with SIMD and writes it into binary.ts. Needs clang and wasm-ld (LLVM 14 or later).
 *
 *   node src/views/kernel/build.mjs            writes binary.ts
 *   node src/views/kernel/build.mjs --print    prints what would be written
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const COMPILE = [
  "--target=wasm32",
  "-msimd128",
  "-mbulk-memory",
  "-O3",
  "-fno-vectorize",
  "-fno-slp-vectorize",
  "-Wall",
  "-c",
];
const LINK = [
  "--no-entry",
  "--import-memory",
  "--initial-memory=1048576",
  "-z",
  "stack-size=4096",
  "--export=__heap_base",
  "--strip-all",
];
const LINE = 115;

const folder = fileURLToPath(new URL(".", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "kernel-"));
try {
  const output = join(scratch, "kernel.wasm");
  const object = join(scratch, "kernel.o");
  execFileSync("clang", [...COMPILE, "-o", object, join(folder, "kernel.c")], { stdio: "inherit" });
  execFileSync("wasm-ld", [...LINK, "-o", output, object], { stdio: "inherit" });
  const lines = readFileSync(output)
    .toString("base64")
    .match(new RegExp(`.{1,${LINE}}`, "g"))
    .map((line) => `  "${line}",`);
  const source = [
    "/**",
    " * kernel.c compiled to WebAssembly, in base64. Written by build.mjs: do not edit.",
    ` * Compiled by ${execFileSync("clang", ["--version"], { encoding: "utf8" }).split("\n")[0]}.`,
    " */",
    "export const BINARY: readonly string[] = [",
    ...lines,
    "];",
    "",
  ].join("\n");
  if (process.argv.includes("--print")) process.stdout.write(source);
  else writeFileSync(join(folder, "binary.ts"), source);
} finally {
  rmSync(scratch, { recursive: true });
}
