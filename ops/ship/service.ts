/** A service, its revisions and its parameter, as AWS describes them. */
import type {
  CapacityProviderStrategyItem,
  Deployment as AwsDeployment,
  Service,
  ServiceEvent,
} from "@aws-sdk/client-ecs";
import { imageParameterMissing } from "../../core/errors";
import type { Deployment, Targets } from "../../core/release/deployment";
import type { Image } from "../../core/release/image";
import type { Revision } from "../../core/release/revision";
import { hasCode } from "../aws/aws";
import type { Release } from "./context";

export interface EcsService {
  readonly taskDefinition: string;
  readonly desired: number;
  readonly deployments: readonly Deployment[];
  /** The newest first. */
  readonly events: readonly ServiceEvent[];
  readonly targetGroupArn: string | undefined;
  readonly capacity: CapacityProviderStrategyItem[];
  /** When its newest deployment began. */
  readonly since: Date | undefined;
}

type Place = Pick<Release, "aws" | "cluster" | "ecsService">;

/** Undefined when ECS has no such service, or no such cluster. */
export async function readService({ aws, cluster, ecsService }: Place): Promise<EcsService | undefined> {
  try {
    const { services } = await aws.ecs.describeServices({ cluster, services: [ecsService] });
    const [found] = services ?? [];
    return found === undefined || found.status === "INACTIVE" ? undefined : serviceOf(found);
  } catch (error) {
    if (hasCode(error, "ClusterNotFoundException")) return undefined;
    throw error;
  }
}

export function serviceOf(found: Service): EcsService {
  const deployments = found.deployments ?? [];
  return {
    taskDefinition: found.taskDefinition ?? "",
    desired: found.desiredCount ?? 0,
    deployments: deployments.map(deploymentOf),
    events: found.events ?? [],
    targetGroupArn: found.loadBalancers?.[0]?.targetGroupArn,
    capacity: found.capacityProviderStrategy ?? [],
    since: deployments.find(({ status }) => status === "PRIMARY")?.createdAt,
  };
}

function deploymentOf(found: AwsDeployment): Deployment {
  const { desiredCount = 0, runningCount = 0, pendingCount = 0 } = found;
  const isSteady = runningCount === desiredCount && pendingCount === 0;
  return {
    id: found.id ?? "",
    status: found.status ?? "",
    taskDefinition: found.taskDefinition ?? "",
    desired: desiredCount,
    running: runningCount,
    pending: pendingCount,
    failed: found.failedTasks ?? 0,
    // Deployments from before 2020 have no state.
    state: found.rolloutState ?? (isSteady ? "COMPLETED" : "IN_PROGRESS"),
    reason: found.rolloutStateReason ?? "",
  };
}

/** A revision by its ARN or `family:revision`; undefined when there is none. */
export async function readRevision({ aws }: Pick<Release, "aws">, name: string): Promise<Revision | undefined> {
  try {
    const answer = await aws.ecs.describeTaskDefinition({ taskDefinition: name, include: ["TAGS"] });
    const definition = answer.taskDefinition;
    return definition === undefined ? undefined : revisionOf(definition, answer.tags ?? []);
  } catch (error) {
    if (hasCode(error, "ClientException")) return undefined;
    throw error;
  }
}

export function revisionOf(definition: Revision["definition"], tags: Revision["tags"]): Revision {
  return {
    arn: definition.taskDefinitionArn ?? "",
    family: definition.family ?? "",
    number: definition.revision ?? 0,
    isActive: definition.status === "ACTIVE",
    definition,
    tags,
  };
}

/** ARNs of the active revisions, the newest first; as many as one answer holds (100). */
export async function activeRevisions({ aws, ecsService }: Place): Promise<readonly string[]> {
  const { taskDefinitionArns } = await aws.ecs.listTaskDefinitions({
    familyPrefix: ecsService,
    status: "ACTIVE",
    sort: "DESC",
  });
  return (taskDefinitionArns ?? []).filter((arn) => arn.includes(`:task-definition/${ecsService}:`));
}

/** Undefined when there is no active revision. ECS may list one for a while that is not active any more. */
export async function newestRevision(place: Place): Promise<Revision | undefined> {
  for (const arn of await activeRevisions(place)) {
    const revision = await readRevision(place, arn);
    if (revision?.isActive === true) return revision;
  }
  return undefined;
}

/** Value of the parameter that names the released image. */
export async function readParameter({ aws, parameter }: Pick<Release, "aws" | "parameter">): Promise<string> {
  try {
    const { Parameter } = await aws.ssm.getParameter({ Name: parameter });
    return Parameter?.Value ?? "";
  } catch (error) {
    if (hasCode(error, "ParameterNotFound")) throw imageParameterMissing(parameter);
    throw error;
  }
}

/** From here on Terraform writes this image too. */
export async function writeParameter(
  { aws, parameter }: Pick<Release, "aws" | "parameter">,
  { uri }: Pick<Image, "uri">,
): Promise<string> {
  try {
    await aws.ssm.putParameter({ Name: parameter, Value: uri, Type: "String", Overwrite: true });
  } catch (error) {
    // An answer that was lost is no failure.
    if ((await readParameter({ aws, parameter }).catch(() => undefined)) !== uri) throw error;
  }
  return parameter;
}

/** The load balancer's view of a service's tasks; undefined for a service without one. */
export async function readTargets(
  { aws }: Pick<Release, "aws">,
  { targetGroupArn }: Pick<EcsService, "targetGroupArn">,
): Promise<Targets | undefined> {
  if (targetGroupArn === undefined) return undefined;
  const answer = await aws.elb.describeTargetHealth({ TargetGroupArn: targetGroupArn });
  const staying = (answer.TargetHealthDescriptions ?? []).filter(
    ({ TargetHealth }) => TargetHealth?.State !== "draining",
  );
  const others = staying.filter(({ TargetHealth }) => TargetHealth?.State !== "healthy");
  return {
    healthy: staying.length - others.length,
    others: others.map(({ TargetHealth }) => {
      const { State = "unknown", Reason } = TargetHealth ?? {};
      return Reason === undefined ? State : `${State} (${Reason})`;
    }),
  };
}
