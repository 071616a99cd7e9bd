// Bundles a TypeScript entry with esbuild and runs the result.
//
// A bundle says in its first line what it was made from, and stays valid while that keeps its size and modification
// time: the sources, what npm installed, this file, the version of Node. It is one file, put in place by a rename, so
// that any number of processes may bundle and run at once.
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readSync, renameSync, rmSync } from "node:fs";
import { statSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { bundleOnly, leanCdktf } from "./bundle-plugins.mjs";
import { mapStack } from "./source-map.mjs";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

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

/** Identity of a file for the cache: a file that is gone has the identity "absent". */
function fingerprint(path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  return stat === undefined ? "absent" : `${stat.size}:${stat.mtimeMs}`;
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
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(longestHeader);
    return buffer.toString("utf8", 0, readSync(file, buffer)).split("\n", 1)[0];
  } finally {
    closeSync(file);
  }
}

/**
 * Bundles `entry` (a path from the project's root) unless its bundle is fresh.
 *
 * @param folder where bundles are kept
 * @returns the bundle's path
 */
export async function bundle(entry, folder = join(root, ".gen", "bundles")) {
  const output = join(folder, `${entry.replaceAll(/[\\/]/g, "+")}.mjs`);
  if (isFresh(output)) return output;
  if (!existsSync(join(root, entry))) throw entryMissing(entry);

  const started = Date.now() - clockTick;
  const { code, map, inputs } = await build(entry);
  const prints = [...inputs, ...commonInputs].map((path) => {
    // Written while it was being bundled: which version went in is not known, so the next run bundles again.
    const changedMeanwhile = (statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0) >= started;
    return [path, changedMeanwhile ? "changed meanwhile" : fingerprint(path)];
  });
  write(`${output}.map`, map);
  write(output, `// ${JSON.stringify({ node: process.version, inputs: prints })}\n${code}`);
  removeLeftovers(folder);
  return output;
}

async function build(entry) {
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
      sourcemap: "external",
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
  const [map, code] = ["bundle.mjs.map", "bundle.mjs"].map((name) =>
    result.outputFiles.find(({ path }) => path === join(root, name)),
  );
  const inputs = Object.keys(result.metafile.inputs).filter((path) => !path.startsWith("node_modules/"));
  return { code: code.text, map: map.text, inputs };
}

function write(path, content) {
  const scratch = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(scratch, content);
    renameSync(scratch, path);
  } catch (error) {
    rmSync(scratch, { force: true });
    throw notWritable(relative(process.cwd(), path), error.code);
  }
}

/** Removes bundles of entries that are gone, and what killed processes left. */
function removeLeftovers(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const entry = name.replace(/\.mjs(\.map)?$/, "").replaceAll("+", "/");
    const isLeftover = name.endsWith(".tmp")
      ? Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) > abandonedAfter
      : !existsSync(join(root, entry));
    if (isLeftover) rmSync(path, { force: true });
  }
}

/** Runs the `main(argv)` of an entry and sets the exit code to what it returns. */
export async function runEntry(entry, argv) {
  process.on("uncaughtException", fail);
  try {
    const { main } = await import(pathToFileURL(await bundle(entry)).href);
    process.exitCode = await main(argv);
  } catch (error) {
    fail(error);
  }
}

/** An error of the loader is a message; any other is a defect, and its stack names the sources instead of the bundle. */
function fail(error) {
  const text = error instanceof LoaderError ? error.message : mapStack(error?.stack ?? String(error), root);
  process.stderr.write(`${text}\n`, () => process.exit(error instanceof LoaderError ? error.exitCode : 1));
}
