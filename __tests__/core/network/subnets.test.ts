import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCidr, planSubnets } from "../../../core/network/subnets";

const zones = ["us-east-1a", "us-east-1b", "us-east-1c"];

function range(cidr: string): { from: number; to: number } {
  const { address, prefix } = parseCidr(cidr);
  return { from: address, to: address + 2 ** (32 - prefix) - 1 };
}

describe("planSubnets", () => {
  it("divides the production range", () => {
    expect(planSubnets("10.60.0.0/16", zones.slice(0, 2))).toEqual([
      { tier: "public", availabilityZone: "us-east-1a", cidr: "10.60.192.0/22" },
      { tier: "public", availabilityZone: "us-east-1b", cidr: "10.60.196.0/22" },
      { tier: "private", availabilityZone: "us-east-1a", cidr: "10.60.0.0/19" },
      { tier: "private", availabilityZone: "us-east-1b", cidr: "10.60.32.0/19" },
      { tier: "isolated", availabilityZone: "us-east-1a", cidr: "10.60.224.0/22" },
      { tier: "isolated", availabilityZone: "us-east-1b", cidr: "10.60.228.0/22" },
    ]);
  });

  it("keeps the smallest range AWS takes at /28 subnets", () => {
    const cidrs = planSubnets("10.0.0.0/22", zones).map((subnet) => subnet.cidr);
    expect(cidrs).toEqual([
      "10.0.3.0/28",
      "10.0.3.16/28",
      "10.0.3.32/28",
      "10.0.0.0/25",
      "10.0.0.128/25",
      "10.0.1.0/25",
      "10.0.3.128/28",
      "10.0.3.144/28",
      "10.0.3.160/28",
    ]);
  });

  it("never lets subnets overlap or leave the range", () => {
    const vpc = fc.tuple(fc.integer({ min: 16, max: 22 }), fc.nat(2 ** 24 - 1)).map(([prefix, host]) => {
      const size = 2 ** (32 - prefix);
      const address = Math.floor((10 * 2 ** 24 + host) / size) * size;
      return `${[24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".")}/${prefix}`;
    });
    fc.assert(
      fc.property(vpc, fc.integer({ min: 2, max: 3 }), (cidr, count) => {
        const whole = range(cidr);
        const parts = planSubnets(cidr, zones.slice(0, count))
          .map((subnet) => range(subnet.cidr))
          .sort((a, b) => a.from - b.from);
        parts.forEach((part, index) => {
          expect(part.from).toBeGreaterThanOrEqual(whole.from);
          expect(part.to).toBeLessThanOrEqual(whole.to);
          const next = parts[index + 1];
          if (next !== undefined) expect(part.to).toBeLessThan(next.from);
        });
      }),
    );
  });

  it("does not move a subnet when a zone is added", () => {
    const two = planSubnets("10.60.0.0/16", zones.slice(0, 2));
    const three = planSubnets("10.60.0.0/16", zones);
    expect(three).toEqual(expect.arrayContaining(two));
  });
});
