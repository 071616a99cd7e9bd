/** AWS SDK clients of the state backend: the bucket and the lock table. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SSMClient } from "@aws-sdk/client-ssm";
import type { DeliveryRole } from "../../core/naming/names";
import { watched } from "../aws/aws";

export interface AwsClients {
  readonly s3: S3Client;
  readonly dynamodb: DynamoDBClient;
  readonly ssm: SSMClient;
  destroy(): void;
}

/** Clients of the local AWS at `endpoint` (the loopback proxy), in the account `accountId`. */
export function localClients(endpoint: string, accountId: string, region: string): AwsClients {
  const shared = localConfig(endpoint, accountId, region);
  return bundleOf(new S3Client({ ...shared, forcePathStyle: true }), new DynamoDBClient(shared), new SSMClient(shared));
}

/** Of any client of the local AWS. */
export function localConfig(endpoint: string, accountId: string, region: string) {
  return {
    endpoint,
    region,
    credentials: { accessKeyId: accountId, secretAccessKey: "local" },
    // No look at the user's profile: it may name another endpoint.
    ignoreConfiguredEndpointUrls: true,
  };
}

/**
 * Clients of AWS itself, with the user's own credentials.
 * @param role of the stack `delivery` that may call what they are for, if one may
 */
export function awsClients(region: string, role: DeliveryRole | undefined): AwsClients {
  return bundleOf(
    watched(new S3Client({ region }), role),
    watched(new DynamoDBClient({ region }), role),
    watched(new SSMClient({ region }), role),
  );
}

function bundleOf(s3: S3Client, dynamodb: DynamoDBClient, ssm: SSMClient): AwsClients {
  const destroy = () => [s3, dynamodb, ssm].forEach((client) => client.destroy());
  return { s3, dynamodb, ssm, destroy };
}
