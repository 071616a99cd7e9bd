import { describe, expect, it } from "vitest";
import { container, type ContainerProps } from "../../../modules/service/container";
import { testService } from "../../support/fixtures";

const props: ContainerProps = {
  service: testService(),
  environmentName: "test",
  region: "us-east-1",
  viewerDomain: "smart360.example.com",
  image: "registry/billing@sha256:1",
  logGroupName: "/test/billing",
  secretArns: {},
  filesBucketName: undefined,
};

/** Variable -> value. */
const variables = (change: Partial<ContainerProps> = {}) =>
  Object.fromEntries((container({ ...props, ...change }).environment ?? []).map(({ name, value }) => [name, value]));

describe("container", () => {
  it("defaults to an unprivileged process that can write to its scratch space only", () => {
    expect(container(props)).toEqual({
      name: "billing",
      image: "registry/billing@sha256:1",
      essential: true,
      cpu: 192,
      memory: 1024,
      memoryReservation: 640,
      portMappings: [{ containerPort: 8000, hostPort: 0, protocol: "tcp" }],
      environment: expect.any(Array) as unknown, // below
      secrets: [],
      user: "10001:10001",
      readonlyRootFilesystem: true,
      privileged: false,
      linuxParameters: {
        initProcessEnabled: true,
        capabilities: { drop: ["ALL"] },
        tmpfs: [{ containerPath: "/tmp", size: 128, mountOptions: ["noexec", "nosuid", "nodev"] }],
      },
      dockerSecurityOptions: ["no-new-privileges"],
      stopTimeout: 60,
      logConfiguration: {
        logDriver: "awslogs",
        options: {
          "awslogs-group": "/test/billing",
          "awslogs-region": "us-east-1",
          "awslogs-stream-prefix": "task",
          mode: "non-blocking",
          "max-buffer-size": "4m",
        },
      },
      mountPoints: [],
      volumesFrom: [],
      systemControls: [],
    });
  });

  it("defaults to variables that tell where it runs and for whom, where to send telemetry, and how long a request may take", () => {
    expect(variables()).toEqual({
      AWS_REGION: "us-east-1",
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://172.17.0.1:4317",
      OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
      OTEL_RESOURCE_ATTRIBUTES: "deployment.environment=test",
      OTEL_SERVICE_NAME: "billing",
      SMART360_ENVIRONMENT: "test",
      SMART360_LOG_SOCKET: "172.17.0.1:54525",
      UWSGI_HARAKIRI: "30",
      UWSGI_WORKER_RELOAD_MERCY: "30",
      VIEWER_DOMAIN: "smart360.example.com",
    });
  });

  describe("options", () => {
    it.each<[string, Partial<ContainerProps>, object]>([
      ["service.name", { service: testService({ name: "payments" }) }, { name: "payments" }],
      ["service.cpu", { service: testService({ cpu: 256 }) }, { cpu: 256 }],
      ["service.memory", { service: testService({ memory: 2048 }) }, { memory: 2048 }],
      ["service.memoryReservation", { service: testService({ memoryReservation: 512 }) }, { memoryReservation: 512 }],
      [
        "service.containerPort",
        { service: testService({ containerPort: 9000 }) },
        { portMappings: [{ containerPort: 9000, hostPort: 0 }] },
      ],
      ["service.stopTimeoutSeconds", { service: testService({ stopTimeoutSeconds: 90 }) }, { stopTimeout: 90 }],
      ["region", { region: "eu-west-1" }, { logConfiguration: { options: { "awslogs-region": "eu-west-1" } } }],
      ["image", { image: "other" }, { image: "other" }],
      ["logGroupName", { logGroupName: "/other" }, { logConfiguration: { options: { "awslogs-group": "/other" } } }],
      ["secretArns", { secretArns: { TOKEN: "arn:token" } }, { secrets: [{ name: "TOKEN", valueFrom: "arn:token" }] }],
    ])("%s", (_, change, gives) => {
      expect(container(props)).not.toMatchObject(gives);
      expect(container({ ...props, ...change })).toMatchObject(gives);
    });

    it.each<[string, Partial<ContainerProps>, Record<string, string>]>([
      ["service.environment", { service: testService({ environment: { LOG_LEVEL: "info" } }) }, { LOG_LEVEL: "info" }],
      [
        "service.requestTimeoutSeconds",
        { service: testService({ requestTimeoutSeconds: 50 }) },
        { UWSGI_HARAKIRI: "50", UWSGI_WORKER_RELOAD_MERCY: "50" },
      ],
      [
        "environmentName",
        { environmentName: "other" },
        { SMART360_ENVIRONMENT: "other", OTEL_RESOURCE_ATTRIBUTES: "deployment.environment=other" },
      ],
      ["viewerDomain", { viewerDomain: "other.example.com" }, { VIEWER_DOMAIN: "other.example.com" }],
      ["filesBucketName", { filesBucketName: "files" }, { FILES_BUCKET: "files", FILES_PREFIX: "billing/" }],
    ])("%s, as variables", (_, change, gives) => {
      expect(variables()).not.toMatchObject(gives);
      expect(variables(change)).toMatchObject(gives);
    });
  });

  it("sorts variables and secrets, so that their order in the manifest changes nothing", () => {
    const { environment, secrets } = container({
      ...props,
      service: testService({ environment: { ZONE: "1", ALPHA: "2" } }),
      secretArns: { TOKEN: "arn:1", KEY: "arn:2" },
    });
    const variableNames = (environment ?? []).map(({ name }) => name);
    expect(variableNames).toEqual([...variableNames].sort());
    expect(secrets).toEqual([
      { name: "KEY", valueFrom: "arn:2" },
      { name: "TOKEN", valueFrom: "arn:1" },
    ]);
  });

  it("lets no service overrule what the platform says", () => {
    const service = testService({ environment: { SMART360_ENVIRONMENT: "forged", UWSGI_HARAKIRI: "9999" } });
    expect(variables({ service })).toMatchObject({ SMART360_ENVIRONMENT: "test", UWSGI_HARAKIRI: "30" });
  });
});
