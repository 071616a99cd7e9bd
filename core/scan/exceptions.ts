/** `scan-exceptions.json`: the findings of the scanner that were looked at and accepted, each with reason and date. */
import { z } from "zod";
import { throwIssues } from "../document/issues";
import type { JsonDocument } from "../document/json-document";
import { parseJson } from "../document/parse";
import { at } from "../document/plain";
import { salvage } from "../document/salvage";
import { checked, patterned, schemaReference } from "../document/schema-kit";
import { schemaIssues } from "../document/schema-issues";
import { type Issue, scanProblems as problems } from "../errors";

const reviewBy = checked(patterned(/^\d{4}-\d{2}-\d{2}$/, "a day such as 2027-01-31", "2027-01-31"), (text) => {
  const day = new Date(`${text}T00:00:00Z`);
  const isDay = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
  return isDay ? undefined : problems.noSuchDay();
});

const exceptionSchema = z.strictObject({
  check: patterned(/^CKV2?_[A-Z]+_\d+$/, "the id of a check such as CKV_AWS_18", "CKV_AWS_18").describe(
    "Id of the check.",
  ),
  resources: z
    .array(
      patterned(
        /^[\w.*-]+(\/[\w.*-]+)+$/,
        "the path of a construct such as data/Files/Resource, where * stands for any part of a name",
        "data/Files/Resource",
      ),
    )
    .min(1)
    .describe("Paths of the constructs, from the stack's name on. * stands for any part of a name."),
  environments: z
    .array(z.string())
    .min(1)
    .optional()
    .meta({
      description: "Environments in which the check finds this. Without it, every one.",
      examples: [["staging"]],
    }),
  reason: z
    .string()
    .min(20)
    .max(1_000)
    .meta({
      description: "Why this is right as it is.",
      examples: ["The bucket of access logs logs no access itself."],
    }),
  reviewBy: reviewBy.describe("Day until which the reason holds: then somebody looks again."),
});

export const exceptionsSchema = z.strictObject({
  $schema: schemaReference("./scan-exceptions.schema.json"),
  exceptions: z.array(exceptionSchema).describe("The accepted findings."),
});

export type ScanException = z.output<typeof exceptionSchema>;

export interface ScanExceptions {
  readonly entries: readonly ScanException[];
  /** The file: it knows where each entry stands. */
  readonly document: JsonDocument;
}

export interface ReadExceptionsOptions {
  /** The file's name as messages show it. */
  readonly file: string;
  readonly knownEnvironments: readonly string[];
}

/** @throws {ManifestError} with everything that is wrong, each with its place, in the order of the file */
export function readExceptions(text: string, { file, knownEnvironments }: ReadExceptionsOptions): ScanExceptions {
  const { document, issues } = parseJson(text, file);
  if (document === undefined) return throwIssues(issues);
  const entries = at(document.value, ["exceptions"]);
  const found = [
    ...issues,
    ...schemaIssues(exceptionsSchema, document),
    ...(Array.isArray(entries) ? entries : []).flatMap((entry: unknown, index) => {
      const { environments = [] } = salvage(exceptionSchema, entry).value;
      return environments.flatMap((name, position): Issue[] =>
        knownEnvironments.includes(name)
          ? []
          : [
              document.issue(
                ["exceptions", index, "environments", position],
                problems.unknownEnvironment(name, knownEnvironments),
              ),
            ],
      );
    }),
  ];
  if (found.length > 0) return throwIssues(found);
  return { entries: exceptionsSchema.parse(document.value).exceptions, document };
}

/** Whether a pattern of `resources` names the construct at `path`. */
export function names(pattern: string, path: string): boolean {
  const source = pattern.split("*").map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${source.join("[^/]*")}$`).test(path);
}
