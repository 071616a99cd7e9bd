/** Options of the commands that edit: what all of them take, and one for each field of a service. */
import { Option, type Command } from "commander";
import { serviceFields } from "../../core/manifest/fields";

/** Options that every edit takes, as commander hands them over. */
export interface EditFlags {
  readonly yes?: true;
  readonly dryRun?: true;
  readonly impact: boolean;
  readonly json?: true;
}

export function withEditOptions(command: Command): Command {
  return command
    .option("--dry-run", "show the edit, write nothing")
    .option("--no-impact", "do not tell what it changes in the platform")
    .option("--json", "the result as JSON");
}

export function editOptionsOf({ yes, dryRun, impact, json }: EditFlags) {
  return { yes: yes === true, dryRun: dryRun === true, impact, json: json === true };
}

/** An option for each field of a service. */
export function fieldOptions(): readonly Option[] {
  return serviceFields.map(({ flag, takes, description, isRepeatable }) =>
    new Option(`${flag} <${takes}>`, `${description}${isRepeatable ? " (repeatable)" : ""}`)
      .argParser((text: string, earlier: readonly string[] | undefined) => [...(earlier ?? []), text])
      .helpGroup("Fields of the service:"),
  );
}

/** The texts given for each field, by flag. */
export function givenFields(values: Readonly<Record<string, unknown>>): ReadonlyMap<string, readonly string[]> {
  return new Map(
    fieldOptions().flatMap((option) => {
      const texts = values[option.attributeName()];
      return Array.isArray(texts) ? [[option.long ?? "", texts.map(String)] as const] : [];
    }),
  );
}
