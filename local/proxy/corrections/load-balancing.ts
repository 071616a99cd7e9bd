import { forgotten } from "./forgotten";

/** The local AWS forgets the protocol's version of a target group. */
export const forgottenOfTargetGroups = forgotten({
  service: "elasticloadbalancing",
  told: { CreateTargetGroup: (_, answer) => [/<TargetGroupArn>([^<]+)</.exec(answer)?.[1] ?? ""] },
  asked: ["DescribeTargetGroups"],
  idElement: "TargetGroupArn",
  elements: (given) => ({
    ProtocolVersion: given["ProtocolVersion"],
    IpAddressType: given["IpAddressType"] ?? "ipv4",
  }),
});
