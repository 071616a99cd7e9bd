// Rewrites a stack trace (standard input) of the bundle of an entry (argument) to places of the sources. A program of its
// own, because a process that crashes can wait for another one, but not for its own event loop.
import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { build, bundlePath, root } from "./bundle.mjs";

const [entry] = process.argv.slice(2);
const bundle = bundlePath(entry);
const { code, map } = await build(entry, { withMap: true });
// Sources that changed since the bundle was made would give wrong places: the stack is then left as it is.
const isSame = readFileSync(bundle, "utf8").endsWith(`\n${code}`);
const sources = new SourceMap(JSON.parse(map));

const stack = readFileSync(0, "utf8").replaceAll(/(file:\/\/[^\s()]+):(\d+):(\d+)/g, (place, url, line, column) => {
  if (!isSame || url !== pathToFileURL(bundle).href) return place;
  // Lines and columns of a map count from 0, and the bundle begins with a line of its own.
  const { originalSource, originalLine, originalColumn } = sources.findEntry(line - 2, column - 1);
  const source = relative(process.cwd(), join(root, originalSource));
  return `${source}:${originalLine + 1}:${originalColumn + 1}`;
});
process.stdout.write(stack);
