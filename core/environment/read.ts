/** Reads `environments/<name>.json`: text in, a checked environment out, or everything that is wrong with it. */
import { throwIssues } from "../document/issues";
import { parseJson } from "../document/parse";
import { salvage } from "../document/salvage";
import { schemaIssues } from "../document/schema-issues";
import { environmentProblems as problems } from "../errors";
import { environmentChecks } from "./checks";
import { neighbourIssues } from "./neighbours";
import { type Environment, environmentSchema } from "./schema";

export interface ReadEnvironmentOptions {
  /** The file's name as messages show it. */
  readonly file: string;
  /** The file's base name without `.json`: the environment must be named so. */
  readonly name: string;
  /**
   * Texts of the other environments' files, for what two of one account must not share.
   * @default - none
   */
  readonly others?: readonly string[];
}

/**
 * An environment with every default filled in.
 *
 * @throws {ManifestError} with everything that is wrong, each with its place, in the order of the file. It throws nothing
 * else, whatever the text.
 */
export function readEnvironment(text: string, { file, name, others = [] }: ReadEnvironmentOptions): Environment {
  const { document, issues } = parseJson(text, file);
  if (document === undefined) return throwIssues(issues);
  const { value: sections } = salvage(environmentSchema, document.value);
  const found = [
    ...issues,
    ...schemaIssues(environmentSchema, document),
    ...environmentChecks.flatMap((check) => check(sections, document)),
    ...(sections.name === undefined || sections.name === name
      ? []
      : [document.issue(["name"], problems.nameIsNotFileName(sections.name, name))]),
    ...neighbourIssues(sections, document, others),
  ];
  return found.length > 0 ? throwIssues(found) : environmentSchema.parse(document.value);
}
