/** What resources without a name of their own are called: by what they belong to. */
import { describe, expect, it } from "vitest";
import { reviewPlans } from "../../../core/plan-review/review-plans";
import { configurationOf, created, destroyed, reviewOf, stackPlan, unchanged, type Values } from "../../support/plans";

const labels = (changes: Parameters<typeof reviewOf>[0], more?: Values) =>
  reviewOf(changes, more).resources.map(({ place }) => place.label);

const refersTo = (reference: string) => ({ references: [`${reference}.id`, reference] });

describe("a resource without a name", () => {
  it("goes by what its argument refers to, also where that does not change", () => {
    const configuration = configurationOf({
      "aws_lb_listener.LoadBalancer_Https_76376E6E": { load_balancer_arn: refersTo("aws_lb.main") },
      "aws_s3_bucket_policy.Files_Policy_C717EDA3": { bucket: refersTo("aws_s3_bucket.files") },
    });
    expect(
      labels(
        [
          unchanged("aws_lb", "main", { name: "inside" }),
          created("aws_s3_bucket", "files", { bucket: "files" }),
          created("aws_lb_listener", "LoadBalancer_Https_76376E6E", { port: 443 }),
          created("aws_s3_bucket_policy", "Files_Policy_C717EDA3", {}),
        ],
        configuration,
      ).toSorted(),
    ).toEqual(["S3 bucket policy of bucket files", "bucket files", "listener of load balancer inside"]);
  });

  it("goes by its service in a service's stack, and by its address elsewhere", () => {
    const rule = created("aws_lb_listener_rule", "Routing_Rule_43B4C0BE", { priority: 10 });
    const labelIn = (stack: string) => reviewPlans([stackPlan(stack, [rule])]).resources[0]?.place.label;
    expect(labelIn("service-billing")).toBe("listener rule of billing");
    expect(labelIn("platform")).toBe("listener rule Routing Rule");
  });

  it("goes by its address where what it refers to is in no resource of the plan", () => {
    const configuration = configurationOf({
      "aws_route.Default_3F24305D": { route_table_id: refersTo("data.terraform_remote_state.network") },
    });
    expect(labels([created("aws_route", "Default_3F24305D", {})], configuration)).toEqual(["route Default"]);
  });

  it("in a module goes by what is in the same module", () => {
    const listener = created("aws_lb_listener", "https", {}, { address: "module.a.aws_lb_listener.https" });
    const balancer = (module: string) =>
      unchanged("aws_lb", "main", { name: `of ${module}` }, { address: `module.${module}.aws_lb.main` });
    const module = {
      resources: [{ address: "aws_lb_listener.https", expressions: { load_balancer_arn: refersTo("aws_lb.main") } }],
    };
    const configuration = { configuration: { root_module: { module_calls: { a: { module }, b: { module } } } } };
    expect(labels([balancer("b"), balancer("a"), listener], configuration)).toEqual(["listener of load balancer of a"]);
  });
});

describe("a policy", () => {
  it("of a role that is made with it names the role", () => {
    const configuration = configurationOf({
      "aws_iam_role_policy.grants": { role: refersTo("aws_iam_role.reader") },
    });
    const [policy] = labels(
      [
        created("aws_iam_role_policy", "grants", { name: "grants" }, { change: { after_unknown: { role: true } } }),
        unchanged("aws_iam_role", "reader", { name: "reader" }),
      ],
      configuration,
    );
    expect(policy).toBe("policy grants of role reader");
  });
});

it("scaling goes by the service that it scales", () => {
  const target = { resource_id: "service/smart360-production/smart360-production-billing" };
  expect(labels([destroyed("aws_appautoscaling_target", "a", target)])).toEqual([
    "scaling of smart360-production-billing",
  ]);
});
