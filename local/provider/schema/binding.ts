import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fakeCdktf } from "./fake-cdktf";
import type { TypeName } from "./model";
import { isDataSource } from "./model";

/** What a comment in a binding's TypeScript says of one attribute. */
export interface Flags {
  readonly computed: boolean;
  readonly optional: boolean;
  readonly required: boolean;
}

/** A binding's code, run on a stand-in for `cdktf`, and the flags its original TypeScript states in comments. */
export interface Binding {
  readonly exports: Readonly<Record<string, unknown>>;
  /** Flags by class name, then by attribute name. */
  readonly flags: ReadonlyMap<string, ReadonlyMap<string, Flags>>;
}

/** `aws_ecr_repository` -> `ecr-repository`, `data.aws_region` -> `data-aws-region`, `provider` -> `provider`. */
function bindingFolder(type: TypeName): string {
  const folder = isDataSource(type) ? type.replace("data.", "data-") : type.replace(/^aws_/, "");
  return folder.replaceAll("_", "-");
}

/**
 * Loads the binding of a type from the pinned package of bindings.
 *
 * @param root folder that holds `node_modules`
 * @returns undefined when the bindings do not have the type
 */
export function loadBinding(root: string, type: TypeName): Binding | undefined {
  const entry = join(root, "node_modules/@cdktf/provider-aws/lib", bindingFolder(type), "index.js");
  const flags = new Map<string, ReadonlyMap<string, Flags>>();
  const modules = new Map<string, Record<string, unknown>>();

  const load = (file: string): Record<string, unknown> => {
    const loaded = modules.get(file);
    if (loaded !== undefined) return loaded;
    const exports: Record<string, unknown> = {};
    modules.set(file, exports);
    const code = readFileSync(file, "utf8");
    for (const source of embeddedSources(code)) readFlags(source, flags);
    const require = (name: string): unknown => (name === "cdktf" ? fakeCdktf : load(resolveModule(file, name)));
    new Function("exports", "require", code)(exports, require);
    return exports;
  };

  try {
    return { exports: load(entry), flags };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function resolveModule(from: string, name: string): string {
  const file = join(dirname(from), name);
  return file.endsWith("/") || /\/index-structs$/.test(file) ? join(file, "index.js") : `${file}.js`;
}

/** The TypeScript that a file was compiled from, out of its inline source map. */
function embeddedSources(code: string): string[] {
  const marker = "sourceMappingURL=data:application/json;base64,";
  const start = code.lastIndexOf(marker);
  if (start === -1) return [];
  const map = JSON.parse(Buffer.from(code.slice(start + marker.length), "base64").toString("utf8")) as {
    readonly sourcesContent?: readonly string[];
  };
  return [...(map.sourcesContent ?? [])];
}

const classStart = /^export class (\w+) /gm;
const flagComment = /^ *\/\/ (\w+) - computed: (true|false), optional: (true|false), required: (true|false)/gm;

function readFlags(source: string, into: Map<string, ReadonlyMap<string, Flags>>): void {
  const classes = [...source.matchAll(classStart)];
  classes.forEach((match, index) => {
    const body = source.slice(match.index, classes[index + 1]?.index);
    const flags = new Map<string, Flags>();
    for (const [, name, computed, optional, required] of body.matchAll(flagComment))
      flags.set(name as string, {
        computed: computed === "true",
        optional: optional === "true",
        required: required === "true",
      });
    into.set(match[1] as string, flags);
  });
}
