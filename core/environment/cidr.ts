/** The address range of a VPC. */
import { parseCidr } from "../network/subnets";

const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
/** Docker's own network on every instance: a task could not reach addresses of the VPC that lie in it. */
const dockerBridge = "172.17.0.0/16";

/** What is wrong with the range of a VPC, as the end of the sentence `got "...", ...`; undefined if nothing. */
export function vpcCidrProblem(cidr: string): string | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
  const octets = match?.slice(1, 5) ?? [];
  if (match === null || octets.some((octet) => String(Number(octet)) !== octet || Number(octet) > 255)) {
    return 'must be an IPv4 range such as "10.60.0.0/16".';
  }
  const { prefix } = parseCidr(cidr);
  // AWS allows /16 to /28; below /22 the subnets would be smaller than AWS allows (`core/network/subnets.ts`).
  if (prefix < 16 || prefix > 22) return "must be a range of size /16 to /22.";
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
