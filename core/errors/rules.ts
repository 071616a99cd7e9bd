/** What the rules for the whole tree say. `RuleError` puts the construct's path before each. */
export const ruleProblems = {
  unprotected: (type: string) =>
    `${type} holds data and can be destroyed by a plan. Give it lifecycle: protect(protectData) (modules/common/protection.ts).`,
  deletable: (type: string, argument: string) =>
    `${type} can be deleted by anyone with the permission. Set ${argument} to the environment's protectData.`,
  unencrypted: (type: string, argument: string) => `${type} stores unencrypted. Set ${argument}.`,
  bucketUnencrypted: () =>
    "the bucket has no encryption configuration. Use PrivateBucket (modules/common/private-bucket.ts).",
  bucketPlainHttp: () =>
    "the bucket answers over plain HTTP. Use PrivateBucket (modules/common/private-bucket.ts), whose policy refuses it.",
  openToTheWorld: (cidr: string) =>
    `the rule admits ${cidr}. Admit a security group or a prefix list instead; viewers come through CloudFront only.`,
  inlineSecurityRule: () =>
    "security-group rules inside a group, or of the older kind, cannot be reviewed one by one. Use allowFrom and allowTo of SecurityGroup (modules/common/security-group.ts).",
  publicAddress: (type: string, argument: string, value: boolean) =>
    `${type} could get a public address. Set ${argument} to ${value}.`,
  publicBucket: () =>
    "the bucket can be made public. Use PrivateBucket (modules/common/private-bucket.ts), which blocks public access.",
  unreadablePolicy: (type: string) =>
    `the policy of ${type} cannot be read in a plan. Write it with policyDocument (modules/common/policy.ts).`,
  wildcardAction: (sid: string, action: string) =>
    `statement "${sid}" allows "${action}". Name each action that is needed.`,
  unboundedRole: () =>
    "the role is a service's and has no permissions boundary. Use Role (modules/common/role.ts), which sets the environment's.",
  otherBoundary: (boundary: string, expected: string) =>
    `the role is a service's and its permissions boundary is "${boundary}", not "${expected}". Use Role (modules/common/role.ts), which sets the environment's.`,
  publicPrincipal: (sid: string) => `statement "${sid}" admits everybody. Name the principal that is meant.`,
  logsForEver: () =>
    "the log group keeps its events for ever. Set retentionInDays (LogGroup in modules/common/log-group.ts asks for it).",
  noBackups: (type: string, argument: string) => `${type} keeps no backups. Set ${argument} to at least 1 day.`,
  failoverWithoutReplica: (nodes: number) =>
    `failover needs a replica, and there is ${nodes} node in all. Set cache.replicas to at least 1 or leave failover off.`,
} as const;
