import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Backend, type TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../core/environment/schema";
import { referenceBetweenStacks } from "../core/errors";
import { names, product } from "../core/naming/names";
import { enforce } from "../core/rules/rules";
import { boundRoles, roleBoundaryArn } from "../modules/common/role-boundary";
import { mendBlocks, mendTerraformBlock } from "./hcl";

/** Terraform that knows lock files in S3 (`use_lockfile`). */
const terraformVersion = ">= 1.11.0";
/** AWS provider: everything written here is valid for both majors; the lock file pins one for production. */
const providerVersion = ">= 5.100.0, < 7.0.0";

export interface StackProps {
  readonly environment: Environment;
}

/** What every stack has: the provider of one account and region, the remote state with both locks, tags, bounded roles. */
export abstract class BaseStack extends TerraformStack {
  readonly environment: Environment;
  /** Tags of everything in the stack, for what the provider does not tag by itself. */
  protected readonly defaultTags: Readonly<Record<string, string>>;
  private readonly usedDirectly = new Set<string>();

  /** `layer` is the word for the stack's folder, tag, alarms and place in the picture. */
  constructor(
    scope: Construct,
    id: string,
    layer: string,
    { environment }: StackProps,
    tags: Record<string, string> = {},
  ) {
    super(scope, id);
    boundRoles(this, roleBoundaryArn(environment));
    this.environment = environment;
    this.defaultTags = {
      ...environment.tags,
      Product: product,
      Environment: environment.name,
      Layer: layer,
      ManagedBy: "terraform",
      ...tags,
    };
    new AwsProvider(this, "aws", {
      region: environment.region,
      allowedAccountIds: [environment.accountId],
      defaultTags: [{ tags: { ...this.defaultTags } }],
    });
    new S3Backend(this, stateBackend(environment, id));
    this.addOverride("terraform.backend.s3.use_lockfile", true);
    this.addOverride("terraform.required_version", terraformVersion);
    this.addOverride("terraform.required_providers.aws.version", providerVersion);
  }

  /** CDKTF calls it when another stack uses an attribute of this one. Refused at synthesis: see `StackOutputs`. */
  override registerOutgoingCrossStackReference(expression: string): TerraformOutput {
    this.usedDirectly.add(expression);
    return super.registerOutgoingCrossStackReference(expression);
  }

  /**
   * @throws {ConstructError} when another stack uses attributes of this one that are not read from its outputs
   * @throws {RuleError} when the stack breaks a rule for the whole tree (`core/rules`)
   */
  override toTerraform(): unknown {
    if (this.usedDirectly.size > 0) throw referenceBetweenStacks(this.node.path, [...this.usedDirectly]);
    const json: unknown = super.toTerraform();
    const { protectData } = this.environment;
    enforce(json, { protectData, roleBoundaryArn: roleBoundaryArn(this.environment) });
    return json;
  }

  override toHclTerraform(): { hcl: string; metadata: unknown } {
    this.toTerraform();
    mendBlocks(this);
    const { hcl, metadata } = super.toHclTerraform();
    return { hcl: mendTerraformBlock(hcl, terraformVersion), metadata };
  }
}

/** Where a stack's state lies. The bucket's own encryption applies: it has a key of its own. */
export function stateBackend(environment: Environment, stack: string) {
  return {
    bucket: names.stateBucket(environment),
    key: names.stateKey(environment, stack),
    region: environment.region,
    dynamodbTable: names.lockTable(environment),
    allowedAccountIds: [environment.accountId],
  };
}
