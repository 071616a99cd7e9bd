/** The calls of AWS that commands make: clients, retries, and what is said when AWS refuses. */
import type { DeliveryRole } from "../../core/naming/names";
import type { CloudFront } from "@aws-sdk/client-cloudfront";
import type { ECR } from "@aws-sdk/client-ecr";
import type { ECS } from "@aws-sdk/client-ecs";
import type { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { S3 } from "@aws-sdk/client-s3";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SSM } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";
import {
  awsRefused,
  awsSilent,
  clockIsWrong,
  credentialsExpired,
  noCredentials,
  permissionMissing,
  reasonOf,
  UserError,
} from "../../core/errors";

/**
 * How often a call is tried when AWS throttles it or fails for a moment. Between two tries the SDK waits 0.1 s (0.5 s
 * when throttled), doubled each time up to 20 s, less a random part: 13 s in all at most, 52 s when throttled.
 */
const maxAttempts = 8;

export interface Aws {
  readonly ecr: ECR;
  readonly ecs: ECS;
  readonly elb: ElasticLoadBalancingV2;
  readonly logs: CloudWatchLogs;
  readonly ssm: SSM;
  readonly s3: S3;
  readonly secrets: SecretsManager;
  readonly dynamodb: DynamoDB;
  readonly cloudfront: CloudFront;
  readonly sts: STSClient;
  close(): void;
}

export interface AwsCall {
  /** `ECS`, `Elastic Load Balancing v2`: the service's id in the SDK. */
  readonly service: string;
  /** `UpdateService` */
  readonly operation: string;
  readonly input: object;
}

export interface AwsOptions {
  readonly region: string;
  /** Role of the stack `delivery` that may make these calls. @default release */
  readonly role?: DeliveryRole;
  /** The local AWS, with the account that it is to work in. @default AWS itself, with the user's own credentials */
  readonly local?: { readonly endpoint: string; readonly accountId: string };
  /** Told of every call before it is made. */
  readonly onCall?: (call: AwsCall) => void;
}

export async function openAws({ region, role = "release", local, onCall }: AwsOptions): Promise<Aws> {
  // Loaded here and not above: these clients take longer to load than most commands take as a whole.
  const [{ CloudFront }, { ECR }, { ECS }, { ElasticLoadBalancingV2 }, { CloudWatchLogs }] = await Promise.all([
    import("@aws-sdk/client-cloudfront"),
    import("@aws-sdk/client-ecr"),
    import("@aws-sdk/client-ecs"),
    import("@aws-sdk/client-elastic-load-balancing-v2"),
    import("@aws-sdk/client-cloudwatch-logs"),
  ]);
  const shared = {
    region,
    maxAttempts,
    ...(local === undefined
      ? {}
      : {
          endpoint: local.endpoint,
          credentials: { accessKeyId: local.accountId, secretAccessKey: "local" },
          ignoreConfiguredEndpointUrls: true,
        }),
  };
  const watch = <C extends Client>(client: C): C => watched(client, role, onCall);
  const clients = {
    ecr: watch(new ECR(shared)),
    ecs: watch(new ECS(shared)),
    elb: watch(new ElasticLoadBalancingV2(shared)),
    logs: watch(new CloudWatchLogs(shared)),
    ssm: watch(new SSM(shared)),
    s3: watch(new S3({ ...shared, forcePathStyle: local !== undefined })),
    secrets: watch(new SecretsManager(shared)),
    dynamodb: watch(new DynamoDB(shared)),
    cloudfront: watch(new CloudFront(shared)),
    // Whoever has no credentials is to be told so at once.
    sts: watch(new STSClient({ ...shared, maxAttempts: 2 })),
  };
  return { ...clients, close: () => Object.values(clients).forEach((client) => client.destroy()) };
}

/** AWS refused a call; `code` is AWS's own word for why. */
export class AwsFailure extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** It may be otherwise in a moment: throttling, a failure of the service, no answer at all. */
    readonly isTransient = false,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** AWS refused a call for want of a permission, or of valid credentials: whoever runs the command can mend it. */
export class AwsRefusal extends UserError {
  constructor(
    readonly code: string,
    { message }: UserError,
  ) {
    super(message);
  }
}

