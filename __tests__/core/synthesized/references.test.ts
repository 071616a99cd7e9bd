import { expect, it } from "vitest";
import { neededBy } from "../../../core/synthesized/references";

const stack = {
  resource: {
    aws_a: { one: { name: "x" }, one_more: { name: "y" } },
    aws_b: { direct: { ref: "${aws_a.one.arn}" }, other: { ref: "${aws_a.one_more.arn}" } },
    aws_c: { indirect: { list: [{ ref: "${aws_b.direct.id}" }] }, ordered: { depends_on: ["aws_a.one"] } },
    aws_d: { both: { ref: "${data.aws_a.one.arn} aws_c.ordered" } },
  },
};

it.each([
  ["aws_b.direct", ["aws_a.one"]],
  ["aws_c.indirect", ["aws_a.one"]],
  ["aws_c.ordered", ["aws_a.one"]],
  ["aws_d.both", ["aws_a.one"]],
  ["aws_b.other", []],
  ["aws_a.one", []],
])("%s needs %j", (address, needed) => {
  expect(neededBy(stack, address, new Set(["aws_a.one"]))).toEqual(needed);
});

it("does not take a data source for the resource of its name", () => {
  const reading = { resource: { aws_b: { it: { ref: "${data.aws_a.one.arn}" } }, aws_a: { one: {} } } };
  expect(neededBy(reading, "aws_b.it", new Set(["aws_a.one"]))).toEqual([]);
});
