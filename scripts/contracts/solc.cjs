// Solidity's compiler from npm (WebAssembly), behind the part of solc's command line that py-solc-x, Brownie and forge use:
// `--version`, and `--standard-json` with the input as a file or on standard input. Paths given by options are not needed: callers send
// their sources' text. What is left to
// find are imports of npm packages, of our own files, and absolute paths that a caller's remapping made of either.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const root = path.resolve(__dirname, "../..");
const modules = path.join(root, ".qc/npm/node_modules");
const solc = require(path.join(modules, "solc"));

function find(unit) {
  for (const file of [path.join(modules, unit), path.resolve(root, unit)]) {
    if (fs.existsSync(file)) return { contents: fs.readFileSync(file, "utf8") };
  }
  return { error: `File not found: ${unit}` };
}

const [mode, ...rest] = process.argv.slice(2);
if (mode === "--version") {
  process.stdout.write(`solc, the solidity compiler commandline interface\nVersion: ${solc.version()}\n`);
} else if (process.argv.includes("--standard-json")) {
  // Options that take a value; whatever else doesn't start with a dash is the input file.
  const valued = ["--allow-paths", "--base-path", "--include-path"];
  const args = [mode, ...rest];
  const file = args.find((argument, index) => !argument.startsWith("-") && !valued.includes(args[index - 1]));
  process.stdout.write(solc.compile(fs.readFileSync(file ?? 0, "utf8"), { import: find }) + "\n");
} else {
  process.stderr.write("usage: solc --version | solc --standard-json [FILE]\n");
  process.exitCode = 1;
}
