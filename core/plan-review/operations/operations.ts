/** What plans mean in operation: who restarts, who is interrupted, what takes time, what is metadata only. */
import { counted } from "../../document/text";
import type { ChangedResource } from "../changed-resource";
import type { Operation, OperationEffect } from "../review";
import { cacheEffects } from "./cache";
import { databaseEffects, parameterEffects } from "./database";
import { serviceEffects, taskDefinitionEffects } from "./ecs";
import { functionEffects, groupEffects, instanceEffects, nodeGroupEffects } from "./instances";
import type { EffectsOf } from "./operation";
import { scalingEffects } from "./scaling";
import {
  distributionEffects,
  listenerRuleEffects,
  loadBalancerEffects,
  passage,
  recordEffects,
  routeEffects,
} from "./traffic";

const byType: Readonly<Record<string, EffectsOf>> = {
  aws_appautoscaling_target: scalingEffects,
  aws_autoscaling_group: groupEffects,
  aws_cloudfront_distribution: distributionEffects,
  aws_db_instance: databaseEffects,
  aws_db_parameter_group: parameterEffects,
  aws_rds_cluster_parameter_group: parameterEffects,
  aws_rds_cluster: databaseEffects,
  aws_rds_cluster_instance: databaseEffects,
  aws_ecs_cluster: passage("its services end"),
  aws_ecs_service: serviceEffects,
  aws_ecs_task_definition: taskDefinitionEffects,
  aws_eip: passage("its address is given back, and cannot be had again"),
  aws_eks_cluster: passage("its workloads end"),
  aws_eks_node_group: nodeGroupEffects,
  aws_elasticache_cluster: cacheEffects,
  aws_elasticache_replication_group: cacheEffects,
  aws_instance: instanceEffects,
  aws_internet_gateway: passage("nothing in the network reaches the internet"),
  aws_lambda_function: functionEffects,
  aws_lb: loadBalancerEffects,
  aws_alb: loadBalancerEffects,
  aws_elb: loadBalancerEffects,
  aws_lb_listener: passage("requests to it fail"),
  aws_lb_listener_rule: listenerRuleEffects,
  aws_lb_target_group: passage("requests to it fail"),
  aws_nat_gateway: passage("what goes out through it fails"),
  aws_opensearch_domain: passage("searches fail"),
  aws_route: routeEffects,
  aws_route53_record: recordEffects,
  aws_route_table_association: passage("its subnet falls back to the main route table"),
  aws_subnet: passage("whatever is in it ends"),
  aws_vpc: passage("whatever is in it ends"),
  aws_vpc_endpoint: passage("the service is reached another way, or not at all"),
  aws_vpc_peering_connection: passage("the other network is out of reach"),
  aws_vpn_connection: passage("the other network is out of reach"),
};

const endsWithService = new Set(["aws_lb_listener_rule", "aws_lb_target_group"]);

const order: readonly OperationEffect[] = ["interrupts", "restarts", "scales", "takes-time", "metadata"];

/** @param stacks the resources of each stack, in dependency order */
export function operations(stacks: ReadonlyMap<string, readonly ChangedResource[]>): Operation[] {
  const found = [...stacks].flatMap(([stack, resources]) => ofStack(stack, resources));
  return order.flatMap((effect) => found.filter((operation) => operation.effect === effect));
}

function ofStack(stack: string, resources: readonly ChangedResource[]): Operation[] {
  const said = new Set<string>();
  const servicesEnd = resources.some(({ place, action }) => place.type === "aws_ecs_service" && action === "destroy");
  const single = resources.flatMap((resource) => {
    // A left-over object serves nobody any more.
    if (resource.place.deposed !== undefined) return [];
    // Where the service itself ends, its way in is not said as well.
    if (endsWithService.has(resource.place.type) && resource.action === "destroy" && servicesEnd) return [];
    const effectsOf = Object.hasOwn(byType, resource.place.type) ? byType[resource.place.type] : undefined;
    return (effectsOf?.(resource, resources) ?? []).map(({ addresses = [], ...effect }): Operation => {
      const all = [resource.place.address, ...addresses];
      for (const address of all) said.add(address);
      return { stack, ...effect, addresses: all };
    });
  });
  const rest = resources.filter(
    ({ action, deltas, place }) =>
      action === "update" && !said.has(place.address) && deltas.some(({ noise }) => noise === undefined),
  );
  return rest.length === 0
    ? single
    : [
        ...single,
        {
          stack,
          effect: "metadata",
          subject: stack,
          sentence: `${counted(rest.length, "resource")} ${rest.length === 1 ? "gets" : "get"} other settings, and nothing restarts`,
          addresses: rest.map(({ place }) => place.address),
        },
      ];
}
