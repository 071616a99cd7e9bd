/** Rules of security groups, in words: `opens tcp 5432 from security group instances to security group database`. */
import type { ChangedResource } from "../changed-resource";
import type { Directory } from "../directory";
import { plain } from "../values/show";
import {
  isEmpty,
  isList,
  isMap,
  isTrue,
  member,
  numberOf,
  textOf,
  textsOf,
  Unknown,
  type Value,
} from "../values/value";
import { isAsGoodAsWorld, sizeInWords } from "./addresses";
import { added, combined, type FindingsOf, removed, type SecurityFinding } from "./finding";

interface Peer {
  readonly name: string;
  readonly value: Value | undefined;
}

interface Rule {
  /** `tcp 5432 from security group instances to security group database`, or the way out. */
  readonly words: string;
  readonly isIncoming: boolean;
  /** From or to everywhere, or so much of the internet that it comes to the same. */
  readonly isWorld: () => boolean;
  /** Ports that are meant to be public. */
  readonly isWeb: boolean;
  readonly reason: string;
}

const world = new Set(["0.0.0.0/0", "::/0"]);

export const networkFindings: FindingsOf = (resource, directory) => {
  const { type } = resource.place;
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined;
  if (read === undefined) return [];
  const olds = resource.before === null ? [] : read(resource.before, resource, directory);
  const news = resource.after === null ? [] : read(resource.after, resource, directory);
  const [before, after] = [wordsOf(olds), wordsOf(news)];
  const gone = olds.filter(({ words }) => !after.has(words));
  const come = news.filter(({ words }) => !before.has(words));
  return gone.length + come.length === 0 ? [] : [findingOf(resource, gone, come)];
};

const wordsOf = (rules: readonly Rule[]) => new Set(rules.map(({ words }) => words));

function findingOf(resource: ChangedResource, gone: readonly Rule[], come: readonly Rule[]): SecurityFinding {
  const opened = come.filter((rule) => rule.isIncoming && !rule.isWeb && rule.isWorld());
  const [first] = [...come, ...gone];
  const sentence =
    come.length + gone.length === 1 && first !== undefined
      ? `${come.length === 1 ? "opens" : "closes"} ${first.words}${first.reason}`
      : `opens ${come.length}, closes ${gone.length}`;
  const isSingle = come.length === 1 && gone.length === 1;
  return {
    area: "network",
    effect: combined([...come.map(() => "widens" as const), ...gone.map(() => "narrows" as const)]),
    sentence: isSingle ? `opens ${come[0]?.words}${come[0]?.reason}, closes ${gone[0]?.words}` : sentence,
    lines:
      come.length + gone.length <= 2
        ? []
        : [...gone.map(({ words }) => removed(`closes ${words}`)), ...come.map(({ words }) => added(`opens ${words}`))],
    ...(opened.length === 0
      ? {}
      : { opens: `${resource.place.label} opens ${opened.map(({ words }) => words).join("; ")}` }),
  };
}

type Reader = (value: Value, resource: ChangedResource, directory: Directory) => Rule[];

const single =
  (isIncoming: boolean): Reader =>
  (value, resource, directory) => {
    const peer = ["referenced_security_group_id", "prefix_list_id", "cidr_ipv4", "cidr_ipv6"].find(
      (name) => !isEmpty(member(value, name)),
    );
    const group = meant(resource, directory, "security_group_id", member(value, "security_group_id"));
    const peerValue = peer === undefined ? undefined : member(value, peer);
    const name = peer === undefined ? "nobody" : meant(resource, directory, peer, peerValue);
    return [rule(value, isIncoming, [{ name, value: peerValue }], group, member(value, "ip_protocol"))];
  };

/** A rule of the older kind, and the ones written into a group: several peers each. */
function many(value: Value, isIncoming: boolean, group: string, resource: ChangedResource, directory: Directory): Rule {
  const peers = [
    "cidr_blocks",
    "ipv6_cidr_blocks",
    "prefix_list_ids",
    "security_groups",
    "source_security_group_id",
  ].flatMap((argument): Peer[] => {
    const found = member(value, argument);
    if (found instanceof Unknown) return [{ name: meant(resource, directory, argument, found), value: found }];
    return textsOf(found).map((peer) => ({ name: meant(resource, directory, argument, peer), value: peer }));
  });
  const self = isTrue(member(value, "self")) ? [{ name: "itself", value: undefined }] : [];
  return rule(value, isIncoming, [...peers, ...self], group, member(value, "protocol"));
}

const readers: Readonly<Record<string, Reader>> = {
  aws_vpc_security_group_ingress_rule: single(true),
  aws_vpc_security_group_egress_rule: single(false),
  aws_security_group_rule: (value, resource, directory) => {
    const group = meant(resource, directory, "security_group_id", member(value, "security_group_id"));
    return [many(value, member(value, "type") !== "egress", group, resource, directory)];
  },
  aws_security_group: inline,
  aws_default_security_group: inline,
  aws_network_acl_rule: (value, resource, directory) => {
    const acl = meant(resource, directory, "network_acl_id", member(value, "network_acl_id"));
    const cidr = member(value, "cidr_block") ?? member(value, "ipv6_cidr_block");
    const found = rule(
      value,
      !isTrue(member(value, "egress")),
      [{ name: plain(cidr), value: cidr }],
      acl,
      member(value, "protocol"),
    );
    const isAllowed = member(value, "rule_action") === "allow";
    return isAllowed ? [found] : [{ ...found, words: `nothing of ${found.words}`, isWorld: () => false }];
  },
};

function inline(value: Value, resource: ChangedResource, directory: Directory): Rule[] {
  return (["ingress", "egress"] as const).flatMap((name) => {
    const rules = member({ it: value }, "it", name);
    return (isList(rules) ? rules : [])
      .filter(isMap)
      .map((each) => many(each, name === "ingress", resource.place.label, resource, directory));
  });
}

function meant(resource: ChangedResource, directory: Directory, argument: string, value: Value | undefined): string {
  if (typeof value === "string" && world.has(value)) return `everywhere (${value})`;
  const size = typeof value === "string" ? sizeInWords(value) : undefined;
  if (size !== undefined) return `${plain(value)} (${size})`;
  return directory.meant(resource, argument, value) ?? plain(value);
}

function rule(
  value: Value,
  isIncoming: boolean,
  peers: readonly Peer[],
  group: string,
  protocol: Value | undefined,
): Rule {
  const [from, to] = [numberOf(member(value, "from_port")), numberOf(member(value, "to_port"))];
  const names = peers.length === 0 ? "nobody" : peers.map(({ name }) => name).join(", ");
  const ports = portsInWords(plain(protocol), from, to, value);
  const description = textOf(member(value, "description"));
  return {
    words: isIncoming ? `${ports} from ${names} to ${group}` : `${ports} from ${group} to ${names}`,
    isIncoming,
    isWorld: () => isAsGoodAsWorld(peers.flatMap(({ value: peer }) => textsOf(peer))),
    isWeb: plain(protocol) === "tcp" && from === to && (from === 80 || from === 443),
    reason: description === undefined ? "" : ` (${plain(description)})`,
  };
}

function portsInWords(protocol: string, from: number | undefined, to: number | undefined, value: Value): string {
  if (protocol === "-1" || protocol === "all") return "everything";
  const isUnknown = member(value, "from_port") instanceof Unknown;
  if (isUnknown) return `${protocol} on a port that is known after apply`;
  if (from === undefined || from === -1 || (from === 0 && to === 65_535)) return `all ${protocol}`;
  return from === to ? `${protocol} ${from}` : `${protocol} ${from}-${to}`;
}
