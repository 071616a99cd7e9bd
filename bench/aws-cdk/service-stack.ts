import { Duration, Stack, type StackProps } from "aws-cdk-lib";
import { Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import type { IVpc } from "aws-cdk-lib/aws-ec2";
import { ContainerImage, Ec2Service, Ec2TaskDefinition, LogDriver, NetworkMode, Protocol } from "aws-cdk-lib/aws-ecs";
import { Secret as ContainerSecret } from "aws-cdk-lib/aws-ecs";
import {
  ApplicationListenerRule,
  ApplicationProtocol,
  ApplicationTargetGroup,
  ListenerAction,
  ListenerCondition,
  TargetType,
} from "aws-cdk-lib/aws-elasticloadbalancingv2";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { DataStack } from "./data-stack";
import type { ServiceEntry } from "./manifest";
import type { PlatformStack } from "./platform-stack";
import type { RegistryStack } from "./registry-stack";

export interface ServiceStackProps extends StackProps {
  readonly service: ServiceEntry;
  readonly vpc: IVpc;
  readonly registry: RegistryStack;
  readonly data: DataStack;
  readonly platform: PlatformStack;
}

/** One service: task definition, service, target group, rule, roles, scaling, log group, alarms. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, { service, vpc, registry, data, platform, ...props }: ServiceStackProps) {
    super(scope, id, props);
    const { name } = service;
    const logGroup = new LogGroup(this, "LogGroup", {
      logGroupName: `/prod/${name}`,
      retention: RetentionDays.ONE_YEAR,
    });
    const task = new Ec2TaskDefinition(this, "Task", { family: `prod-${name}`, networkMode: NetworkMode.BRIDGE });
    const image = registry.images.get(name)?.stringValue ?? "";
    const secrets = Object.entries(registry.secrets.get(name) ?? {});
    task.addContainer("app", {
      image: ContainerImage.fromRegistry(image),
      cpu: service.cpu,
      memoryLimitMiB: service.memory,
      memoryReservationMiB: service.memoryReservation,
      stopTimeout: Duration.seconds(60),
      environment: { ...service.environment },
      secrets: Object.fromEntries(secrets.map(([key, secret]) => [key, ContainerSecret.fromSecretsManager(secret)])),
      portMappings: [{ containerPort: 8_000, hostPort: 0, protocol: Protocol.TCP }],
      logging: LogDriver.awsLogs({ logGroup, streamPrefix: "app" }),
    });
    registry.repositories.get(name)?.grantPull(task.obtainExecutionRole());
    if (service.uses.includes("files")) data.files.grantReadWrite(task.taskRole);

    const targetGroup = new ApplicationTargetGroup(this, "TargetGroup", {
      vpc,
      port: 8_000,
      protocol: ApplicationProtocol.HTTP,
      targetType: TargetType.INSTANCE,
      deregistrationDelay: Duration.seconds(30),
      healthCheck: { path: "/healthz", interval: Duration.seconds(15), timeout: Duration.seconds(5) },
    });
    const rule = new ApplicationListenerRule(this, "Rule", {
      listener: platform.listener,
      priority: service.priority,
      conditions: [ListenerCondition.pathPatterns([...service.paths])],
      action: ListenerAction.forward([targetGroup]),
    });
    const ecs = new Ec2Service(this, "Service", {
      cluster: platform.cluster,
      taskDefinition: task,
      serviceName: name,
      minHealthyPercent: 100,
      maxHealthyPercent: 150,
      circuitBreaker: { rollback: true },
      capacityProviderStrategies: [{ capacityProvider: platform.capacityProviderName, weight: 1 }],
    });
    ecs.node.addDependency(rule);
    targetGroup.addTarget(ecs.loadBalancerTarget({ containerName: "app", containerPort: 8_000 }));
    const scaling = ecs.autoScaleTaskCount({ minCapacity: 2, maxCapacity: 4 });
    scaling.scaleOnCpuUtilization("Cpu", { targetUtilizationPercent: 70 });

    this.alarm("UnhealthyHosts", platform, targetGroup, "UnHealthyHostCount", "Maximum", 0);
    this.alarm("ServerErrors", platform, targetGroup, "HTTPCode_Target_5XX_Count", "Sum", 5);
    this.alarm("Latency", platform, targetGroup, "TargetResponseTime", "p95", 2);
  }

  private alarm(
    id: string,
    { loadBalancer }: PlatformStack,
    targetGroup: ApplicationTargetGroup,
    metricName: string,
    statistic: string,
    threshold: number,
  ): void {
    const dimensionsMap = {
      LoadBalancer: loadBalancer.loadBalancerFullName,
      TargetGroup: targetGroup.targetGroupFullName,
    };
    new Metric({
      namespace: "AWS/ApplicationELB",
      metricName,
      dimensionsMap,
      statistic,
      period: Duration.minutes(1),
    }).createAlarm(this, id, { threshold, evaluationPeriods: 3, treatMissingData: TreatMissingData.NOT_BREACHING });
  }
}
