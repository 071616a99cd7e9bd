import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import type { Construct } from "constructs";
import type { Service } from "../core/manifest/schema";
import { secretEntries } from "../core/manifest/secrets";
import { names } from "../core/naming/names";
import { LogGroup } from "../modules/common/log-group";
import { EcsService } from "../modules/service/ecs-service";
import { Routing } from "../modules/service/routing";
import { ServiceAlarms } from "../modules/service/service-alarms";
import { ServiceRoles } from "../modules/service/service-roles";
import { ServiceScaling } from "../modules/service/service-scaling";
import { BaseStack, type StackProps } from "./base-stack";
import type { DataStack } from "./data-stack";
import type { NetworkStack } from "./network-stack";
import type { ObservabilityStack } from "./observability-stack";
import { StackOutputs, string } from "./outputs";
import type { PlatformStack } from "./platform-stack";
import type { RegistryStack } from "./registry-stack";

const shape = {
  serviceName: string("ECS service"),
  taskFamily: string("Family of the task definition"),
  targetGroupArn: string("Target group of the service"),
  logGroupName: string("Log group of the service's tasks"),
};

export interface ServiceStackProps extends StackProps {
  readonly service: Service;
  readonly network: NetworkStack["outputs"];
  readonly registry: RegistryStack["outputs"];
  readonly data: DataStack["outputs"];
  readonly platform: PlatformStack["outputs"];
  readonly observability: ObservabilityStack["outputs"];
}

/** One service. A retired service's stack is empty: applying it destroys the service and nothing else. */
export class ServiceStack extends BaseStack {
  /** Undefined for a retired service. */
  readonly outputs: StackOutputs<typeof shape> | undefined;

  constructor(scope: Construct, props: ServiceStackProps) {
    const { service } = props;
    super(scope, names.serviceStack(service.name), "service", props, { Service: service.name, Owner: service.owner });
    this.outputs = service.retired ? undefined : this.build(props);
  }

  private build(props: ServiceStackProps) {
    const { environment, service } = props;
    const network = props.network.readIn(this);
    const registry = props.registry.readIn(this);
    const data = props.data.readIn(this);
    const platform = props.platform.readIn(this);
    const observability = props.observability.readIn(this);
    const usesFiles = service.uses.includes("files");

    const image = new DataAwsSsmParameter(this, "Image", { name: registry.imageParameters(service.name) });
    const secretArns = Object.fromEntries(
      Object.entries(secretEntries(service)).map(([variable, entry]) => [
        variable,
        registry.secretArns(`${service.name}/${entry}`),
      ]),
    );
    const log = new LogGroup(this, "LogGroup", {
      name: names.path(environment, service.name),
      retentionDays: environment.logs.retentionDays,
      keyArn: network.logKeyArn,
    });
    const roles = new ServiceRoles(this, "Roles", {
      executionRoleName: names.executionRole(environment, service.name),
      taskRoleName: names.taskRole(environment, service.name),
      service: service.name,
      region: environment.region,
      accountId: environment.accountId,
      repositoryArn: registry.repositoryArns(service.name),
      logGroupArn: log.arn,
      secretArns: Object.values(secretArns),
      secretKeyArn: registry.keyArn,
      files: usesFiles ? { bucketArn: data.filesBucketArn, keyArn: data.keyArn } : undefined,
    });
    const routing = new Routing(this, "Routing", {
      environment,
      service,
      vpcId: network.vpcId,
      listenerArn: platform.listenerArn,
    });
    const name = names.service(environment, service.name);
    const alarms = new ServiceAlarms(this, "Alarms", {
      serviceName: name,
      clusterName: platform.clusterName,
      loadBalancerArnSuffix: platform.loadBalancerArnSuffix,
      targetGroupArnSuffix: routing.targetGroupArnSuffix,
      targets: { topicArns: [observability.alarmTopicArn] },
    });
    const ecs = new EcsService(this, "Service", {
      name,
      service,
      environmentName: environment.name,
      region: environment.region,
      viewerDomain: environment.domain.name,
      image: image.insecureValue,
      logGroupName: log.name,
      secretArns,
      filesBucketName: usesFiles ? data.filesBucketName : undefined,
      clusterArn: platform.clusterArn,
      capacityProviderName: platform.capacityProviderName,
      roles,
      routing,
      rollbackAlarmNames: service.deployment.rollbackAlarms.map((kind) => alarms.names[kind]),
    });
    new ServiceScaling(this, "Scaling", {
      clusterName: platform.clusterName,
      serviceName: ecs.name,
      scaling: service.scaling,
      loadBalancerArnSuffix: platform.loadBalancerArnSuffix,
      targetGroupArnSuffix: routing.targetGroupArnSuffix,
      dependsOn: ecs.resource,
    });
    return new StackOutputs(this, shape, {
      serviceName: ecs.name,
      taskFamily: ecs.family,
      targetGroupArn: routing.targetGroupArn,
      logGroupName: log.name,
    });
  }
}
