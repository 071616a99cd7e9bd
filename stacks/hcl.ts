/**
 * Mends what CDKTF writes wrong as HCL (`cdktf synth --hcl`); its JSON is right. CDKTF is archived, so it is mended
 * here: conditions of a lifecycle come out as arguments instead of blocks, and further settings of the `terraform`
 * block as a list of their names.
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

/** Makes every resource under `scope` write its lifecycle with the type information that CDKTF's renderer needs. */
export function mendLifecycles(scope: Construct): void {
  for (const element of scope.node.findAll())
    if (TerraformResource.isTerraformResource(element)) mendLifecycle(element);
}

function mendLifecycle(resource: TerraformResource): void {
  const render = resource.toHclTerraform.bind(resource);
  resource.toHclTerraform = () => {
    const fragment = render() as { resource?: Record<string, Record<string, Attributes>> };
    const attributes = fragment.resource?.[resource.terraformResourceType]?.[resource.friendlyUniqueId];
    const lifecycle = attributes?.["lifecycle"];
    if (attributes !== undefined && lifecycle !== undefined) attributes["lifecycle"] = typed(lifecycle as Conditions);
    return fragment;
  };
}

function typed({ precondition, postcondition, ...rest }: Conditions) {
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

function setting(value: unknown) {
  if (Array.isArray(value)) return { isBlock: false, type: "list", storageClassType: "stringList", value };
  return { isBlock: false, type: "simple", storageClassType: "boolean", value };
}

/** Puts `required_version`, which CDKTF leaves out, into the `terraform` block. */
export function mendRequiredVersion(hcl: string, version: string): string {
  return hcl.replace(/^ *0 = "required_version"$/m, `  required_version = "${version}"`);
}
