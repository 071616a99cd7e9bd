// Bundles a TypeScript entry with esbuild and runs the result.
//
// A bundle says in its first line what it was made from, and stays valid while that keeps its size and modification
// time: the sources, what npm installed, this file, the version of Node. It is one file, put in place by a rename, so
// that any number of processes may bundle and run at once.
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { bundleOnly, leanCdktf } from "./bundle-plugins.mjs";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const bundles = join(root, ".gen", "bundles");

/** Beside the sources of an entry. `.package-lock.json` is rewritten by every `npm install` and `npm ci`. */
const commonInputs = ["node_modules/.package-lock.json", "tsconfig.json", "ops/bundle.mjs", "ops/bundle-plugins.mjs"];
/** Longest first line that is read; the app's has about 5 kB. */
const longestHeader = 262_144;
/** Coarsest clock of a file system's modification times, milliseconds. */
const clockTick = 10;
/** Age at which a file that was never put in place was left behind by a killed process, milliseconds. */
const abandonedAfter = 60_000;

/** Something the user can mend: shown as its message alone. */
class LoaderError extends Error {
  constructor(message, exitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}

const entryMissing = (entry) => new LoaderError(`${entry} was not found in ${root}.`, 2);
const notInstalled = () => new LoaderError("The dependencies are not installed. Run `npm ci`.", 2);
const notBundled = (problems) => new LoaderError(problems, 1);
const notWritable = (path, cause) =>
  new LoaderError(
    `${path} cannot be written (${cause}). The bundled program is kept there: make it writable, and see that the disk is not full.`,
    2,
  );

/**
 * Identity of a file for the cache. One that was written since the bundling started gets none: which version went in is
 * not known, so the next run bundles again.
 */
function fingerprint(path, started = Infinity) {
  const stat = fs.statSync(join(root, path), { throwIfNoEntry: false });
  if (stat === undefined) return "absent";
  return stat.mtimeMs < started ? `${stat.size}:${stat.mtimeMs}` : "changed meanwhile";
}

function isFresh(output) {
  try {
    const { node, inputs } = JSON.parse(firstLine(output).slice("// ".length));
    return node === process.version && inputs.every(([path, print]) => fingerprint(path) === print);
  } catch {
    return false; // none there, or not one of ours: it is made anew
  }
}

function firstLine(path) {
  const file = fs.openSync(path, "r");
  try {
    const buffer = Buffer.alloc(longestHeader);
    return buffer.toString("utf8", 0, fs.readSync(file, buffer)).split("\n", 1)[0];
  } finally {
    fs.closeSync(file);
  }
}

export function bundlePath(entry) {
  return join(bundles, `${entry.replaceAll("/", "+")}.mjs`);
}

/** Bundles `entry` (a path from the project's root) unless its bundle is fresh; returns the bundle's path. */
export async function bundle(entry) {
  const output = bundlePath(entry);
  if (isFresh(output)) return output;
  if (!fs.existsSync(join(root, entry))) throw entryMissing(entry);

  const started = Date.now() - clockTick;
  const { code, inputs } = await build(entry);
  const prints = [...inputs, ...commonInputs].map((path) => [path, fingerprint(path, started)]);
  write(output, `// ${JSON.stringify({ node: process.version, inputs: prints })}\n${code}`);
  removeLeftovers();
  return output;
}

/** Bundles `entry` in memory; the map is made when asked for: it takes a fifth of the time and is needed on a crash only. */
export async function build(entry, { withMap = false } = {}) {
  const esbuild = await import("esbuild").catch(() => {
    throw notInstalled();
  });
  const result = await esbuild
    .build({
      absWorkingDir: root,
      entryPoints: [entry],
      outfile: "bundle.mjs",
      bundle: true,
      platform: "node",
      target: "node20",
      format: "esm",
      plugins: [bundleOnly(/^(cdktf|@cdktf\/provider-aws|constructs)($|\/)/), leanCdktf],
      // CDKTF's packages are CommonJS and require Node's modules at run time.
      banner: {
        js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
      },
      sourcemap: withMap ? "external" : false,
      sourcesContent: false,
      logLevel: "silent",
      metafile: true,
      write: false,
    })
    .catch(async ({ errors, message }) => {
      throw notBundled(
        errors === undefined ? message : (await esbuild.formatMessages(errors, { kind: "error" })).join("").trimEnd(),
      );
    });
  const output = (extension) => result.outputFiles.find(({ path }) => path.endsWith(extension))?.text;
  const inputs = Object.keys(result.metafile.inputs).filter((path) => !path.includes("node_modules/"));
  return { code: output(".mjs"), map: output(".map"), inputs };
}

function write(path, content) {
  const scratch = `${path}.${process.pid}.tmp`;
  try {
    fs.mkdirSync(dirname(path), { recursive: true });
    fs.writeFileSync(scratch, content);
    fs.renameSync(scratch, path);
  } catch (error) {
    throw notWritable(relative(process.cwd(), path), error.code);
  }
}

/** Removes bundles of entries that are gone, and what killed processes left. */
function removeLeftovers() {
  for (const name of fs.readdirSync(bundles)) {
    const path = join(bundles, name);
    const entry = name.replace(/\.mjs$/, "").replaceAll("+", "/");
    const isLeftover = name.endsWith(".tmp")
      ? Date.now() - (fs.statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) > abandonedAfter
      : !fs.existsSync(join(root, entry));
    if (isLeftover) fs.rmSync(path, { force: true });
  }
}

/** Runs the `main(argv)` of an entry and sets the exit code to what it returns. */
export async function runEntry(entry, argv) {
  const fail = (error) => {
    const [text, exitCode] =
      error instanceof LoaderError ? [error.message, error.exitCode] : [describe(error, entry), 1];
    process.stderr.write(`${text}\n`, () => process.exit(exitCode));
  };
  process.on("uncaughtException", fail);
  try {
    const { main } = await import(pathToFileURL(await bundle(entry)).href);
    process.exitCode = await main(argv);
  } catch (error) {
    fail(error);
  }
}

/** A defect: its stack, in places of the sources where they can be found. */
function describe(error, entry) {
  const stack = inspect(error);
  const mapped = spawnSync(process.execPath, [join(root, "ops", "map-stack.mjs"), entry], { input: stack });
  return mapped.status === 0 ? mapped.stdout.toString() : stack;
}
