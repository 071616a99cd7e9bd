/** The calls of AWS that releases make, on all their paths, against what the release role may do: the same, both ways. */
import { describe, expect, it } from "vitest";
import { releasePolicies } from "../../../modules/delivery/release-policies";
import type { AwsCall } from "../../../ops/aws/aws";
import { iamAction } from "../../../ops/aws/aws";
import { loadEnvironment } from "../../../ops/project";
import { foreign, statementsOf } from "../../support/delivery";
import { allows } from "../../support/iam";
import { fullDefinition, templateTags, uriOf } from "../../support/release-world";
import { describeReleases, refusal, runShip, runStatus } from "../../support/releasing";
import { rollsBack, stalls, succeeds } from "../../support/scripted-ecs";

const releases = describeReleases();

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html: what `docker push` calls, before a release. */
const dockerPush = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:CompleteLayerUpload",
  "ecr:GetAuthorizationToken",
  "ecr:InitiateLayerUpload",
  "ecr:PutImage",
  "ecr:UploadLayerPart",
];

/** What AWS checks beside the call itself: to hand roles over, to tag what is made, to read and write what is encrypted. */
const implied: Readonly<Record<string, readonly string[]>> = {
  "ecs:RegisterTaskDefinition": ["iam:PassRole", "ecs:TagResource"],
  "ecs:RunTask": ["iam:PassRole", "ecs:TagResource"],
  "s3:PutObject": ["kms:GenerateDataKey"],
  "s3:GetObject": ["kms:Decrypt"],
};

/** Every path of a release, one after the other. */
async function everyPath(record: (call: AwsCall) => void) {
  const { project } = releases;
  const ship = (options: Parameters<typeof runShip>[1]) => runShip(project, options, record);
  const { world } = releases;
  await ship({ image: "build-42" });
  await ship({ rollback: true });
  await ship({ rollback: true, to: 13 });
  await ship({ redeploy: true });
  await runStatus(project, {}, record);

  world.restart();
  world.ecs.add(fullDefinition(uriOf("build-42")), templateTags);
  world.ecs.begin(13, succeeds);
  await ship({ image: "build-42", breakLock: "none" });

  world.restart();
  world.ecs.rollouts = [rollsBack];
  world.ecs.stopped = [{ taskArn: taskArn("1"), taskDefinitionArn: world.ecs.arn(13), lastStatus: "STOPPED" }];
  await ship({ image: "build-42" });

  world.restart();
  world.ecs.migrations = [{ looks: Infinity, stoppedReason: "" }];
  world.ecs.rollouts = [stalls];
  await ship({ image: "build-42", pollSeconds: 600 });

  world.restart();
  const image = world.image("build-42");
  if (image !== undefined) image.scan = undefined;
  await refusal(ship({ image: "build-42" }));

  world.restart();
  world.ecs.hasService = false;
  await ship({ image: "build-40", first: true });
}

const taskArn = (id: string) => `arn:aws:ecs:us-east-1:111122223333:task/smart360-production/${id}`;

/** The resource that AWS checks a call against; `*` where it knows none. */
function resourceOf({ operation, input }: AwsCall): string {
  const field = (name: string): string => {
    const value = (input as Readonly<Record<string, unknown>>)[name];
    return String(Array.isArray(value) ? value[0] : value);
  };
  const here = (service: string, rest: string) => `arn:aws:${service}:us-east-1:111122223333:${rest}`;
  switch (operation) {
    case "GetParameter":
    case "PutParameter":
      return here("ssm", `parameter${field("Name")}`);
    case "DescribeRepositories":
      return here("ecr", `repository/${field("repositoryNames")}`);
    case "DescribeImages":
    case "DescribeImageScanFindings":
    case "BatchGetImage":
    case "PutImage":
      return here("ecr", `repository/${field("repositoryName")}`);
    case "DescribeServices":
      return here("ecs", `service/${field("cluster")}/${field("services")}`);
    case "UpdateService":
      return here("ecs", `service/${field("cluster")}/${field("service")}`);
    case "RegisterTaskDefinition":
      return here("ecs", `task-definition/${field("family")}:14`);
    case "RunTask":
      return field("taskDefinition");
    case "DescribeTasks":
      return field("tasks");
    case "StopTask":
      return field("task");
    case "GetLogEvents":
      return here("logs", `log-group:${field("logGroupName")}:log-stream:${field("logStreamName")}`);
    case "GetItem":
    case "PutItem":
    case "DeleteItem":
      return here("dynamodb", `table/${field("TableName")}`);
    case "GetObject":
    case "PutObject":
    case "DeleteObject":
      return `arn:aws:s3:::${field("Bucket")}/${field("Key")}`;
    default:
      return "*";
  }
}

describe("the release role", () => {
  it("allows what a release of its service calls, and nothing but that and the push of an image", async () => {
    const environment = loadEnvironment(releases.project.root, "production");
    const all = releasePolicies(environment, { ...foreign(environment), services: ["billing"] });
    const statements = Object.entries(all).flatMap(([name, policy]) => (name === "release-frontend" ? [] : policy));
    const calls: AwsCall[] = [];
    await everyPath((call) => calls.push(call));

    const forbidden = calls
      .map((call) => [iamAction(call.service, call.operation), resourceOf(call)] as const)
      .filter(([action, resource]) => !allows(statements, action, resource));
    expect([...new Set(forbidden.map(([action, resource]) => `${action} on ${resource}`))]).toEqual([]);

    const made = new Set(calls.map(({ service, operation }) => iamAction(service, operation)));
    const needed = new Set([...made, ...[...made].flatMap((action) => implied[action] ?? []), ...dockerPush]);
    const allowed = new Set(statements.flatMap(({ actions }) => actions));
    expect([...allowed].sort()).toEqual([...needed].sort());
  });

  it("reaches the lock of its service only, by its item's key, and lists tasks of its cluster only", async () => {
    const environment = loadEnvironment(releases.project.root, "production");
    const statements = statementsOf(releasePolicies(environment, { ...foreign(environment), services: ["billing"] }));
    const conditionsOf = (action: string) =>
      statements.filter(({ actions }) => actions.includes(action)).map(({ conditions }) => conditions);
    const calls: AwsCall[] = [];
    await everyPath((call) => calls.push(call));
    const keys = calls
      .filter(({ service }) => service === "DynamoDB")
      .map(({ input }) => {
        const { Item, Key } = input as Partial<Record<"Item" | "Key", { LockID: { S: string } }>>;
        return (Item ?? Key)?.LockID.S;
      });
    expect(conditionsOf("dynamodb:PutItem")).toEqual([
      { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [...new Set(keys)] } },
    ]);
    const clusters = calls
      .filter(({ operation }) => operation === "ListTasks")
      .map(({ input }) => `arn:aws:ecs:us-east-1:111122223333:cluster/${(input as { cluster: string }).cluster}`);
    expect([...new Set(clusters)].map((cluster) => ({ ArnEquals: { "ecs:cluster": cluster } }))).toEqual(
      conditionsOf("ecs:ListTasks"),
    );
  });
});
