/**
 * Where ECS puts a task: among the instances with room for it, in the availability zone with the fewest tasks of its
 * service; there, on the instance with the least memory left. What the services are synthesized with, and what the proof
 * of capacity follows.
 */
export const placementStrategy = [
  { type: "spread", field: "attribute:ecs.availability-zone" },
  { type: "binpack", field: "memory" },
] as const;
