// Bundles a TypeScript entry with esbuild and runs the result.
//
// A bundle stays valid while every source it was made from keeps its size and modification time, and esbuild, Node and
// the lock file are the same. Dependencies are left outside the bundle.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const bundles = join(root, ".gen", "bundles");

/** Identity of a file for the cache: a file that is gone has the identity "absent". */
function fingerprint(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? "absent" : `${stat.size}:${stat.mtimeMs}`;
}

function isFresh(record, bundle) {
  if (!existsSync(record) || !existsSync(bundle)) return false;
  try {
    const { node, inputs } = JSON.parse(readFileSync(record, "utf8"));
    return node === process.version && inputs.every(([path, print]) => fingerprint(join(root, path)) === print);
  } catch {
    return false; // a torn record is made anew
  }
}

/** Bundles `entry` (a path from the project's root) unless the bundle is fresh; returns the bundle's path. */
export async function bundle(entry) {
  const key = entry.replaceAll(/[^A-Za-z0-9]+/g, "-");
  const output = join(bundles, `${key}.mjs`);
  const record = join(bundles, `${key}.json`);
  if (isFresh(record, output)) return output;

  const { build } = await import("esbuild");
  mkdirSync(bundles, { recursive: true });
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    plugins: [bundleOnly(/^(cdktf|@cdktf\/provider-aws|constructs)($|\/)/)],
    // CDKTF's packages are CommonJS and require Node's modules at run time.
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
    sourcemap: "inline",
    sourcesContent: false,
    logLevel: "silent",
    metafile: true,
    write: false,
  });
  const inputs = [...Object.keys(result.metafile.inputs), "package-lock.json", "ops/bundle.mjs"]
    .filter((path) => !path.startsWith("node_modules/"))
    .map((path) => [path, fingerprint(join(root, path))]);
  const code = result.outputFiles[0].contents;
  writeAtomically(output, code);
  writeAtomically(record, JSON.stringify({ node: process.version, inputs }));
  return output;
}

/**
 * Bundles the packages that match and leaves every other one outside. CDKTF's are bundled because they are thousands of
 * small files, of which a synthesis needs a few.
 */
function bundleOnly(included) {
  return {
    name: "bundle-only",
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, ({ path, kind, importer }) =>
        kind === "entry-point" || importer.includes("node_modules") || included.test(path)
          ? undefined
          : { path, external: true },
      );
    },
  };
}

function writeAtomically(path, content) {
  const scratch = `${path}.${process.pid}.${createHash("sha1").update(path).digest("hex").slice(0, 6)}`;
  writeFileSync(scratch, content);
  renameSync(scratch, path);
}

/** Runs the `main(argv)` of an entry and sets the exit code to what it returns. */
export async function runEntry(entry, argv) {
  const { main } = await import(pathToFileURL(await bundle(entry)).href);
  process.exitCode = await main(argv);
}
