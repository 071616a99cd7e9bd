import { describe, expect, it } from "vitest";
import { ViewerRecords, type ViewerRecordsProps } from "../../../modules/edge/viewer-records";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const synthesize = (change: ChangeProps<ViewerRecordsProps> = () => ({})) =>
  Template.of((stack) => {
    new ViewerRecords(stack, "Records", {
      hostedZoneId: "Z1",
      domainName: "test.example.com",
      target: { domainName: "d1.cloudfront.net", hostedZoneId: "Z2" },
      ...change(stack),
    });
  });

const type = "aws_route53_record";

describe("ViewerRecords", () => {
  const template = synthesize();

  it("creates one record for IPv4 and one for IPv6", () => {
    expect(template.inventory).toEqual({ [type]: 2 });
  });

  it.each(["A", "AAAA"])(
    "defaults to an alias of type %s, in the viewer's zone, of the target in its own",
    (record) => {
      expect(template.with(type, { type: record })).toEqual({
        zone_id: "Z1",
        name: "test.example.com",
        type: record,
        alias: { name: "d1.cloudfront.net", zone_id: "Z2", evaluate_target_health: false },
      });
    },
  );

  describeOptions<ViewerRecordsProps>(synthesize, {
    hostedZoneId: { to: () => "Z3", type, gives: { zone_id: "Z3", type: "A" } },
    domainName: { to: () => "other.example.com", type, gives: { name: "other.example.com", type: "AAAA" } },
    target: {
      to: () => ({ domainName: "d2.cloudfront.net", hostedZoneId: "Z4" }),
      type,
      gives: { alias: { name: "d2.cloudfront.net", zone_id: "Z4" } },
    },
  });
});
