import type { Construct } from "constructs";
import type { Service } from "../core/manifest/schema";
import { names } from "../core/naming/names";
import { AlarmTopic } from "../modules/observability/alarm-topic";
import { Collector } from "../modules/observability/collector";
import { Dashboard } from "../modules/observability/dashboard";
import { SharedAlarms } from "../modules/observability/shared-alarms";
import { targetGroupName } from "../core/naming/target-group";
import { BaseStack, type StackProps } from "./base-stack";
import type { DataStack } from "./data-stack";
import type { NetworkStack } from "./network-stack";
import { StackOutputs, string } from "./outputs";
import type { PlatformStack } from "./platform-stack";

const shape = {
  alarmTopicArn: string("Topic that alarms are published to"),
};

export interface ObservabilityStackProps extends StackProps {
  /** In the order of their rows on the dashboard. */
  readonly services: readonly Service[];
  readonly network: NetworkStack["outputs"];
  readonly data: DataStack["outputs"];
  readonly platform: PlatformStack["outputs"];
}

/** How the platform is watched: the collector to SigNoz, the alarms of shared resources, their topic, the dashboard. */
export class ObservabilityStack extends BaseStack {
  readonly outputs: StackOutputs<typeof shape>;

  constructor(scope: Construct, props: ObservabilityStackProps) {
    super(scope, "observability", "observability", props);
    const { environment } = props;
    const { accountId, region } = environment;
    const network = props.network.readIn(this);
    const data = props.data.readIn(this);
    const platform = props.platform.readIn(this);
    const topic = new AlarmTopic(this, "AlarmTopic", {
      name: names.shared(environment, "alarms"),
      region,
      accountId,
      emails: environment.alarms.emails,
      protectData: environment.protectData,
    });
    new Collector(this, "Collector", {
      name: names.shared(environment, "collector"),
      configParameterName: names.path(environment, "collector", "config"),
      logGroupName: names.path(environment, "collector"),
      logRetentionDays: environment.logs.retentionDays,
      logKeyArn: network.logKeyArn,
      environmentName: environment.name,
      region,
      accountId,
      clusterArn: platform.clusterArn,
      settings: environment.collector,
    });
    const shared = {
      databaseIdentifier: data.databaseIdentifier,
      cacheNodeIds: cacheNodeIds(names.shared(environment, "cache"), environment.cache.replicas + 1),
      loadBalancerArnSuffix: platform.loadBalancerArnSuffix,
      clusterName: platform.clusterName,
    };
    new SharedAlarms(this, "Alarms", {
      ...shared,
      name: names.shared(environment),
      topicArn: topic.arn,
      maxConnections: environment.database.maxConnections,
      allocatedStorageGiB: environment.database.allocatedStorageGiB,
      autoScalingGroupName: platform.autoScalingGroupName,
      instances: environment.cluster.instances,
    });
    new Dashboard(this, "Dashboard", {
      ...shared,
      name: names.shared(environment),
      region,
      services: props.services
        .filter((service) => !service.retired)
        .map(({ name }) => ({
          name,
          serviceName: names.service(environment, name),
          targetGroupName: targetGroupName(environment, name),
        })),
    });
    this.outputs = new StackOutputs(this, shape, { alarmTopicArn: topic.arn });
  }
}

/** ElastiCache numbers the nodes of a replication group from 001. */
const cacheNodeIds = (replicationGroup: string, nodes: number) =>
  Array.from({ length: nodes }, (_, index) => `${replicationGroup}-${String(index + 1).padStart(3, "0")}`);
