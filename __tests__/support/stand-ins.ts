/** What stands in for a stack that a test leaves out: a state without resources, with outputs that others can use. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CreateSecurityGroupCommand, CreateSubnetCommand, CreateVpcCommand, EC2Client } from "@aws-sdk/client-ec2";
import type { StackOnDisk } from "../../ops/synthesize";

export type Outputs = Readonly<Record<string, unknown>>;

/** Makes the few things that the local AWS asks to be there: VPC, subnets, security groups. */
export class StandIns {
  private readonly ec2: EC2Client;
  private vpc: Promise<string> | undefined;
  private readonly subnets = new Map<string, Promise<string>>();

  constructor(clientConfig: ConstructorParameters<typeof EC2Client>[0]) {
    this.ec2 = new EC2Client(clientConfig ?? {});
  }

  /** A plausible value for every output that the stack declares. */
  async outputsOf({ name: stack, folder }: StackOnDisk): Promise<Outputs> {
    const { output = {} } = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as { output?: object };
    const values: Record<string, unknown> = {};
    for (const name of Object.keys(output)) values[name] = await this.valueOf(stack, name);
    return values;
  }

  destroy(): void {
    this.ec2.destroy();
  }

  private async valueOf(stack: string, name: string): Promise<unknown> {
    if (name === "vpc_id") return this.vpcId();
    if (name.endsWith("_subnet_ids"))
      return Promise.all([this.subnetId("10.60.0.0/24", "us-east-1a"), this.subnetId("10.60.1.0/24", "us-east-1b")]);
    if (name.endsWith("_security_group_id")) return this.securityGroupId(`${stack}-${name}`);
    if (name.endsWith("_key_arn")) return "arn:aws:kms:us-east-1:111122223333:key/00000000-0000-0000-0000-000000000000";
    if (name.endsWith("_arn")) return `arn:aws:sns:us-east-1:111122223333:${stack}-${name}`;
    return name.endsWith("_port") ? 5432 : `${stack}-${name}`.replaceAll("_", "-");
  }

  private vpcId(): Promise<string> {
    this.vpc ??= this.ec2.send(new CreateVpcCommand({ CidrBlock: "10.60.0.0/16" })).then(({ Vpc }) => made(Vpc?.VpcId));
    return this.vpc;
  }

  private async subnetId(CidrBlock: string, AvailabilityZone: string): Promise<string> {
    const VpcId = await this.vpcId();
    const known =
      this.subnets.get(CidrBlock) ??
      this.ec2
        .send(new CreateSubnetCommand({ VpcId, CidrBlock, AvailabilityZone }))
        .then(({ Subnet }) => made(Subnet?.SubnetId));
    this.subnets.set(CidrBlock, known);
    return known;
  }

  private async securityGroupId(GroupName: string): Promise<string> {
    const VpcId = await this.vpcId();
    const group = { GroupName, Description: "Stands in", VpcId };
    return made((await this.ec2.send(new CreateSecurityGroupCommand(group))).GroupId);
  }
}

function made(id: string | undefined): string {
  if (id === undefined) throw new Error("the local AWS gave no id");
  return id;
}

/** A state as Terraform stores it. */
export function stateWith(outputs: Outputs): string {
  const typed = Object.entries(outputs).map(([name, value]) => [
    name,
    { value, type: Array.isArray(value) ? ["list", "string"] : typeof value },
  ]);
  return JSON.stringify({
    version: 4,
    terraform_version: "1.11.0",
    serial: 1,
    lineage: "00000000-0000-0000-0000-000000000000",
    outputs: Object.fromEntries(typed) as object,
    resources: [],
  });
}
