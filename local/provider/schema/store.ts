import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { applyFacts } from "../facts/apply";
import type { BlockSchema, Schema, TypeName } from "./model";
import { narrowed } from "./narrow";
import { readSchema } from "./read";

/** To be raised whenever the reader reads the same bindings differently, so that caches are made anew. */
const cacheFormat = 2;

/** The schemas of the pinned bindings: read when first asked for, then kept on disk and in memory. */
export class SchemaStore {
  private readonly schemas = new Map<TypeName, Schema | undefined>();
  private readonly folder: string;

  /**
   * @param root folder that holds `node_modules`
   * @param cacheDir where what was read is kept; emptying it costs some milliseconds a type, nothing else
   * @param names asked anew each time: what is used of blocks that are narrowed. @default everything
   */
  constructor(
    private readonly root: string,
    cacheDir: string,
    private readonly names?: () => ReadonlySet<string>,
  ) {
    const manifest = join(root, "node_modules/@cdktf/provider-aws/package.json");
    const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { readonly version: string };
    this.folder = join(cacheDir, `${version}-${cacheFormat}`);
  }

  /** @returns undefined when the bindings do not have the type */
  get(type: TypeName): Schema | undefined {
    if (!this.schemas.has(type)) {
      const block = this.cached(type) ?? this.read(type);
      this.schemas.set(type, block && applyFacts(type, block));
    }
    const whole = this.schemas.get(type);
    return whole && this.names ? { ...whole, block: narrowed(type, whole.block, this.names()) } : whole;
  }

  private cached(type: TypeName): BlockSchema | undefined {
    try {
      return JSON.parse(readFileSync(this.file(type), "utf8")) as BlockSchema;
    } catch {
      return undefined; // absent or torn: read anew
    }
  }

  private read(type: TypeName): BlockSchema | undefined {
    const block = readSchema(this.root, type);
    if (block === undefined) return undefined;
    mkdirSync(this.folder, { recursive: true });
    const draft = `${this.file(type)}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(block));
    renameSync(draft, this.file(type));
    return block;
  }

  private file(type: TypeName): string {
    return join(this.folder, `${type}.json`);
  }
}
