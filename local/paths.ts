/** Where this program's own files are: found from the running code, be it a source file or a bundle under `.gen/`. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

function ascend(folder: string): string {
  if (existsSync(join(folder, "cdktf.json"))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error("cdktf.json was not found above the running code");
  return ascend(parent);
}

/** Folder that holds `ops/`, `local/` and `package.json`. */
export const codeRoot = ascend(dirname(fileURLToPath(import.meta.url)));
