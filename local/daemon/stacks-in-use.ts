/** What the synthesized stacks use of the provider: the offline one serves no more of its schemas. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TypeName } from "../provider/schema/model";
import { namesIn } from "../provider/schema/narrow";
import { typesIn } from "../provider/schema/types-in";
import type { Memory } from "../proxy/memory";

/** Every stack in `cdktf.out/stacks` of a project, JSON or HCL, as it is when asked. */
export class StacksInUse {
  private readonly named: Set<string>;

  /** @param memory keeps the names: states hold what stacks used before */
  constructor(
    private readonly root: string,
    private readonly memory: Memory,
  ) {
    const names = memory.get("schemas", "names")?.["names"];
    this.named = new Set(Array.isArray(names) ? names.map(String) : []);
  }

  /** `aws_vpc`, `data.aws_caller_identity`, ... */
  types(): ReadonlySet<TypeName> {
    const texts = this.texts();
    this.remember(texts.flatMap(namesIn));
    return new Set(texts.flatMap(typesIn));
  }

  /** What was named when types were asked for, now or ever. */
  names(): ReadonlySet<string> {
    return this.named;
  }

  private remember(names: readonly string[]): void {
    const before = this.named.size;
    for (const name of names) this.named.add(name);
    if (this.named.size > before) this.memory.set("schemas", "names", { names: [...this.named].toSorted() });
  }

  private texts(): readonly string[] {
    const stacks = join(this.root, "cdktf.out", "stacks");
    return list(stacks).flatMap((stack) => ["cdk.tf.json", "cdk.tf"].map((file) => read(join(stacks, stack, file))));
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
