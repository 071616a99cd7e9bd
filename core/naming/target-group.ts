/** Target groups of the services. */
import { names, type NameSpace } from "./names";

/**
 * What cannot be changed on a target group. Its name ends in a hash of this. The port is never used: ECS registers each
 * task with its own.
 */
export const fixedOfTargetGroup = {
  port: 80,
  protocol: "HTTP",
  protocolVersion: "HTTP1",
  targetType: "instance",
} as const;

/** Name of a service's target group. */
export const targetGroupName = (environment: NameSpace, service: string) =>
  names.targetGroup(environment, service, fixedOfTargetGroup);
