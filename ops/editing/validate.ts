/** The validation of `services.json` as every command does it, on a text that is not on disk yet. */
import { capacityWarnings } from "../../core/capacity/warnings";
import { sortedIssues } from "../../core/document/issues";
import { type Issue, ManifestError } from "../../core/errors";
import { manifestFile } from "../../core/manifest/edit";
import { readServices } from "../../core/manifest/read";
import type { ResolvedService } from "../../core/manifest/resolve";
import { environmentNames, loadEnvironment } from "../project";

export interface Reading {
  /** Environment -> its services. */
  readonly services: ReadonlyMap<string, readonly ResolvedService[]>;
  /** Everything that is wrong for some environment. */
  readonly issues: readonly [Issue, ...Issue[]] | undefined;
  /** What would not fit on the instances if something happened; see `capacityWarnings`. */
  readonly warnings: readonly string[];
}

/** @throws {UserError} when an environment file itself is wrong: against it nothing can be held */
export function readForAll(root: string, text: string): Reading {
  const knownEnvironments = environmentNames(root);
  const services = new Map<string, readonly ResolvedService[]>();
  const issues: Issue[] = [];
  const warnings: string[] = [];
  for (const name of knownEnvironments) {
    const environment = loadEnvironment(root, name);
    try {
      const resolved = readServices(text, { file: manifestFile, environment, knownEnvironments });
      services.set(name, resolved);
      warnings.push(
        ...capacityWarnings(
          resolved.map(({ service }) => service),
          environment,
        ),
      );
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error;
      issues.push(...error.issues);
    }
  }
  return { services, issues: sortedIssues(issues), warnings };
}
