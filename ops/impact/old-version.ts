/** Another version of the project in a folder of its own, in which the app can be run. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { git, gitWith } from "../git";

/** What people edit: path below the project's folder -> text. */
export type DataFiles = ReadonlyMap<string, string>;

const manifest = "services.json";
const environments = "environments";

/** Whether the app reads the file as data, whatever its code is. */
export const isData = (path: string) => path === manifest || path.startsWith(`${environments}/`);

/** Nothing of it goes into the stacks. */
const apart =
  /^(docs|bench|jenkins|local|__tests__|\.[^/]*)(\/|$)|^(Makefile|scan-exceptions\.(schema\.)?json|services\.schema\.json)$|\.md$/;

/** Whether what is synthesized may depend on the file, other than as data. */
export const isCode = (path: string) => !isData(path) && !apart.test(path);

/** The data files as a commit has them. */
export async function dataFilesAt(root: string, commit: string): Promise<DataFiles> {
  const tree = await treeOf(root, commit);
  const listed = await git(
    root,
    "ls-tree",
    "-r",
    "--full-tree",
    "--name-only",
    "-z",
    tree,
    "--",
    manifest,
    `${environments}/`,
  );
  const paths = listed.split("\0").filter((path) => path !== "" && isData(path));
  const texts = await Promise.all(paths.map((path) => git(root, "cat-file", "blob", `${tree}:${path}`)));
  return new Map(paths.map((path, index) => [path, texts[index] ?? ""]));
}

/** The project as it is, but for its data: everything else is linked. */
export function withData(root: string, files: DataFiles, folder: string): string {
  const left = new Set([manifest, environments, ".gen", "cdktf.out", ".git"]);
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(root)) if (!left.has(name)) symlinkSync(join(root, name), join(folder, name));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const keptCheckouts = 3;

/**
 * The project as a commit has it, with the packages that are installed now. It is kept, with what the app makes of itself,
 * for the next time.
 *
 * @param kept folder of all checkouts
 */
export async function checkOut(root: string, commit: string, kept: string): Promise<string> {
  const folder = join(kept, commit);
  if (!existsSync(folder)) {
    const draft = join(kept, `.${commit}.${process.pid}`);
    const index = `${draft}.index`;
    mkdirSync(draft, { recursive: true });
    try {
      const variables = { GIT_INDEX_FILE: index };
      await gitWith(variables, root, "read-tree", await treeOf(root, commit));
      await gitWith(variables, root, "checkout-index", "--all", `--prefix=${draft}/`);
      const packages = join(root, "node_modules");
      if (existsSync(packages) && !existsSync(join(draft, "node_modules")))
        symlinkSync(packages, join(draft, "node_modules"));
      moveInPlace(draft, folder);
    } finally {
      rmSync(index, { force: true });
      rmSync(draft, { recursive: true, force: true });
    }
  }
  const now = new Date();
  utimesSync(folder, now, now);
  prune(kept);
  return folder;
}

/** Another process may have been faster. */
function moveInPlace(draft: string, folder: string): void {
  try {
    renameSync(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

/** The tree of the project's folder, which may be below the repository's. */
async function treeOf(root: string, commit: string): Promise<string> {
  const prefix = (await git(root, "rev-parse", "--show-prefix")).trim();
  return (await git(root, "rev-parse", prefix === "" ? `${commit}^{tree}` : `${commit}:${prefix}`)).trim();
}

function prune(kept: string): void {
  const byAge = readdirSync(kept)
    .filter((name) => !name.startsWith("."))
    .map((name) => ({ path: join(kept, name), usedMs: statSync(join(kept, name)).mtimeMs }))
    .toSorted((a, b) => b.usedMs - a.usedMs);
  for (const { path } of byAge.slice(keptCheckouts)) rmSync(path, { recursive: true, force: true });
}
