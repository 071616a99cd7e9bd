/** The secrets of a task as ECS gives them: variables with values from Secrets Manager and the parameter store. */
import type { ContainerDefinition } from "@aws-sdk/client-ecs";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";

/** Of a local AWS. */
export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export class TaskSecrets {
  private readonly secrets: SecretsManagerClient;
  private readonly ssm: SSMClient;

  constructor(clientConfig: ClientConfig) {
    this.secrets = new SecretsManagerClient(clientConfig);
    this.ssm = new SSMClient(clientConfig);
  }

  /** Variable -> value. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html */
  async of({ secrets = [] }: ContainerDefinition): Promise<Record<string, string>> {
    const values: Record<string, string> = {};
    for (const { name = "", valueFrom = "" } of secrets) values[name] = await this.valueOf(valueFrom);
    return values;
  }

  destroy(): void {
    this.secrets.destroy();
    this.ssm.destroy();
  }

  /** `arn:aws:secretsmanager:region:account:secret:name[:json-key:version-stage:version-id]`, or a parameter. */
  private async valueOf(valueFrom: string): Promise<string> {
    const parts = valueFrom.split(":");
    if (parts[2] !== "secretsmanager") {
      const Name = valueFrom.replace(/^arn:.*:parameter/, "");
      const { Parameter } = await this.ssm.send(new GetParameterCommand({ Name, WithDecryption: true }));
      return Parameter?.Value ?? "";
    }
    const [SecretId, key = ""] = [parts.slice(0, 7).join(":"), parts[7]];
    const { SecretString = "" } = await this.secrets.send(new GetSecretValueCommand({ SecretId }));
    if (key === "") return SecretString;
    const value = (JSON.parse(SecretString) as Record<string, unknown>)[key];
    if (value === undefined) throw new Error(`retrieved secret from Secrets Manager did not contain json key ${key}`);
    return String(value);
  }
}
