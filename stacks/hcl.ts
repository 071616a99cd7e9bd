/**
 * Mends what CDKTF writes wrong as HCL (`cdktf synth --hcl`); its JSON is right. CDKTF is archived, so it is mended
 * here: conditions of a lifecycle and statements of a firewall rule come out as arguments instead of blocks, further
 * settings of the `terraform` block as a list of their names, and the backend's account ids as numbers.
 */
import { TerraformResource } from "cdktf";
import type { Construct } from "constructs";

interface Conditions {
  readonly precondition?: readonly Condition[];
  readonly postcondition?: readonly Condition[];
}

interface Condition {
  readonly condition: unknown;
  readonly error_message: unknown;
}

type Attributes = Record<string, unknown>;

/** Makes every resource under `scope` write its blocks with the type information that CDKTF's renderer needs. */
export function mendBlocks(scope: Construct): void {
  for (const element of scope.node.findAll()) if (TerraformResource.isTerraformResource(element)) mend(element);
}

const mended = new WeakSet<TerraformResource>();

function mend(resource: TerraformResource): void {
  if (mended.has(resource)) return;
  mended.add(resource);
  const render = resource.toHclTerraform.bind(resource);
  resource.toHclTerraform = () => {
    const fragment = render() as { resource?: Record<string, Record<string, Attributes>> };
    const attributes = fragment.resource?.[resource.terraformResourceType]?.[resource.friendlyUniqueId];
    const lifecycle = attributes?.["lifecycle"];
    if (attributes !== undefined && lifecycle !== undefined)
      attributes["lifecycle"] = lifecycleBlock(lifecycle as Conditions);
    if (attributes !== undefined && resource.terraformResourceType === "aws_wafv2_web_acl") mendStatements(attributes);
    return fragment;
  };
}

function lifecycleBlock({ precondition, postcondition, ...rest }: Conditions) {
  const settings = Object.entries(rest).map(([name, value]) => [name, setting(value)] as const);
  const blocks = Object.entries({ precondition, postcondition })
    .filter(([, conditions]) => conditions !== undefined)
    .map(([name, conditions]) => [name, block((conditions ?? []).map(conditionAttributes))] as const);
  return block([Object.fromEntries([...settings, ...blocks])]);
}

const block = (value: readonly unknown[]) => ({ isBlock: true, type: "list", storageClassType: "object", value });

const conditionAttributes = ({ condition, error_message }: Condition) => ({
  condition: text(condition),
  error_message: text(error_message),
});

const text = (value: unknown) => ({ isBlock: false, type: "simple", storageClassType: "string", value });

interface Typed {
  readonly value: unknown;
}

/** The provider's bindings leave `rule.statement` untyped (`any`): everything in it but plain values is a block. */
function mendStatements(attributes: Attributes): void {
  const rules = (attributes["rule"] as { value: Record<string, Typed>[] } | undefined)?.value ?? [];
  for (const rule of rules)
    if (rule["statement"] !== undefined) rule["statement"] = statementBlock(rule["statement"].value);
}

function statementBlock(value: unknown) {
  const bodies = (Array.isArray(value) ? value : [value]) as Attributes[];
  return block(
    bodies.map((body) =>
      Object.fromEntries(Object.entries(body).map(([name, member]) => [name, statementMember(member)])),
    ),
  );
}

function statementMember(member: unknown): unknown {
  if (typeof member === "string") return text(member);
  if (typeof member === "object" && member !== null) return statementBlock(member);
  return { isBlock: false, type: "simple", storageClassType: typeof member, value: member };
}

function setting(value: unknown) {
  if (Array.isArray(value)) return { isBlock: false, type: "list", storageClassType: "stringList", value };
  return { isBlock: false, type: "simple", storageClassType: "boolean", value };
}

/** Puts `required_version`, which CDKTF leaves out, into the `terraform` block, and account ids into quotes. */
export function mendTerraformBlock(hcl: string, version: string): string {
  return (
    hcl
      .replace(/^ *0 = "required_version"$/m, `  required_version = "${version}"`)
      // As numbers they would lose the zeros at their start.
      .replace(/^(allowed_account_ids = \[\n)(\d{12}),$/gm, '$1"$2",')
  );
}
