/** How many tasks of a service may run while a rolling deployment replaces them. */

export interface RollingSettings {
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
}

export interface RollingLimits {
  /** Healthy tasks that must stay. */
  readonly fewest: number;
  /** Tasks that may run, old and new together. */
  readonly most: number;
}

/**
 * ECS rounds the lower limit up and the upper one down.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
 */
export function rollingLimits(tasks: number, settings: RollingSettings): RollingLimits {
  return {
    fewest: Math.ceil((tasks * settings.minimumHealthyPercent) / 100),
    most: Math.floor((tasks * settings.maximumPercent) / 100),
  };
}

/** Whether the limits alone let a deployment start a task or stop one. */
export function canRoll(tasks: number, settings: RollingSettings): boolean {
  const { fewest, most } = rollingLimits(tasks, settings);
  return most > tasks || fewest < tasks;
}
