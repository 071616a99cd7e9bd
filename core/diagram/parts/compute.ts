/** What runs: the cluster on its instances, the services, the load balancer before them. */
import { decoded, number, text, texts, type Resource } from "../landscape";
import type { Sketch } from "../sketch";
import { tierNamed } from "./network";

/** One container of a task definition, as far as it is drawn. */
interface Container {
  readonly name?: string;
  readonly portMappings?: readonly { readonly hostPort?: number }[];
  readonly environment?: readonly { readonly name: string; readonly value?: unknown }[];
  readonly secrets?: readonly { readonly name: string; readonly valueFrom?: unknown }[];
}

/** An ECS service and what it runs. */
export interface EcsService {
  readonly box: string;
  readonly resource: Resource;
  readonly containers: readonly Container[];
  /** Runs on every instance. */
  readonly isDaemon: boolean;
}

export function ecsServices({ land }: Sketch): EcsService[] {
  return land.all("aws_ecs_service").map((resource) => {
    const isDaemon = resource.arguments["scheduling_strategy"] === "DAEMON";
    const containers = land
      .uses(resource.arguments["task_definition"], resource.stack)
      .filter(({ type }) => type === "aws_ecs_task_definition")
      .flatMap(containersOf);
    const name = containers[0]?.name ?? resource.address;
    return { box: isDaemon ? name : `service-${name}`, resource, containers, isDaemon };
  });
}

function containersOf(definition: Resource): readonly Container[] {
  const containers = decoded(definition.arguments["container_definitions"]);
  return Array.isArray(containers) ? (containers as Container[]) : [];
}

export function computeBoxes(sketch: Sketch): void {
  const { land } = sketch;
  const groups = land.all("aws_autoscaling_group");
  const tier = tierNamed(sketch, groups[0]?.arguments["vpc_zone_identifier"], groups[0]?.stack ?? "");
  const inTier = tier === undefined ? {} : { parent: tier };
  for (const balancer of land.all("aws_lb")) {
    const at = tierNamed(sketch, balancer.arguments["subnets"], balancer.stack);
    sketch.node({
      id: "load-balancer",
      kind: "load-balancer",
      label: "Load balancer",
      details: [balancer.arguments["internal"] === true ? "internal, HTTPS" : "public, HTTPS"],
      ...(at === undefined ? {} : { parent: at }),
      resources: [balancer],
    });
  }
  const clusters = land.all("aws_ecs_cluster");
  if (clusters.length > 0) {
    const cluster = {
      id: "cluster",
      kind: "cluster",
      label: "ECS cluster",
      detail: "",
      flow: "down",
      head: "left",
    } as const;
    sketch.group({ ...cluster, ...inTier, resources: clusters });
    sketch.node({
      id: "instances",
      kind: "cluster",
      label: instances(sketch, groups),
      shape: "chip",
      parent: "cluster",
      resources: [...groups, ...land.all("aws_launch_template")],
    });
  }
  serviceBoxes(sketch, clusters.length > 0);
}

function instances({ land }: Sketch, groups: readonly Resource[]): string {
  const type = text(land.all("aws_launch_template")[0], "instance_type") ?? "instances";
  const [min, max] = [number(groups[0], "min_size"), number(groups[0], "max_size")];
  return min === max ? `${min ?? ""} × ${type}` : `${min ?? ""}–${max ?? ""} × ${type}`;
}

function serviceBoxes(sketch: Sketch, hasCluster: boolean): void {
  const services = ecsServices(sketch);
  const inCluster = hasCluster ? { parent: "cluster" } : {};
  const rolling = services.filter(({ isDaemon }) => !isDaemon);
  const count = `${rolling.length} ${rolling.length === 1 ? "service" : "services"}`;
  const group = { id: "services", kind: "services", label: count, detail: "", flow: "grid" } as const;
  if (rolling.length > 0) sketch.group({ ...group, ...inCluster, resources: [] });
  for (const { box, resource, containers, isDaemon } of services) {
    const label = containers[0]?.name ?? resource.address;
    if (isDaemon) {
      const node = { kind: "collector", label: "Collector", details: ["on every instance"] } as const;
      sketch.node({ ...node, ...inCluster, id: box, resources: [resource] });
    } else {
      const details = [tasks(sketch, resource)];
      const node = { id: box, kind: "service", label, details, parent: "services", column: "service" } as const;
      sketch.node({ ...node, resources: [resource] });
    }
  }
}

function tasks({ land }: Sketch, service: Resource): string {
  const target = land.all("aws_appautoscaling_target").find((scaling) => land.refers(scaling, service));
  const min = number(target, "min_capacity") ?? number(service, "desired_count") ?? 1;
  const max = number(target, "max_capacity") ?? min;
  return min === max ? `${min} ${min === 1 ? "task" : "tasks"}` : `${min}–${max} tasks`;
}

export function computeArrows(sketch: Sketch): void {
  const { land } = sketch;
  for (const { box, resource } of ecsServices(sketch)) {
    for (const rule of land.in(resource.stack).filter(({ type }) => type === "aws_lb_listener_rule")) {
      const listeners = land.uses(rule.arguments["listener_arn"], rule.stack);
      const balancers = listeners.map((listener) => sketch.boxOf(listener));
      for (const balancer of balancers) sketch.edge(balancer, box, "by path");
    }
  }
}

/** The named environment variable of a service; undefined without it. */
export const variable = ({ containers }: EcsService, name: string): unknown =>
  containers.flatMap(({ environment = [] }) => environment).find((entry) => entry.name === name)?.value;

/** What the named secret of a service is read from; undefined without it. */
export const secret = ({ containers }: EcsService, name: string): string | undefined =>
  texts(containers.flatMap(({ secrets = [] }) => secrets).find((entry) => entry.name === name)?.valueFrom)[0];
