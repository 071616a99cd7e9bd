/** The address range of a VPC. */
import { parseCidr } from "../network/subnets";

const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
/** Docker's own network on every instance: a task could not reach addresses of the VPC that lie in it. */
const dockerBridge = "172.17.0.0/16";

/** What is wrong with the range of a VPC (`a.b.c.d/n`), as the end of the sentence `got "...", ...`; undefined if nothing. */
export function vpcCidrProblem(cidr: string): string | undefined {
  const octets = cidr.split("/")[0]?.split(".") ?? [];
  if (octets.some((octet) => String(Number(octet)) !== octet || Number(octet) > 255)) {
    return "which is no IPv4 address: its four numbers go from 0 to 255.";
  }
  const { prefix } = parseCidr(cidr);
  const { first, last } = rangeOf(cidr);
  if (parseCidr(cidr).address !== first)
    return `must start at the first address of its range: ${format(first)}/${prefix}.`;
  if (!privateRanges.map(rangeOf).some((range) => range.first <= first && last <= range.last)) {
    return `must lie in a private range: ${privateRanges.join(", ")}.`;
  }
  const docker = rangeOf(dockerBridge);
  if (first <= docker.last && docker.first <= last) {
    return `overlaps ${dockerBridge}, which Docker uses on every instance. Choose another range.`;
  }
  return undefined;
}

/** First and last address of a range, as numbers. */
function rangeOf(cidr: string): { readonly first: number; readonly last: number } {
  const { address, prefix } = parseCidr(cidr);
  const size = 2 ** (32 - prefix);
  const first = Math.floor(address / size) * size;
  return { first, last: first + size - 1 };
}

function format(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}
