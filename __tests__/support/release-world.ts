/**
 * The AWS that a release of `billing` in production meets: ECR, the parameter, both locks, logs and targets, with the
 * scripted ECS. Everything it holds can be set and read by a test.
 */
import { createHash } from "node:crypto";
import {
  jsonAnswer,
  jsonError,
  queryAnswer,
  s3Answer,
  s3Error,
  type Answer,
  type Call,
  type ScriptedAws,
} from "./scripted-aws";
import { ScriptedEcs } from "./scripted-ecs";

const account = "111122223333";
export const repository = "smart360/production/billing";
export const registry = `${account}.dkr.ecr.us-east-1.amazonaws.com/${repository}`;
export const ecsService = "smart360-production-billing";
export const cluster = "smart360-production";
export const bucket = `smart360-production-tfstate-${account}`;
export const table = "smart360-production-tfstate-lock";
export const stateKey = "production/service-billing.tfstate";
export const parameterName = "/smart360/production/billing/image";
const targetGroupArn = `arn:aws:elasticloadbalancing:us-east-1:${account}:targetgroup/prod-billing-abc123/0123456789abcdef`;

export const digestOf = (name: string) => `sha256:${createHash("sha256").update(name).digest("hex")}`;
export const uriOf = (name: string) => `${registry}@${digestOf(name)}`;

/** Everything but reads; a look at the service is one step of its deployment. */
const changing = /^(Put|Delete|Register|Deregister|Run|Stop|Update|DescribeServices)/;

interface StoredImage {
  readonly digest: string;
  tags: string[];
  mediaType?: string;
  scan: { status: string; description?: string; counts: Record<string, number> } | undefined;
}

/** A task definition that uses every field that can be registered. */
export function fullDefinition(image: string) {
  return {
    family: ecsService,
    taskRoleArn: `arn:aws:iam::${account}:role/smart360-production-billing-task`,
    executionRoleArn: `arn:aws:iam::${account}:role/smart360-production-billing-execution`,
    networkMode: "bridge" as const,
    containerDefinitions: [
      {
        name: "billing",
        image,
        cpu: 256,
        memory: 1536,
        memoryReservation: 896,
        essential: true,
        portMappings: [{ containerPort: 8000, hostPort: 0, protocol: "tcp" as const }],
        environment: [{ name: "DJANGO_SETTINGS_MODULE", value: "config.settings" }],
        secrets: [{ name: "DATABASE_URL", valueFrom: `arn:aws:secretsmanager:us-east-1:${account}:secret:db-AbCdEf` }],
        user: "10001:10001",
        readonlyRootFilesystem: true,
        privileged: false,
        linuxParameters: {
          initProcessEnabled: true,
          capabilities: { drop: ["ALL"] },
          tmpfs: [{ containerPath: "/tmp", size: 128, mountOptions: ["noexec"] }],
        },
        dockerSecurityOptions: ["no-new-privileges"],
        stopTimeout: 60,
        logConfiguration: {
          logDriver: "awslogs" as const,
          options: { "awslogs-group": "/smart360/production/billing", "awslogs-stream-prefix": "task" },
        },
        mountPoints: [],
        volumesFrom: [],
        systemControls: [],
      },
    ],
    volumes: [{ name: "scratch", host: { sourcePath: "/var/scratch" } }],
    placementConstraints: [{ type: "memberOf" as const, expression: "attribute:ecs.os-type == linux" }],
    requiresCompatibilities: ["EC2" as const],
    cpu: "512",
    memory: "2048",
    pidMode: "task" as const,
    ipcMode: "none" as const,
    proxyConfiguration: {
      type: "APPMESH" as const,
      containerName: "envoy",
      properties: [{ name: "UID", value: "1337" }],
    },
    inferenceAccelerators: [{ deviceName: "device_1", deviceType: "eia2.medium" }],
    ephemeralStorage: { sizeInGiB: 30 },
    runtimePlatform: { cpuArchitecture: "X86_64" as const, operatingSystemFamily: "LINUX" as const },
    enableFaultInjection: false,
  };
}

export const templateTags = [
  { key: "Environment", value: "production" },
  { key: "Service", value: "billing" },
];

