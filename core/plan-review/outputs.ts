/** Outputs and checks of a plan. */
import { isArray, type Plan, property } from "./plan";
import type { FailedCheck, OutputChange } from "./review";
import { readChange } from "./values/read-change";
import type { Secrecy } from "./values/secrecy";
import { shownNone, show } from "./values/show";
import { actionOf } from "./changed-resource";

export function outputChanges(stack: string, plan: Plan, secrecy: Secrecy): OutputChange[] {
  return Object.entries(plan.output_changes).flatMap(([name, change]): OutputChange[] => {
    const action = actionOf(change.actions);
    if (action === "none" || action === "read" || action === "forget") return [];
    const { before, after } = readChange(change, secrecy);
    return [
      {
        stack,
        name: secrecy.shown(name),
        action: action === "replace" ? "update" : action,
        before: action === "create" ? shownNone : show(before),
        after: action === "destroy" ? shownNone : show(after),
      },
    ];
  });
}

/** https://developer.hashicorp.com/terraform/internals/json-format#checks-representation */
export function failedChecks(stack: string, { checks }: Plan, secrecy: Secrecy): FailedCheck[] {
  return checks.flatMap((check) => {
    const instances = property(check, "instances");
    return (isArray(instances) ? instances : []).flatMap((instance): FailedCheck[] => {
      const status = property(instance, "status");
      if (status !== "fail" && status !== "error") return [];
      const address =
        property(property(instance, "address"), "to_display") ?? property(property(check, "address"), "to_display");
      const problems = property(instance, "problems");
      const messages = (isArray(problems) ? problems : []).map((problem) => property(problem, "message"));
      return [
        {
          stack,
          address: typeof address === "string" ? secrecy.shown(address) : "",
          messages: messages
            .filter((message) => typeof message === "string")
            .map((message) => secrecy.shown(message.replaceAll(/\s+/g, " ").trim())),
        },
      ];
    });
  });
}
