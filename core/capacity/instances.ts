/**
 * EC2 instance types, as far as the proof of capacity has to know them. x86_64 only, as the AMI and the images are; bare
 * metal left out.
 *
 * vCPUs and memory: https://docs.aws.amazon.com/ec2/latest/instancetypes/gp.html. Interfaces and branch interfaces
 * (trunking): github.com/aws/amazon-vpc-resource-controller-k8s, pkg/aws/vpc/limits.go. Prices: on demand, Linux,
 * us-east-1, July 2026, in proportion to the memory within a family; used to order types, never shown.
 */

/** vCPUs, memory in GiB, network interfaces, branch interfaces (0: no trunking). */
type Row = readonly [vcpus: number, memoryGiB: number, interfaces: number, branchInterfaces: number];

const burstable = {
  nano: [2, 0.5, 2, 0],
  micro: [2, 1, 2, 0],
  small: [2, 2, 3, 0],
  medium: [2, 4, 3, 0],
  large: [2, 8, 3, 0],
  xlarge: [4, 16, 4, 0],
  "2xlarge": [8, 32, 4, 0],
} as const satisfies Readonly<Record<string, Row>>;

const fifthGeneration = {
  large: [2, 8, 3, 9],
  xlarge: [4, 16, 4, 18],
  "2xlarge": [8, 32, 4, 38],
  "4xlarge": [16, 64, 8, 54],
  "8xlarge": [32, 128, 8, 54],
  "12xlarge": [48, 192, 8, 54],
  "16xlarge": [64, 256, 15, 107],
  "24xlarge": [96, 384, 15, 107],
} as const satisfies Readonly<Record<string, Row>>;

const laterGenerations = {
  ...fifthGeneration,
  "8xlarge": [32, 128, 8, 84],
  "12xlarge": [48, 192, 8, 114],
} as const satisfies Readonly<Record<string, Row>>;

const sizes32: Row = [128, 512, 15, 107];
const sizes48: Row = [192, 768, 15, 107];

const families: Readonly<
  Record<string, { readonly usdPerGiBHour: number; readonly sizes: Readonly<Record<string, Row>> }>
> = {
  t3: { usdPerGiBHour: 0.0104, sizes: burstable },
  t3a: { usdPerGiBHour: 0.0094, sizes: { ...burstable, small: [2, 2, 2, 0] } },
  m5: { usdPerGiBHour: 0.012, sizes: fifthGeneration },
  m5a: { usdPerGiBHour: 0.01075, sizes: fifthGeneration },
  m6a: { usdPerGiBHour: 0.0108, sizes: { ...laterGenerations, "32xlarge": sizes32, "48xlarge": sizes48 } },
  m6i: { usdPerGiBHour: 0.012, sizes: { ...laterGenerations, "32xlarge": sizes32 } },
  m7i: { usdPerGiBHour: 0.0126, sizes: { ...laterGenerations, "48xlarge": sizes48 } },
};

export interface InstanceType {
  /** `t3a.xlarge` */
  readonly name: string;
  readonly family: string;
  readonly vcpus: number;
  /** Memory that EC2 advertises, MiB. */
  readonly memoryMiB: number;
  /** Network interfaces, the instance's own included: a task with a network of its own (awsvpc) takes one. */
  readonly interfaces: number;
  /** Branch interfaces for such tasks where the type can trunk; else 0. */
  readonly branchInterfaces: number;
  /** List price, USD an hour. */
  readonly hourlyUsd: number;
}

/** By family, each from the smallest to the largest. */
export const instanceTypes: readonly InstanceType[] = Object.entries(families).flatMap(
  ([family, { usdPerGiBHour, sizes }]) =>
    Object.entries(sizes).map(([size, [vcpus, memoryGiB, interfaces, branchInterfaces]]) => ({
      name: `${family}.${size}`,
      family,
      vcpus,
      memoryMiB: memoryGiB * 1_024,
      interfaces,
      branchInterfaces,
      hourlyUsd: usdPerGiBHour * memoryGiB,
    })),
);

export const familyNames: readonly string[] = Object.keys(families);

/** Undefined for a type that the table does not know. */
export function instanceType(name: string): InstanceType | undefined {
  return instanceTypes.find((type) => type.name === name);
}

/** CPU units that ECS counts for a vCPU. */
const cpuUnitsPerVcpu = 1_024;

export const cpuUnitsOf = ({ vcpus }: InstanceType) => vcpus * cpuUnitsPerVcpu;

/**
 * Memory that an instance registers with ECS, MiB: what its operating system sees, which is less than EC2 advertises.
 * AWS gives no number but an example, so it is taken to be 96 percent less 328 MiB: 15,400 for a 16 GiB instance. That
 * is below what was measured on every type of the table (what firmware and kernel keep: github.com/aws/
 * karpenter-provider-aws@15e8769, zz_generated.memory_overhead.go; the tightest is m5.large), so the proof errs to
 * the safe side. The measured value of an instance of your own belongs into `cluster.registeredMemoryMiB`.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/memory-management.html
 */
export function assumedMemoryMiB({ memoryMiB }: InstanceType): number {
  return Math.max(0, Math.floor(memoryMiB * 0.96) - 328);
}

/** The setting if there is one, else what the type is taken to register; undefined for an unknown type without setting. */
export function registeredMemoryMiB(cluster: {
  readonly instanceType: string;
  readonly registeredMemoryMiB?: number | undefined;
}): number | undefined {
  const type = instanceType(cluster.instanceType);
  return cluster.registeredMemoryMiB ?? (type && assumedMemoryMiB(type));
}

/**
 * Tasks with a network interface of their own that an instance would hold: all interfaces but the first, of which trunking
 * turns one into many. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/eni-trunking-supported-instance-types.html
 */
export function awsvpcTasks({ interfaces, branchInterfaces }: InstanceType): number {
  return branchInterfaces > 0 ? interfaces - 2 + branchInterfaces : interfaces - 1;
}