export class ReleaseWorld {
  ecs = new ScriptedEcs(cluster, ecsService, targetGroupArn, `arn:aws:iam::${account}:root`);
  parameter: string | undefined = uriOf("build-41");
  images: StoredImage[] = [];
  scanOnPush = true;
  lockFile: string | undefined;
  lockItem: string | undefined;
  hasBackend = true;
  /** Whoever may not list the bucket is not told that an object is not there. */
  mayList = true;
  /** States of targets; by default every running task is healthy. */
  targets: readonly string[] | undefined;
  logs: Record<string, readonly string[]> = {};
  callerAccount = account;
  /** Answers before the world's own, by action: refusals that pass. */
  readonly refusals = new Map<string, Answer[]>();
  /** Told of each call before it is answered. */
  onCall: (call: Call) => void = () => {};
  /** Calls that change something, or see something change, and still get through; then the caller is as good as killed. */
  changesLeft = Infinity;

  constructor(private readonly aws: ScriptedAws) {
    this.restart();
  }

  /** Service and parameter at rest with build-41, which is revision 12; build-40 ran before as 11, build-42 is pushed. */
  restart(): void {
    this.aws.reset();
    this.aws.handle((call) => this.answer(call));
    this.ecs = new ScriptedEcs(cluster, ecsService, targetGroupArn, `arn:aws:iam::${account}:root`);
    this.parameter = uriOf("build-41");
    this.images = [];
    this.lockFile = this.lockItem = undefined;
    for (const [index, name] of ["build-40", "build-41"].entries()) {
      this.ecs.add(fullDefinition(uriOf(name)), templateTags, 11 + index);
      this.push(name, [`release-${11 + index}`]);
    }
    this.push("build-42");
    this.ecs.settle(12);
  }

  push(name: string, more: readonly string[] = []): StoredImage {
    const image: StoredImage = {
      digest: digestOf(name),
      tags: [name, ...more],
      mediaType: "application/vnd.docker.distribution.manifest.v2+json",
      scan: { status: "COMPLETE", counts: {} },
    };
    this.images.push(image);
    return image;
  }

  image = (name: string) => this.images.find(({ digest }) => digest === digestOf(name));

  /** Numbers of the active revisions, with the tag of the image of each. */
  get revisions(): readonly string[] {
    return this.ecs.active().map(({ definition }) => {
      const { image } = definition.containerDefinitions?.[0] ?? {};
      return `${definition.revision} ${this.images.find(({ digest }) => image?.endsWith(digest))?.tags[0]}`;
    });
  }

  /** What is left when a release is over, however it ended. */
  get rest() {
    return {
      parameter: this.images.find(({ digest }) => this.parameter?.endsWith(digest))?.tags[0] ?? this.parameter,
      runs: Number(this.ecs.running.split(":").at(-1)),
      revisions: this.revisions,
      locks: [this.lockFile, this.lockItem].filter((lock) => lock !== undefined).length,
    };
  }

  private answer(call: Call): Answer | undefined {
    this.onCall(call);
    if (changing.test(call.action)) this.changesLeft -= 1;
    if (this.changesLeft < 0) return s3Error(403, "AccessDenied", "Killed.");
    const refusal = this.refusals.get(call.action)?.shift();
    if (refusal !== undefined) return refusal;
    if (call.action.endsWith("Object")) return this.object(call.action, call.parameters);
    if (call.action === "GetCallerIdentity")
      return queryAnswer("GetCallerIdentity", `<Account>${this.callerAccount}</Account>`);
    if (call.action === "DescribeTargetHealth") return this.targetHealth();
    const { body } = call.parameters;
    if (body === undefined) return undefined;
    const input = JSON.parse(body) as Record<string, unknown>;
    return this.ecs.answer(call.action, input) ?? this.json(call.action, input);
  }

