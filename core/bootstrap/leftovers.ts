/** What a killed bootstrap made and could not write down, as far as it can be found again by its name. */

/** Arguments by type and name, as a stack is synthesized. */
export type DeclaredResources = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** An error of terraform. */
export interface ApplyError {
  readonly summary: string;
  readonly detail: string;
  readonly address?: string;
}

/** What `terraform import` takes. */
export interface Leftover {
  readonly address: string;
  readonly id: string;
}

/** Ids by name, of types that AWS makes no second of under one name. */
const ids: Readonly<Record<string, (name: string, accountId: string) => string>> = {
  aws_kms_alias: (name) => name,
  aws_iam_policy: (name, accountId) => `arn:aws:iam::${accountId}:policy/${name}`,
};

/** What AWS refused to make because it is there. */
export function leftovers(
  resources: DeclaredResources,
  errors: readonly ApplyError[],
  accountId: string,
): readonly Leftover[] {
  return errors.flatMap(({ summary, detail, address = "" }) => {
    const [type = "", id = ""] = address.split(".");
    const idOf = Object.hasOwn(ids, type) ? ids[type] : undefined;
    const name = textIn(resources[type]?.[id], "name");
    // IAM says EntityAlreadyExists, KMS AlreadyExistsException.
    const isThere = /AlreadyExists/.test(`${summary}\n${detail}`);
    return isThere && idOf !== undefined && name !== undefined ? [{ address, id: idOf(name, accountId) }] : [];
  });
}

export type Tags = Readonly<Record<string, string>>;

/** Whether something with these tags was made by a stack whose provider gives what it makes the others. */
export function hasTagsOf(stackTags: Tags, found: Tags): boolean {
  const wanted = Object.entries(stackTags);
  return wanted.length > 0 && wanted.every(([key, value]) => found[key] === value);
}

/** A text among the arguments of a resource; undefined where it is none, or composed by Terraform. */
export function textIn(resource: unknown, argument: string): string | undefined {
  if (typeof resource !== "object" || resource === null) return undefined;
  const value: unknown = Object.entries(resource).find(([name]) => name === argument)?.[1];
  return typeof value === "string" && !value.includes("${") ? value : undefined;
}
