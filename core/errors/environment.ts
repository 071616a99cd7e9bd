/** Messages about an environment file, beyond its shape. */
import { counted, listed, nearest, quote } from "../document/text";

export const environmentProblems = {
  nameIsNotFileName: (name: string, expected: string) =>
    `got ${quote(name)}, but the file is named ${quote(`${expected}.json`)}. Make the two the same.`,
  nameStartsOther: (name: string, other: string) => {
    const [start, whole] = name.length < other.length ? [name, other] : [other, name];
    return `got ${quote(name)}, and ${quote(other)} is in the same account: what the roles of ${start} may do to smart360-${start}-* they may do to ${whole} too. Rename one of them, or give it an account of its own.`;
  },
  shortNameTaken: (shortName: string, other: string) =>
    `got ${quote(shortName)}, which ${quote(other)} has in the same account: their target groups would have the same names. Choose another.`,
  domainWithoutCertificate: () =>
    'has neither "hostedZoneId" nor "certificateArn". Set hostedZoneId to have a certificate issued, or certificateArn to use one.',
  certificateOfOtherAccount: (account: string, accountId: string) =>
    `the certificate is in account ${account}, but accountId is ${accountId}. A load balancer takes certificates of its own account only.`,

  tooSmall: (got: number, other: string, value: number, field: string) =>
    `got ${got}, less than ${other} ${value}. Raise ${field} to at least ${value}.`,
  windowsOverlap: (backup: string, maintenance: string) =>
    `backupWindow ${backup} and maintenanceWindow ${maintenance} overlap, which RDS refuses. Move one of them.`,

  portsReversed: (from: number, to: number) => `got ${to}, less than from ${from}. Swap the two.`,
  tooFewPorts: (ports: number, tasks: number) =>
    `${counted(ports, "port")}, but an instance may hold ${counted(tasks, "task")} of the smallest size, each with a port. Widen the range to ${tasks} ports or more.`,
  portsTaken: (taken: readonly number[]) =>
    `the range holds ${taken.length === 1 ? "port" : "ports"} ${listed(taken.map(String))}, which the instance uses itself. Choose a range without.`,
  unknownInstanceType: (name: string, alike: readonly string[], families: readonly string[]) => {
    const meant = nearest(name, alike);
    return `got ${quote(name)}, which is not among the known instance types (${listed(families)}): nothing could be said about what fits. ${
      meant === undefined
        ? "Use one of those, or add it to core/capacity/instances.ts."
        : `Did you mean ${quote(meant)}?`
    }`;
  },
  unknownSize: (size: string, meant: string | undefined) =>
    `whose size ${quote(size)} AWS does not have. ${
      meant === undefined
        ? "Sizes are nano, micro, small, medium, large, xlarge, 2xlarge and so on, and metal."
        : `Did you mean ${quote(meant)}?`
    }`,
  noMemoryLeft: (agent: number, registered: number) =>
    `got ${agent}, which leaves nothing of registeredMemoryMiB ${registered} for tasks. Lower agentReservedMemoryMiB.`,

  ruleNotAsked: (rule: string) =>
    `got ${quote(rule)}, which is not among the firewall's rules. Add it to extraRuleGroups, or remove it here.`,

  oneRoleForBoth: (roleArn: string) =>
    `got ${quote(roleArn)}, which is releaseRoleArn too: what a release builds could apply stacks without an approval. Give the agents that plan and apply a role of their own.`,
  oneJobForBoth: (subject: string, other: string, both: string) =>
    `got ${quote(subject)}, but ${quote(other)} of releaseSubjects takes ${subject === both ? "that job" : `jobs like ${quote(both)}`} too: what a release builds could apply stacks without an approval. Narrow one of them.`,

  awsTag: () => 'keys that start with "aws:" belong to AWS. Choose another key.',
  stackTag: (key: string) => `the stacks set the tag ${key} themselves. Remove it.`,
  tooManyTags: (got: number, allowed: number) =>
    `has ${got} tags, at most ${allowed} leave room for those that the stacks set (AWS allows 50). Remove some.`,
};
