import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Terraform's types that the sources create, data sources as `data.<type>`. */
export async function usedTypes(): Promise<string[]> {
  const sources = ["modules", "stacks"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
  );
  const imports = sources
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => [...readFileSync(file, "utf8").matchAll(/"(@cdktf\/provider-aws\/lib\/[a-z0-9-]+)"/g)])
    .map(([, path = ""]) => path)
    .filter((path) => !path.endsWith("/provider"));
  const types = await Promise.all([...new Set(imports)].map(typeOf));
  return types.sort();
}

async function typeOf(path: string): Promise<string> {
  const exported = Object.values((await import(path)) as Record<string, unknown>);
  const type = exported
    .map((value) => (value as { tfResourceType?: unknown }).tfResourceType)
    .find((name) => name !== undefined);
  if (typeof type !== "string") throw new Error(`${path} exports no resource`);
  return path.includes("/data-aws-") ? `data.${type}` : type;
}