  private object(action: string, { body, path, "if-none-match": ifNoneMatch }: Call["parameters"]): Answer {
    if (path !== `/${bucket}/${stateKey}.tflock`) return s3Error(403, "AccessDenied", `No access to ${path}.`);
    if (!this.hasBackend) return s3Error(404, "NoSuchBucket", "The specified bucket does not exist");
    if (action === "GetObject" && this.lockFile === undefined)
      return this.mayList
        ? s3Error(404, "NoSuchKey", "The specified key does not exist.")
        : s3Error(403, "AccessDenied", "Access Denied");
    if (action === "GetObject") return s3Answer(this.lockFile);
    if (action === "PutObject" && ifNoneMatch === "*" && this.lockFile !== undefined)
      return s3Error(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
    this.lockFile = action === "PutObject" ? body : undefined;
    return s3Answer();
  }

  private targetHealth(): Answer {
    const running = this.ecs.deployments.reduce((sum, { runningCount }) => sum + runningCount, 0);
    const states = this.targets ?? Array.from({ length: running }, () => "healthy");
    const members = states.map((state) => {
      const reason = state === "unhealthy" ? "<Reason>Target.ResponseCodeMismatch</Reason>" : "";
      return `<member><TargetHealth><State>${state}</State>${reason}</TargetHealth></member>`;
    });
    return queryAnswer(
      "DescribeTargetHealth",
      `<TargetHealthDescriptions>${members.join("")}</TargetHealthDescriptions>`,
    );
  }

  private json(action: string, input: Record<string, unknown>): Answer | undefined {
    switch (action) {
      case "PutItem": {
        if (this.lockItem !== undefined)
          return jsonError("ConditionalCheckFailedException", "The conditional request failed");
        this.lockItem = (input["Item"] as { Info: { S: string } }).Info.S;
        return jsonAnswer({});
      }
      case "GetItem":
        return jsonAnswer(this.lockItem === undefined ? {} : { Item: { Info: { S: this.lockItem } } });
      case "DeleteItem":
        this.lockItem = undefined;
        return jsonAnswer({});
      case "GetParameter":
        if (this.parameter === undefined) return jsonError("ParameterNotFound", "Parameter not found.");
        return jsonAnswer({ Parameter: { Name: input["Name"], Value: this.parameter } });
      case "PutParameter":
        this.parameter = String(input["Value"]);
        return jsonAnswer({ Version: 2 });
      case "GetLogEvents":
        return this.logEvents(String(input["logStreamName"]));
      default:
        return this.registry(action, input);
    }
  }

  private logEvents(stream: string): Answer {
    const lines = this.logs[stream];
    if (lines === undefined) return jsonError("ResourceNotFoundException", "The specified log stream does not exist.");
    return jsonAnswer({ events: lines.map((message) => ({ message })) });
  }

  private registry(action: string, input: Record<string, unknown>): Answer | undefined {
    const ids = (input["imageIds"] ?? [input["imageId"]]) as readonly { imageTag?: string; imageDigest?: string }[];
    const [id] = ids;
    const found = this.images.find(
      ({ digest, tags }) => digest === id?.imageDigest || tags.includes(id?.imageTag ?? ""),
    );
    switch (action) {
      case "DescribeImages":
        if (found === undefined) return jsonError("ImageNotFoundException", "The image does not exist.");
        return jsonAnswer({
          imageDetails: [{ imageDigest: found.digest, imageTags: found.tags, imageManifestMediaType: found.mediaType }],
        });
      case "DescribeImageScanFindings":
        if (found?.scan === undefined) return jsonError("ScanNotFoundException", "Image scan does not exist.");
        return jsonAnswer({
          imageScanStatus: { status: found.scan.status, description: found.scan.description },
          imageScanFindings: { findingSeverityCounts: found.scan.counts },
        });
      case "DescribeRepositories":
        return jsonAnswer({ repositories: [{ imageScanningConfiguration: { scanOnPush: this.scanOnPush } }] });
      case "BatchGetImage":
        return jsonAnswer({
          images: found === undefined ? [] : [{ imageId: id, imageManifest: `manifest of ${found.digest}` }],
        });
      case "PutImage": {
        const image = this.images.find(({ digest }) => digest === input["imageDigest"]);
        const tag = String(input["imageTag"]);
        if (this.images.some(({ tags }) => tags.includes(tag)))
          return jsonError("ImageTagAlreadyExistsException", `The image tag '${tag}' already exists and is immutable.`);
        image?.tags.push(tag);
        return jsonAnswer({ image: {} });
      }
      default:
        return undefined;
    }
  }
}
