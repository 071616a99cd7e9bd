import { describe, expect, it } from "vitest";
import { derivedFacts } from "../../../../local/provider/facts/derived-facts";

describe("aws_lb_listener_rule", () => {
  const derive = derivedFacts["aws_lb_listener_rule"];
  const forward = { type: "forward", target_group_arn: "arn:old" };

  it("keeps the target group of an action that forwards no longer: the provider looks at it in no other action", () => {
    const planned = { action: [{ type: "fixed-response", target_group_arn: null }] };
    expect(derive?.(planned, { action: [forward] })).toEqual({
      action: [{ type: "fixed-response", target_group_arn: "arn:old" }],
    });
  });

  it.each([
    ["an action that forwards", { type: "forward", target_group_arn: "arn:new" }, { action: [forward] }],
    ["an action that was not there", { type: "redirect", target_group_arn: null }, { action: [] }],
    ["a new rule", { type: "redirect", target_group_arn: null }, null],
  ])("leaves %s as it is", (_, action, prior) => {
    expect(derive?.({ action: [action] }, prior)).toEqual({ action: [action] });
  });
});
