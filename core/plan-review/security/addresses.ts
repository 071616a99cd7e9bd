/** Ranges of addresses: whether they are as good as the whole internet, and whether one lies within others. */

interface Range {
  readonly bits: 32 | 128;
  readonly first: bigint;
  /** The one after the last. */
  readonly end: bigint;
}

/**
 * Nobody has as many addresses to themselves: regional registries are given blocks of /8, of version 6 of /12.
 * https://www.iana.org/assignments/ipv4-address-space and https://www.iana.org/assignments/ipv6-unicast-address-assignments
 */
const largestShare = { 32: 8, 128: 12 } as const;

/** Outside of the internet: https://www.iana.org/assignments/iana-ipv4-special-registry and the same of version 6. */
const ownRanges = ["10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"]
  .map(rangeOf)
  .filter((range) => range !== undefined);

/** Whether ranges have, together, more of the internet than one block of a registry. Texts that are no ranges count for nothing. */
export function isAsGoodAsWorld(cidrs: readonly string[]): boolean {
  // Nearly all are small, even if none overlapped: they need no further arithmetic.
  if (cidrs.reduce((sum, cidr) => sum + shareOf(cidr), 0) <= 1) return false;
  const ranges = cidrs.map(rangeOf).filter((range) => range !== undefined);
  return ([32, 128] as const).some((bits) => {
    const most = 2n ** BigInt(bits - largestShare[bits]);
    return outsideSize(ranges.filter((range) => range.bits === bits)) > most;
  });
}

/** `16,777,216 addresses` of a range of the internet that is as large as a registry's block; undefined of smaller ones. */
export function sizeInWords(cidr: string): string | undefined {
  if (shareOf(cidr) < 1) return undefined;
  const range = rangeOf(cidr);
  if (range === undefined || outsideSize([range]) < 2n ** BigInt(range.bits - largestShare[range.bits]))
    return undefined;
  return range.bits === 32 ? `${(range.end - range.first).toLocaleString("en-US")} addresses` : "a registry's block";
}

/** Whether every address of some ranges lies in others, too. Of a text that is no range it cannot be said: false. */
export function areWithin(cidrs: readonly string[], others: readonly string[]): boolean {
  const [inner, outer] = [cidrs, others].map((texts) => texts.map(rangeOf).filter((range) => range !== undefined));
  if (inner === undefined || outer === undefined || inner.length < cidrs.length) return false;
  return ([32, 128] as const).every((bits) => {
    const [some, all] = [outer, [...outer, ...inner]].map((ranges) => ranges.filter((range) => range.bits === bits));
    return sizeOf(some ?? []) === sizeOf(all ?? []);
  });
}

/** Of a registry's block, by the prefix alone; 0 of a single address, and of what is no range. */
function shareOf(cidr: string): number {
  const prefix = Number(cidr.split("/")[1] ?? NaN);
  return Number.isNaN(prefix) ? 0 : 2 ** (largestShare[cidr.includes(":") ? 128 : 32] - prefix);
}

/** Addresses of the internet that ranges of one version have together, each counted once. */
function outsideSize(ranges: readonly Range[]): bigint {
  const [first] = ranges;
  const own = ownRanges.filter(({ bits }) => bits === first?.bits);
  return sizeOf([...ranges, ...own]) - sizeOf(own);
}

function sizeOf(ranges: readonly Range[]): bigint {
  let [size, covered] = [0n, 0n];
  for (const { first, end } of [...ranges].sort((a, b) => (a.first < b.first ? -1 : 1))) {
    if (end <= covered) continue;
    size += end - (first > covered ? first : covered);
    covered = end;
  }
  return size;
}

/** Undefined: no range of addresses. A single address is one, too. */
function rangeOf(cidr: string): Range | undefined {
  const [address = "", length] = cidr.trim().split("/");
  const bits = address.includes(":") ? 128 : 32;
  const prefix = length === undefined ? bits : Number(length);
  const value = bits === 32 ? version4(address) : version6(address);
  if (value === undefined || !Number.isInteger(prefix) || prefix < 0 || prefix > bits) return undefined;
  const size = 2n ** BigInt(bits - prefix);
  const first = value - (value % size);
  return { bits, first, end: first + size };
}

function version4(address: string): bigint | undefined {
  const parts = address.split(".");
  const isRight = parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256);
  return isRight ? joined(parts.map(Number), 8n) : undefined;
}

function version6(address: string): bigint | undefined {
  const halves = address.split("::");
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - tail.length;
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) return undefined;
  const parts = [...head, ...Array.from({ length: missing }, () => "0"), ...tail];
  return parts.every((part) => /^[0-9a-f]{1,4}$/i.test(part))
    ? joined(
        parts.map((part) => parseInt(part, 16)),
        16n,
      )
    : undefined;
}

function joined(parts: readonly number[], bits: bigint): bigint {
  return parts.reduce((sum, part) => (sum << bits) + BigInt(part), 0n);
}
