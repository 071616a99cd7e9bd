/** Environment files that are wrong: what is wrong, the text, and the whole message. */
import { anEnvironment, block } from "./manifests";

type Fields = Readonly<Record<string, unknown>>;

/** An environment file with other values at the top level: one line each, `network` on line 7. */
export const environmentFile = (fields: Fields) => block({ ...anEnvironment, ...fields });
export const networkFile = (fields: Fields) => environmentFile({ network: { ...anEnvironment.network, ...fields } });
const cluster = (fields: Fields) => environmentFile({ cluster: { maxInstances: 3, ...fields } });
export const databaseFile = (fields: Fields) => environmentFile({ database: { ...anEnvironment.database, ...fields } });
const domain = (fields: Fields) => environmentFile({ domain: { name: "smart360.example.com", ...fields } });
const certificateArn = "arn:aws:acm:us-east-1:999988887777:certificate/12345678-1234-1234-1234-123456789012";

export const wrongEnvironments: readonly (readonly [title: string, text: string, message: readonly string[]])[] = [
  ["nothing", "", ["environments/production.json:1:1  the file is empty. It must hold a JSON object { ... }."]],
  ["no JSON", "name: production", ['environments/production.json:1:1  keys stand in double quotes: "name".']],
  [
    "a comment and a trailing comma",
    environmentFile({}).replace('"name"', '// main\n  "name"').replace("\n}", ",\n}"),
    [
      "environments/production.json:2:3  JSON has no comments. Remove it; a description field is the place for remarks.",
      "environments/production.json:12:172  a comma after the last entry is not JSON. Remove it.",
    ],
  ],
  [
    "an empty object",
    "{}",
    [
      'environments/production.json:1:1  "name" is missing. Add it: Environment name; part of every resource name and of every state key. Equals the file\'s name.',
      'environments/production.json:1:1  "shortName" is missing. Add it: Short form for where AWS leaves little room (target groups: 32 characters).',
      'environments/production.json:1:1  "accountId" is missing. Add it: AWS account; the provider refuses any other.',
      'environments/production.json:1:1  "region" is missing. Add it: AWS region. CloudFront\'s WAF and certificate live in us-east-1.',
      'environments/production.json:1:1  "domain" is missing. Add it: The viewer\'s domain: a hosted zone, a certificate, or both.',
      'environments/production.json:1:1  "network" is missing. Add it: The VPC.',
      'environments/production.json:1:1  "cluster" is missing. Add it: The instances that run the services.',
      'environments/production.json:1:1  "database" is missing. Add it: The PostgreSQL database that the services share.',
      'environments/production.json:1:1  "cache" is missing. Add it: The Redis cache that the services share.',
      'environments/production.json:1:1  "delivery" is missing. Add it: Jenkins and the source of what it builds.',
    ],
  ],
  [
    "unknown keys",
    environmentFile({ colour: "red", network: { ...anEnvironment.network, natGateway: "single" } }),
    [
      'environments/production.json:7:108  network > natGateway: unknown key. Did you mean "natGateways"?',
      "environments/production.json:12:3  colour: unknown key. Known are $schema, name, shortName, accountId, region, domain, network, cluster, collector, loadBalancer, database, cache, files, logs, alarms, edge, delivery, protectData and tags.",
    ],
  ],
  [
    "a key set twice",
    environmentFile({}).replace('"region"', '"accountId": "2",\n  "region"'),
    [
      "environments/production.json:5:3  accountId: this key is already set on line 4, and JSON readers silently keep only one of them. Remove one.",
      'environments/production.json:5:16  accountId: got "2", must be an AWS account id: twelve digits in quotes.',
    ],
  ],
  [
    "another name than the file's",
    environmentFile({ name: "staging" }),
    [
      'environments/production.json:2:11  name: got "staging", but the file is named "production.json". Make the two the same.',
    ],
  ],
  [
    "names that do not fit",
    environmentFile({ name: "Production--EU", shortName: "production" }),
    [
      'environments/production.json:2:11  name: got "Production--EU", must be 2 to 20 characters in kebab-case: lower-case letters a-z, digits and single hyphens, starting with a letter.',
      'environments/production.json:3:16  shortName: got "production", must be 2 to 8 lower-case letters a-z and digits, starting with a letter.',
    ],
  ],
  [
    "an account id as a number, and another region",
    environmentFile({ accountId: 111122223333, region: "eu-west-1" }),
    [
      "environments/production.json:4:16  accountId: got 111122223333, must be an AWS account id: twelve digits in quotes.",
      'environments/production.json:5:13  region: got "eu-west-1", must be "us-east-1".',
    ],
  ],
  [
    "a domain with neither zone nor certificate",
    domain({}),
    [
      'environments/production.json:6:13  domain: has neither "hostedZoneId" nor "certificateArn". Set hostedZoneId to have a certificate issued, or certificateArn to use one.',
    ],
  ],
  [
    "a domain that is none, a zone and a certificate that are none",
    domain({ name: "Smart360", hostedZoneId: "zone", certificateArn: "arn:aws:acm:eu-west-1:1:x" }),
    [
      'environments/production.json:6:21  domain > name: got "Smart360", must be a host name in lower case such as smart360.example.com.',
      'environments/production.json:6:47  domain > hostedZoneId: got "zone", must be the id of a Route 53 zone such as Z0123456789ABCDEFGHIJ.',
      'environments/production.json:6:71  domain > certificateArn: got "arn:aws:acm:eu-west-1:1:x", must be the ARN of an ACM certificate in us-east-1.',
    ],
  ],
  [
    "a certificate of another account",
    domain({ certificateArn }),
    [
      "environments/production.json:6:61  domain > certificateArn: the certificate is in account 999988887777, but accountId is 111122223333. A load balancer takes certificates of its own account only.",
    ],
  ],
  [
    "a range that is none",
    networkFile({ cidr: "10.60.0.0" }),
    [
      'environments/production.json:7:22  network > cidr: got "10.60.0.0", must be an IPv4 range of size /16 to /22 such as 10.60.0.0/16.',
    ],
  ],
  [
    "a range with an octet too big",
    networkFile({ cidr: "10.600.0.0/16" }),
    [
      'environments/production.json:7:22  network > cidr: got "10.600.0.0/16", which is no IPv4 address: its four numbers go from 0 to 255.',
    ],
  ],
  [
    "a range with a leading zero",
    networkFile({ cidr: "10.060.0.0/16" }),
    [
      'environments/production.json:7:22  network > cidr: got "10.060.0.0/16", which is no IPv4 address: its four numbers go from 0 to 255.',
    ],
  ],
  [
    "a range too small",
    networkFile({ cidr: "10.60.0.0/24" }),
    [
      'environments/production.json:7:22  network > cidr: got "10.60.0.0/24", must be an IPv4 range of size /16 to /22 such as 10.60.0.0/16.',
    ],
  ],
  [
    "a range that starts in its middle",
    networkFile({ cidr: "10.60.4.0/16" }),
    [
      'environments/production.json:7:22  network > cidr: got "10.60.4.0/16", must start at the first address of its range: 10.60.0.0/16.',
    ],
  ],
  [
    "a public range",
    networkFile({ cidr: "52.0.0.0/16" }),
    [
      'environments/production.json:7:22  network > cidr: got "52.0.0.0/16", must lie in a private range: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16.',
    ],
  ],
  [
    "a range beside a private one",
    networkFile({ cidr: "172.32.0.0/16" }),
    [
      'environments/production.json:7:22  network > cidr: got "172.32.0.0/16", must lie in a private range: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16.',
    ],
  ],
  [
    "Docker's range",
    networkFile({ cidr: "172.17.8.0/21" }),
    [
      'environments/production.json:7:22  network > cidr: got "172.17.8.0/21", overlaps 172.17.0.0/16, which Docker uses on every instance. Choose another range.',
    ],
  ],
  [
    "a single zone",
    networkFile({ availabilityZones: ["us-east-1a"] }),
    ["environments/production.json:7:57  network > availabilityZones: has 1 entry, must have 2 to 3."],
  ],
  [
    "the same zone twice",
    networkFile({ availabilityZones: ["us-east-1a", "us-east-1a"] }),
    [
      'environments/production.json:7:71  network > availabilityZones[1]: got "us-east-1a", which is already entry 0 of the list. Remove one.',
    ],
  ],
  [
    "a zone of another region",
    networkFile({ availabilityZones: ["us-east-1a", "us-west-2a"] }),
    [
      'environments/production.json:7:71  network > availabilityZones[1]: got "us-west-2a", must be an availability zone of us-east-1, us-east-1a to us-east-1f.',
    ],
  ],
  [
    "a NAT setting, an endpoint and a retention that do not exist",
    networkFile({ natGateways: "none", interfaceEndpoints: ["s3"], flowLogRetentionDays: 42 }),
    [
      'environments/production.json:7:99  network > natGateways: got "none", which is not allowed. Use one of single or one-per-zone.',
      'environments/production.json:7:128  network > interfaceEndpoints[0]: got "s3", which is not allowed. Use one of ecr.api, ecr.dkr, logs, secretsmanager, ssm, kms, ecs, ecs-agent, ecs-telemetry, sts or monitoring.',
      "environments/production.json:7:157  network > flowLogRetentionDays: got 42, which is not allowed. Use one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653.",
    ],
  ],
  [
    "fewer instances at most than always",
    cluster({ instances: 4 }),
    [
      "environments/production.json:8:30  cluster > maxInstances: got 3, less than instances 4. Raise maxInstances to at least 4.",
    ],
  ],
  [
    "nothing left of an instance's memory",
    cluster({ registeredMemoryMiB: 512, agentReservedMemoryMiB: 512 }),
    [
      "environments/production.json:8:83  cluster > agentReservedMemoryMiB: got 512, which leaves nothing of registeredMemoryMiB 512 for tasks. Lower agentReservedMemoryMiB.",
    ],
  ],
  [
    "an instance type with a typing error",
    cluster({ instanceType: "t3a.xlrage" }),
    [
      'environments/production.json:8:47  cluster > instanceType: got "t3a.xlrage", whose size "xlrage" AWS does not have. Did you mean "t3a.xlarge"?',
    ],
  ],
  [
    "sizes that AWS does not have",
    environmentFile({
      database: { ...anEnvironment.database, instanceClass: "db.m6g.larg" },
      cache: { ...anEnvironment.cache, nodeType: "cache.t4g.huge" },
    }),
    [
      'environments/production.json:9:32  database > instanceClass: got "db.m6g.larg", whose size "larg" AWS does not have. Did you mean "db.m6g.large"?',
      'environments/production.json:10:63  cache > nodeType: got "cache.t4g.huge", whose size "huge" AWS does not have. Sizes are nano, micro, small, medium, large, xlarge, 2xlarge and so on, and metal.',
    ],
  ],
  [
    "a type that is near a known one",
    cluster({ instanceType: "t3b.xlarge" }),
    [
      'environments/production.json:8:47  cluster > instanceType: got "t3b.xlarge", which is not among the known instance types (t3, t3a, m5, m5a, m6a, m6i and m7i): nothing could be said about what fits. Did you mean "t3.xlarge"?',
    ],
  ],
  [
    "an instance type of another family",
    cluster({ instanceType: "x2iedn.32xlarge" }),
    [
      'environments/production.json:8:47  cluster > instanceType: got "x2iedn.32xlarge", which is not among the known instance types (t3, t3a, m5, m5a, m6a, m6i and m7i): nothing could be said about what fits. Use one of those, or add it to core/capacity/instances.ts.',
    ],
  ],
  [
    "more memory for the agent than the type is taken to have",
    cluster({ instanceType: "t3.micro", agentReservedMemoryMiB: 655 }),
    [
      "environments/production.json:8:83  cluster > agentReservedMemoryMiB: got 655, which leaves nothing of registeredMemoryMiB 655 for tasks. Lower agentReservedMemoryMiB.",
    ],
  ],
  [
    "a switch that is a word",
    databaseFile({ multiAz: "yes" }),
    ['environments/production.json:9:112  database > multiAz: got "yes", must be true or false.'],
  ],
  [
    "host ports the wrong way round",
    cluster({ dynamicHostPorts: { from: 33_000, to: 32_000 } }),
    [
      "environments/production.json:8:70  cluster > dynamicHostPorts > to: got 32000, less than from 33000. Swap the two.",
    ],
  ],
  [
    "too few host ports",
    cluster({ dynamicHostPorts: { from: 33_000, to: 33_099 } }),
    [
      "environments/production.json:8:51  cluster > dynamicHostPorts: 100 ports, but an instance may hold 232 tasks of the smallest size, each with a port. Widen the range to 232 ports or more.",
    ],
  ],
  [
    "host ports that the instance uses",
    cluster({ dynamicHostPorts: { from: 4_000, to: 5_000 } }),
    [
      "environments/production.json:8:51  cluster > dynamicHostPorts: the range holds ports 4317 and 4318, which the instance uses itself. Choose a range without.",
    ],
  ],
  [
    "host ports that the instance uses at the upper end",
    cluster({ dynamicHostPorts: { from: 49_153, to: 65_535 } }),
    [
      "environments/production.json:8:51  cluster > dynamicHostPorts: the range holds ports 51678, 51679, 51680 and 54525, which the instance uses itself. Choose a range without.",
    ],
  ],
  [
    "a collector with less memory than it reserves",
    environmentFile({ collector: { memoryReservation: 1_024 } }),
    [
      "environments/production.json:12:16  collector > memory: got 768, less than memoryReservation 1024. Raise memory to at least 1024.",
    ],
  ],
  [
    "a collector endpoint without port",
    environmentFile({ collector: { endpoint: "apollo.bynry.com" } }),
    [
      'environments/production.json:12:28  collector > endpoint: got "apollo.bynry.com", must be a host and a port such as apollo.bynry.com:4317.',
    ],
  ],
  [
    "less storage at most than at first",
    databaseFile({ maxAllocatedStorageGiB: 50 }),
    [
      "environments/production.json:9:98  database > maxAllocatedStorageGiB: got 50, less than allocatedStorageGiB 100. Raise maxAllocatedStorageGiB to at least 100.",
    ],
  ],
  [
    "no backups, and an instance class of EC2",
    databaseFile({ backupRetentionDays: 0, instanceClass: "t4g.large" }),
    [
      'environments/production.json:9:32  database > instanceClass: got "t4g.large", must be an RDS instance class such as db.t4g.large.',
      "environments/production.json:9:136  database > backupRetentionDays: got 0, must be 1 to 35.",
    ],
  ],
  [
    "windows that are none",
    databaseFile({ backupWindow: "25:00-26:00", maintenanceWindow: "sunday 5" }),
    [
      'environments/production.json:9:157  database > backupWindow: got "25:00-26:00", must be a daily window in UTC such as "03:00-04:00".',
      'environments/production.json:9:191  database > maintenanceWindow: got "sunday 5", must be a weekly window in UTC such as "sun:05:00-sun:06:00".',
    ],
  ],
  [
    "windows that are too short",
    databaseFile({ backupWindow: "03:00-03:20", maintenanceWindow: "sun:05:00-sun:05:00" }),
    [
      'environments/production.json:9:157  database > backupWindow: got "03:00-03:20", which is 20 minutes; RDS needs at least 30.',
      'environments/production.json:9:191  database > maintenanceWindow: got "sun:05:00-sun:05:00", which is 0 minutes; RDS needs at least 30.',
    ],
  ],
  [
    "windows that overlap",
    databaseFile({ backupWindow: "05:30-06:30" }),
    [
      "environments/production.json:9:157  database > backupWindow: backupWindow 05:30-06:30 and maintenanceWindow sun:05:00-sun:06:00 overlap, which RDS refuses. Move one of them.",
    ],
  ],
  [
    "windows that overlap past midnight at the end of the week",
    databaseFile({ backupWindow: "23:30-00:30", maintenanceWindow: "sun:23:45-mon:01:00" }),
    [
      "environments/production.json:9:191  database > maintenanceWindow: backupWindow 23:30-00:30 and maintenanceWindow sun:23:45-mon:01:00 overlap, which RDS refuses. Move one of them.",
    ],
  ],
  [
    "an image without tag or digest",
    databaseFile({ setupImage: "registry.example.com:5000/postgres" }),
    [
      'environments/production.json:9:155  database > setupImage: got "registry.example.com:5000/postgres", must be an image with its registry and a digest, or a tag other than latest, such as public.ecr.aws/docker/library/postgres:15.14-alpine.',
    ],
  ],
  [
    "an image that changes unseen",
    databaseFile({ setupImage: "registry.example.com/postgres:latest" }),
    [
      'environments/production.json:9:155  database > setupImage: got "registry.example.com/postgres:latest", must be an image with its registry and a digest, or a tag other than latest, such as public.ecr.aws/docker/library/postgres:15.14-alpine.',
    ],
  ],
  [
    "an image of an unsaid registry",
    databaseFile({ setupImage: "postgres:15.14" }),
    [
      'environments/production.json:9:155  database > setupImage: got "postgres:15.14", must be an image with its registry and a digest, or a tag other than latest, such as public.ecr.aws/docker/library/postgres:15.14-alpine.',
    ],
  ],
  [
    "cache and load balancer out of range",
    environmentFile({
      cache: { replicas: 6, snapshotRetentionDays: 0, nodeType: "t4g" },
      loadBalancer: { idleTimeoutSeconds: 0, rulesQuota: 0 },
    }),
    [
      "environments/production.json:10:24  cache > replicas: got 6, must be 0 to 5.",
      "environments/production.json:10:50  cache > snapshotRetentionDays: got 0, must be 1 to 35.",
      'environments/production.json:10:63  cache > nodeType: got "t4g", must be an ElastiCache node type such as cache.t4g.small.',
      "environments/production.json:12:41  loadBalancer > idleTimeoutSeconds: got 0, must be 1 to 120.",
      "environments/production.json:12:56  loadBalancer > rulesQuota: got 0, must be 1 to 5000.",
    ],
  ],
  [
    "a retention that CloudWatch does not take",
    environmentFile({ logs: { retentionDays: 100 } }),
    [
      "environments/production.json:12:28  logs > retentionDays: got 100, which is not allowed. Use one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653.",
    ],
  ],
  [
    "origins that are none",
    environmentFile({ files: { corsOrigins: ["http://example.com", "https://example.com/app"] } }),
    [
      'environments/production.json:12:28  files > corsOrigins[0]: got "http://example.com", must be an origin such as https://example.com.',
      'environments/production.json:12:49  files > corsOrigins[1]: got "https://example.com/app", must be an origin such as https://example.com.',
    ],
  ],
  [
    "tags that are not the user's to set, or not well-formed",
    environmentFile({ tags: { "aws:cost": "1", Product: "x", Ü: "y", Team: "a\nb" } }),
    [
      'environments/production.json:12:12  tags > "aws:cost": keys that start with "aws:" belong to AWS. Choose another key.',
      "environments/production.json:12:27  tags > Product: the stacks set the tag Product themselves. Remove it.",
      'environments/production.json:12:41  tags > "Ü": the key must be a tag key: 1 to 128 letters, digits, spaces and _ . : / = + - @. "Ü" (U+00DC) is not an ASCII character.',
      'environments/production.json:12:56  tags > Team: got "a\\nb", must be a tag value: up to 256 letters, digits, spaces and _ . : / = + - @.',
    ],
  ],
  [
    "more tags than AWS takes",
    environmentFile({ tags: Object.fromEntries(Array.from({ length: 44 }, (_, index) => [`key-${index}`, ""])) }),
    [
      "environments/production.json:12:11  tags: has 44 tags, at most 43 leave room for those that the stacks set (AWS allows 50). Remove some.",
    ],
  ],
  [
    "no trust for Jenkins",
    environmentFile({ delivery: { trust: {} } }),
    [
      'environments/production.json:11:24  delivery > trust: "releaseRoleArn" is missing. Add it: Instance role of the agents that release (label smart360); may assume the role `release` only.',
      'environments/production.json:11:24  delivery > trust: "infrastructureRoleArn" is missing. Add it: Instance role of the agents that plan and apply (label smart360-infrastructure); not releaseRoleArn, as a release runs code that no approver of a plan has read.',
    ],
  ],
];
