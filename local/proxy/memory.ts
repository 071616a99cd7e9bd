/** What the proxy keeps for the local AWS: small documents by kind and name, in one file that outlives the processes. */
import { readFileSync, renameSync, writeFileSync } from "node:fs";

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

export class Memory {
  private readonly documents: Map<string, JsonObject>;

  /** @param file where to keep it; without one it is gone with the process */
  constructor(private readonly file?: string) {
    this.documents = new Map(file === undefined ? [] : Object.entries(read(file)));
  }

  get(kind: string, name: string): JsonObject | undefined {
    return this.documents.get(`${kind} ${name}`);
  }

  /** The documents of a kind whose names begin with `prefix`, oldest first. */
  under(kind: string, prefix: string): readonly JsonObject[] {
    return [...this.documents].filter(([key]) => key.startsWith(`${kind} ${prefix}`)).map(([, document]) => document);
  }

  set(kind: string, name: string, document: JsonObject): void {
    this.documents.set(`${kind} ${name}`, document);
    this.save();
  }

  /** Returns whether there was one. */
  delete(kind: string, name: string): boolean {
    const wasThere = this.documents.delete(`${kind} ${name}`);
    if (wasThere) this.save();
    return wasThere;
  }

  private save(): void {
    if (this.file === undefined) return;
    writeFileSync(`${this.file}.new`, `${JSON.stringify(Object.fromEntries(this.documents), null, 2)}\n`);
    renameSync(`${this.file}.new`, this.file);
  }
}

function read(file: string): Record<string, JsonObject> {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, JsonObject>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
}
