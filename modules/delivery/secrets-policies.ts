/**
 * What `smart360 secrets init` and `secrets status` call, and nothing else: see which values there are, write them, read
 * those that are composed and what they are composed from, and run the task that makes the databases. Whoever runs that task could have it
 * do something else as the database's administrator: this is a role for people who are trusted with the data.
 */
import type { Environment } from "../../core/environment/schema";
import { cacheEntry, databaseEntry } from "../../core/manifest/secrets";
import { names } from "../../core/naming/names";
import { setupName } from "../../core/secrets/database-setup";
import type { PolicyStatement } from "../common/policy";
import { global, regional } from "./access/service-access";
import { namingEach, type Policies } from "./policy-limits";
import { readStateOf, useStateKey } from "./state-access";

export interface SecretsAccess {
  /** Services whose secrets may be given values. */
  readonly services: readonly string[];
  readonly stateKeyArn: string;
  /** Key of the services' secrets. */
  readonly registryKeyArn: string;
  readonly cacheTokenSecretArn: string;
  /** Key of that secret. */
  readonly dataKeyArn: string;
}

/** Policies that name each service, or their pattern. */
export function secretsPolicies(environment: Environment, access: SecretsAccess): Policies {
  return namingEach(access.services, (services) => ({
    "secrets-values": values(environment, { ...access, services }),
    "secrets-databases": [
      { sid: "CheckAccount", actions: ["sts:GetCallerIdentity"], resources: ["*"] },
      ...readStateOf(environment, "data"),
      useStateKey(environment, access.stateKeyArn, ["s3"], ["kms:Decrypt"]),
      ...setupTask(environment),
    ],
  }));
}

function values(environment: Environment, access: SecretsAccess): PolicyStatement[] {
  const secrets = (entry: string) =>
    access.services.map((service) =>
      regional(environment, "secretsmanager", `secret:${names.secret(environment, service, entry)}`),
    );
  const through = { StringEquals: { "kms:ViaService": `secretsmanager.${environment.region}.amazonaws.com` } };
  return [
    {
      sid: "GiveValues",
      actions: ["secretsmanager:DescribeSecret", "secretsmanager:PutSecretValue"],
      resources: secrets("*"),
    },
    {
      // The database is told the password that is there; Redis' token becomes part of a URL, where it may be another by now.
      // AWS adds six characters.
      sid: "ReadWhatOthersNeed",
      actions: ["secretsmanager:GetSecretValue"],
      resources: [
        ...[databaseEntry, cacheEntry].flatMap((entry) => secrets(`${entry}-??????`)),
        access.cacheTokenSecretArn,
      ],
    },
    {
      sid: "UseKeyOfValues",
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: [access.registryKeyArn],
      conditions: through,
    },
    { sid: "UseKeyOfToken", actions: ["kms:Decrypt"], resources: [access.dataKeyArn], conditions: through },
  ];
}

/** The one-off task, on this cluster only; a Ctrl-C stops it. */
function setupTask(environment: Environment): PolicyStatement[] {
  const [cluster, family] = [names.cluster(environment), names.shared(environment, setupName)];
  const tasks = [regional(environment, "ecs", `task/${cluster}/*`)];
  const inCluster = { ArnEquals: { "ecs:cluster": regional(environment, "ecs", `cluster/${cluster}`) } };
  return [
    // One that a killed command left. Without a container instance AWS checks this call against no resource but the cluster.
    { sid: "ListTasks", actions: ["ecs:ListTasks"], resources: ["*"], conditions: inCluster },
    {
      sid: "RunTask",
      actions: ["ecs:RunTask"],
      resources: [regional(environment, "ecs", `task-definition/${family}:*`)],
      conditions: inCluster,
    },
    {
      sid: "TagTask",
      actions: ["ecs:TagResource"],
      resources: tasks,
      conditions: { StringEquals: { "ecs:CreateAction": "RunTask" } },
    },
    { sid: "FollowTask", actions: ["ecs:DescribeTasks", "ecs:StopTask"], resources: tasks, conditions: inCluster },
    {
      sid: "PassRoleToTask",
      actions: ["iam:PassRole"],
      resources: [global(environment, "iam", `role/${family}-execution`)],
      conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    },
    {
      sid: "ReadLog",
      actions: ["logs:GetLogEvents"],
      resources: [regional(environment, "logs", `log-group:${names.path(environment, setupName)}:*`)],
    },
  ];
}
