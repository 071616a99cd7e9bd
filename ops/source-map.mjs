// Stack traces of bundled code, in places of the sources. Read on a failure only: Node's own --enable-source-maps reads
// the map at every start.
import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** Replaces each `file:///...+main.ts.mjs:line:column` by the source's path from `root`, with line and column. */
export function mapStack(stack, root) {
  const maps = new Map();
  return stack.replaceAll(/(file:\/\/[^\s()]+\.mjs):(\d+):(\d+)/g, (place, url, line, column) => {
    try {
      const bundle = fileURLToPath(url);
      if (!maps.has(bundle)) maps.set(bundle, new SourceMap(JSON.parse(readFileSync(`${bundle}.map`, "utf8"))));
      const entry = maps.get(bundle).findEntry(line - 1 - headerLines, column - 1);
      const source = relative(process.cwd(), join(root, entry.originalSource));
      return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
    } catch {
      return place; // not a bundle, or its map is gone
    }
  });
}