/** Whether AWS refused a call for one of these reasons. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return (error instanceof AwsFailure || error instanceof AwsRefusal) && codes.includes(error.code);
}

type Handler = (call: { input: object }) => Promise<{ response: unknown; output: object }>;

/** What all clients of the SDK have in common. */
interface Client {
  readonly config: { readonly serviceId: string };
  readonly middlewareStack: {
    add(
      middleware: (next: Handler, context: { readonly commandName?: string }) => Handler,
      options: { readonly step: "initialize"; readonly priority: "high" },
    ): void;
  };
}

/**
 * Tells `onCall` of each call, once however often it is tried, and puts what AWS refuses into words.
 * @param role of the stack `delivery` that may make the calls, if one may
 */
export function watched<C extends Client>(client: C, role: DeliveryRole | undefined, onCall?: AwsOptions["onCall"]): C {
  client.middlewareStack.add(
    (next, context) => async (call) => {
      const operation = (context.commandName ?? "").replace(/Command$/, "");
      onCall?.({ service: client.config.serviceId, operation, input: call.input });
      try {
        return await next(call);
      } catch (error) {
        throw inWords(error as Error, iamAction(client.config.serviceId, operation), operation, role);
      }
    },
    { step: "initialize", priority: "high" },
  );
  return client;
}

const notAccepted = new Set([
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidClientTokenId",
  "InvalidSignatureException",
  "RequestExpired",
  "SignatureDoesNotMatch",
  "UnrecognizedClientException",
]);
const forbidden = new Set(["AccessDenied", "AccessDeniedException", "AuthorizationError", "UnauthorizedOperation"]);

function inWords(error: Error, action: string, operation: string, role: DeliveryRole | undefined): Error {
  const { name } = error;
  const message = reasonOf(error);
  if (name === "RequestTimeTooSkewed" || /^Signature (expired|not yet current)/.test(message))
    return new AwsRefusal(name, clockIsWrong(operation, sentence(message)));
  if (name === "CredentialsProviderError") return new AwsRefusal(name, noCredentials(message));
  if (notAccepted.has(name)) return new AwsRefusal(name, credentialsExpired(operation, sentence(message)));
  // What answers HEAD has no body, and so no name: its status is all that says why.
  if (forbidden.has(name) || (name === "Unknown" && statusOf(error) === 403)) {
    const [, named, resource] = /not authorized to perform: ([\w-]+:\w+)(?: on resource: (\S+))?/.exec(message) ?? [];
    return new AwsRefusal(name, permissionMissing(named ?? action, resource, role));
  }
  const told = isSilence(error) ? awsSilent(operation, sentence(message)) : awsRefused(operation, message);
  return new AwsFailure(name, told.message, passes(error), { cause: error });
}

function passes(error: Error): boolean {
  if (/Thrott|TooManyRequests|SlowDown|LimitExceeded/i.test(error.name)) return true;
  return isSilence(error) || (statusOf(error) ?? 0) >= 500;
}

/** AWS did not answer: the network failed. */
function isSilence(error: Error): boolean {
  if (statusOf(error) !== undefined) return false;
  return "code" in error || error.name === "TimeoutError" || error instanceof AggregateError;
}

/** Of AWS's answer. The SDK notes its tries where none came, too. */
const statusOf = (error: Error) => (hasMetadata(error) ? error.$metadata.httpStatusCode : undefined);

function hasMetadata(error: Error): error is Error & { $metadata: { httpStatusCode?: number } } {
  return "$metadata" in error && typeof error.$metadata === "object" && error.$metadata !== null;
}

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);

/** Where IAM knows a service by another name than the SDK does. */
const iamPrefixes: Readonly<Record<string, string>> = {
  "CloudWatch Logs": "logs",
  "Elastic Load Balancing v2": "elasticloadbalancing",
  "Secrets Manager": "secretsmanager",
};

/** Calls that IAM knows by the name of another. */
const iamActions: Readonly<Record<string, string>> = {
  "S3.HeadBucket": "s3:ListBucket",
  "S3.ListObjectsV2": "s3:ListBucket",
  "S3.CopyObject": "s3:PutObject",
  "S3.DeleteObjects": "s3:DeleteObject",
};

/** `ecs:UpdateService` */
export function iamAction(service: string, operation: string): string {
  const known = iamActions[`${service}.${operation}`];
  if (known !== undefined) return known;
  return `${iamPrefixes[service] ?? service.toLowerCase()}:${operation}`;
}
