/** Services and environments of the tests' own, which tests know by heart: editing the real ones breaks none of them. */
import { cpSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { codeRoot } from "../../local/paths";

const sample = join(codeRoot, "__tests__", "fixtures", "platform");

export const sampleServices = join(sample, "services.json");

export function sampleEnvironment(name: string): string {
  return join(sample, "environments", `${name}.json`);
}

/** Lays the sample into the folder of a project. */
export function copySample(root: string, environments: readonly string[] = ["production", "staging"]): void {
  const copies: readonly (readonly [string, string])[] = [
    [sampleServices, "services.json"],
    ...environments.map((name) => [sampleEnvironment(name), join("environments", `${name}.json`)] as const),
    [join(codeRoot, "environments", "environment.schema.json"), join("environments", "environment.schema.json")],
  ];
  for (const [from, to] of copies) {
    mkdirSync(dirname(join(root, to)), { recursive: true });
    cpSync(from, join(root, to));
  }
}
