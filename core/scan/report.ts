/** Checkov's report, read into results that know their place in the construct tree. */
import { z } from "zod";
import { scanReportUnreadable, stacksNotScanned } from "../errors";
import { resourcesOf, type SynthesizedResource } from "../synthesized/stack";

/** A stack that was given to checkov. */
export interface ScannedStack {
  readonly environment: string;
  readonly stack: string;
  /** Its Terraform JSON, as synthesized. */
  readonly json: unknown;
}

/** What one check says about one resource. */
export interface ScanResult {
  readonly environment: string;
  readonly stack: string;
  /** For example `CKV_AWS_18`. */
  readonly check: string;
  /** What the check wants, in checkov's words. */
  readonly wants: string;
  /** Where to read about it. */
  readonly link: string;
  /** Arguments that the check looked at; empty when it does not tell. */
  readonly looksAt: readonly string[];
  /** Terraform address inside the stack. */
  readonly address: string;
  /** Place in the construct tree: `data/Files/Resource`. */
  readonly path: string;
  readonly passed: boolean;
}

export interface ScanReport {
  readonly checkovVersion: string;
  readonly results: readonly ScanResult[];
}

const record = z.object({
  check_id: z.string(),
  check_name: z.string(),
  check_class: z.string(),
  check_result: z.object({ evaluated_keys: z.array(z.string()).nullish() }),
  file_path: z.string(),
  resource: z.string(),
});

/** The part of the report that is used. */
const reportSchema = z.object({
  results: z.object({
    passed_checks: z.array(record),
    failed_checks: z.array(record),
    parsing_errors: z.array(z.string()),
  }),
  summary: z.object({ checkov_version: z.string() }),
});

type Record = z.output<typeof record>;

/**
 * @param text checkov's JSON about the folder in which each stack is `<environment>/<stack>/cdk.tf.json`
 * @throws {UserError} when it is not as expected, or when checkov left a stack out
 */
export function readReport(text: string, stacks: readonly ScannedStack[]): ScanReport {
  const { results, summary } = parse(text);
  if (results.parsing_errors.length > 0) throw stacksNotScanned(results.parsing_errors);
  const byFile = new Map(stacks.map((stack) => [fileOf(stack), new Place(stack)]));
  const version = summary.checkov_version;
  const read = (record: Record, passed: boolean): ScanResult => {
    const place = byFile.get(record.file_path);
    if (place === undefined) throw scanReportUnreadable(`it tells of ${record.file_path}, which was not given to it`);
    return {
      ...place.of(record.resource),
      check: record.check_id,
      wants: record.check_name,
      link: link(record, version),
      // Checks that compare resources name this one too, which is no argument.
      looksAt: (record.check_result.evaluated_keys ?? []).filter((key) => key !== "resource_type").toSorted(),
      passed,
    };
  };
  return {
    checkovVersion: version,
    // Checkov's own order differs from run to run.
    results: [
      ...results.passed_checks.map((record) => read(record, true)),
      ...results.failed_checks.map((record) => read(record, false)),
    ].toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)),
  };
}

const orderOf = ({ environment, path, check }: ScanResult) => [environment, path, check].join(" ");

/** Where a stack lies in the folder that checkov reads, as checkov names it. */
export const fileOf = ({ environment, stack }: Pick<ScannedStack, "environment" | "stack">) =>
  `/${environment}/${stack}/cdk.tf.json`;

function parse(text: string): z.output<typeof reportSchema> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw scanReportUnreadable(`it is not JSON but starts with ${JSON.stringify(text.slice(0, 60))}`);
  }
  const parsed = reportSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw scanReportUnreadable(`${issue?.path.join(".")}: ${issue?.message}`);
}

/** One stack's resources, by what checkov calls them: `aws_x.Name`, `resource.Name`, or `data.Name` of a policy document. */
class Place {
  private readonly byAddress: ReadonlyMap<string, SynthesizedResource>;
  private readonly byName: ReadonlyMap<string, SynthesizedResource>;

  constructor(private readonly stack: ScannedStack) {
    const resources = resourcesOf(stack.json);
    this.byAddress = new Map(resources.map((resource) => [resource.address, resource]));
    this.byName = new Map(resources.map((resource) => [lastPart(resource.address), resource]));
  }

  of(resource: string): Pick<ScanResult, "environment" | "stack" | "address" | "path"> {
    const { environment, stack } = this.stack;
    const found = this.byAddress.get(resource) ?? this.byName.get(lastPart(resource));
    return { environment, stack, address: found?.address ?? resource, path: found?.path ?? `${stack}/${resource}` };
  }
}

const lastPart = (address: string) => address.slice(address.lastIndexOf(".") + 1);

/** Checks written in Python are their own best explanation; of the others the class tells nothing. */
function link({ check_class: checkClass }: Record, version: string): string {
  return checkClass.startsWith("checkov.terraform.checks.")
    ? `https://github.com/bridgecrewio/checkov/blob/${version}/${checkClass.replaceAll(".", "/")}.py`
    : "https://www.checkov.io/5.Policy%20Index/terraform.html";
}
