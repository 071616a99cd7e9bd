import type { TypeName } from "../schema/model";

/** When an attribute is known only after apply: on any change, or when one of the arguments named changes. */
export type Triggers = "any" | readonly string[];

/** Computed attributes that really change with an update, by type. All others keep their value in the plan. */
export const onEveryUpdate: Readonly<Record<TypeName, Readonly<Record<string, Triggers>>>> = {
  aws_launch_template: { latest_version: "any", default_version: ["update_default_version"] },
};

/** Attributes that hold a JSON document: AWS keeps what it says, not how it is laid out. */
export const semanticJson: ReadonlySet<string> = new Set([
  "assume_role_policy",
  "container_definitions",
  "dashboard_body",
  "event_pattern",
  "policy",
  "policy_document",
]);
