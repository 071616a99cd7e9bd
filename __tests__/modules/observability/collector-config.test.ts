import type { z } from "zod";
import { describe, expect, it } from "vitest";
import { schemaAt } from "../../../core/document/schema-kit";
import { environmentSchema } from "../../../core/environment/schema";
import { collectorConfig, type CollectorConfigProps } from "../../../modules/observability/collector-config";
import { components, refusals } from "../../support/collector-components";
import { anEnvironment, block, environmentMessage, environmentWith } from "../../support/manifests";

const props: CollectorConfigProps = { endpoint: "apollo.bynry.com:4317", environmentName: "test", memoryMiB: 768 };

type Section = Readonly<Record<string, unknown>>;
type Config = Readonly<Record<string, Section>>;

/** What the collector reads: the text, parsed. JSON is YAML. */
const configOf = (change: Partial<CollectorConfigProps> = {}) =>
  JSON.parse(JSON.stringify(collectorConfig({ ...props, ...change }))) as Config;

/** `resourcedetection/tasks` is a second component of the type `resourcedetection`. */
const typeOf = (id: string) => id.split("/")[0] ?? "";

/** What the collector would refuse to start with. */
function wrongIn(config: Config): string[] {
  return Object.entries(config)
    .filter(([section]) => section !== "service")
    .flatMap(([section, byId]) =>
      Object.entries(byId).flatMap(([id, body]) => {
        const shape = components[section]?.[typeOf(id)];
        return shape === undefined
          ? [`${section}.${id}: no such component`]
          : refusals(body, shape, `${section}.${id}`);
      }),
    );
}

interface Pipeline {
  readonly receivers: readonly string[];
  readonly processors: readonly string[];
  readonly exporters: readonly string[];
}

const config = configOf();
const service = config["service"] as { readonly extensions: string[]; readonly pipelines: Record<string, Pipeline> };
const pipelines = Object.entries(service.pipelines);

describe("collectorConfig", () => {
  describe("defaults", () => {
    it("receive OTLP on all addresses of the container, and uWSGI's own lines", () => {
      expect(config["receivers"]).toMatchObject({
        otlp: { protocols: { grpc: { endpoint: "0.0.0.0:4317" }, http: { endpoint: "0.0.0.0:4318" } } },
        udplog: { listen_address: "0.0.0.0:54525", resource: { "log.source": "uwsgi" } },
      });
    });

    it("measure the instance and its containers each minute, and tell whose a container is", () => {
      expect(config["receivers"]).toMatchObject({
        hostmetrics: {
          collection_interval: "60s",
          root_path: "/hostfs",
          scrapers: { cpu: {}, disk: {}, filesystem: {}, load: {}, memory: {}, network: {} },
        },
        docker_stats: {
          endpoint: "unix:///var/run/docker.sock",
          api_version: "1.44",
          collection_interval: "60s",
          container_labels_to_metric_labels: {
            "com.amazonaws.ecs.container-name": "service.name",
            "com.amazonaws.ecs.task-arn": "aws.ecs.task.arn",
            "com.amazonaws.ecs.task-definition-version": "aws.ecs.task.revision",
          },
        },
      });
    });

    it("forward over TLS, and try again for five minutes", () => {
      expect(config["exporters"]).toEqual({
        otlp: {
          endpoint: "apollo.bynry.com:4317",
          tls: { insecure: false },
          sending_queue: { queue_size: 1_000 },
          retry_on_failure: { enabled: true, max_elapsed_time: "300s" },
        },
      });
    });

    it("ask no metadata of the instance, which is closed to containers", () => {
      for (const name of ["resourcedetection", "resourcedetection/tasks"])
        expect(config["processors"]?.[name]).toMatchObject({ detectors: ["env", "ecs"], override: false });
    });

    it("never pass the collector's task off as the one that data comes from", () => {
      const { ecs } = config["processors"]?.["resourcedetection/tasks"] as {
        ecs: { resource_attributes: Record<string, { enabled: boolean }> };
      };
      const said = Object.keys(ecs.resource_attributes);
      expect(said.filter((attribute) => !/^aws\.(ecs\.task|log)\./.test(attribute))).toEqual([]);
      expect(said).toHaveLength(8);
      expect(Object.values(ecs.resource_attributes).every(({ enabled }) => !enabled)).toBe(true);
      for (const [name, { receivers, processors }] of pipelines)
        expect(processors.includes("resourcedetection"), name).toBe(
          receivers.every((receiver) => ["hostmetrics", "udplog"].includes(receiver)),
        );
    });
  });

  describe("options", () => {
    it("endpoint", () => {
      const changed = configOf({ endpoint: "signoz.example.com:443" });
      expect(changed["exporters"]).toMatchObject({ otlp: { endpoint: "signoz.example.com:443" } });
    });

    it("environmentName", () => {
      expect(configOf({ environmentName: "staging" })["processors"]?.["resource"]).toEqual({
        attributes: [{ key: "deployment.environment", value: "staging", action: "upsert" }],
      });
    });

    it("memoryMiB", () => {
      expect(configOf({ memoryMiB: 1_000 })["processors"]?.["memory_limiter"]).toEqual({
        check_interval: "1s",
        limit_mib: 800,
        spike_limit_mib: 200,
      });
    });
  });

  describe("components", () => {
    it("take every field they are given", () => {
      expect(wrongIn(config)).toEqual([]);
    });

    it.each([
      ["a misspelled field", '"listen_address"', '"listen_adress"', "receivers.udplog.listen_adress: no such field"],
      ["a missing field", '"listen_address":"0.0.0.0:54525",', "", "receivers.udplog.listen_address: missing"],
      [
        "a field of another component",
        '"limit_mib"',
        '"queue_size"',
        "processors.memory_limiter.queue_size: no such field",
      ],
      ["an unknown component", '"docker_stats":{', '"dockerstats":{', "receivers.dockerstats: no such component"],
      ["an unknown scraper", '"disk"', '"disks"', "receivers.hostmetrics.scrapers.disks: no such field"],
      [
        "an unknown attribute",
        '"aws.ecs.task.id"',
        '"aws.ecs.task.no"',
        "processors.resourcedetection/tasks.ecs.resource_attributes.aws.ecs.task.no: no such field",
      ],
      [
        "an unknown action",
        '"upsert"',
        '"set"',
        "processors.resource.attributes[0].action: none of insert, update, upsert, delete, hash, extract, convert",
      ],
      ["a version that is a number", '"1.44"', "1.44", "receivers.docker_stats.api_version: no text"],
      ["a duration without unit", '"300s"', '"300"', "exporters.otlp.retry_on_failure.max_elapsed_time: no duration"],
    ])("would refuse %s", (_, from, to, refusal) => {
      const text = JSON.stringify(config);
      expect(text).toContain(from);
      expect(wrongIn(JSON.parse(text.replace(from, to)) as Config)).toContain(refusal);
    });

    it("are used where they are declared, and declared where they are used", () => {
      const used = (kind: keyof Pipeline) => [...new Set(pipelines.flatMap(([, each]) => each[kind]))].toSorted();
      const declared = (section: string) => Object.keys(config[section] ?? {}).toSorted();
      expect(used("receivers")).toEqual(declared("receivers"));
      expect(used("processors")).toEqual(declared("processors"));
      expect(used("exporters")).toEqual(declared("exporters"));
      expect(service.extensions.toSorted()).toEqual(declared("extensions"));
    });

    // https://github.com/open-telemetry/opentelemetry-collector-contrib: "Stability" in each receiver's README
    it("receive the signals that their pipelines carry", () => {
      const signals: Readonly<Record<string, readonly string[]>> = {
        otlp: ["traces", "metrics", "logs"],
        udplog: ["logs"],
        hostmetrics: ["metrics"],
        docker_stats: ["metrics"],
      };
      for (const [name, { receivers }] of pipelines)
        for (const receiver of receivers) expect(signals[receiver], `${receiver} in ${name}`).toContain(typeOf(name));
      expect(new Set(pipelines.map(([name]) => typeOf(name)))).toEqual(new Set(["traces", "metrics", "logs"]));
    });
  });

  it.each(pipelines)("limits memory first and batches last in %s", (_, { processors }) => {
    expect(processors[0]).toBe("memory_limiter");
    expect(processors.at(-1)).toBe("batch");
    expect(new Set(processors).size).toBe(processors.length);
  });

  it("limits memory below the container's, and leaves some to use, whatever is set", () => {
    const bounds = schemaAt(environmentSchema, ["collector", "memory"]) as z.ZodNumber;
    const [smallest, largest] = [bounds.minValue ?? NaN, bounds.maxValue ?? NaN];
    expect([smallest, largest]).toEqual([128, 65_536]);
    const unfit = Array.from({ length: largest - smallest + 1 }, (_, index) => smallest + index).filter((memoryMiB) => {
      const { limit_mib, spike_limit_mib } = collectorConfig({ ...props, memoryMiB }).processors.memory_limiter;
      // Below the limit by the spike it refuses data: that too must be above zero, and a spike has to exist.
      return !(0 < spike_limit_mib && spike_limit_mib < limit_mib && limit_mib < memoryMiB);
    });
    expect(unfit).toEqual([]);
  });

  describe("the text", () => {
    const longest = {
      endpoint: `${"a".repeat(253)}:65535`,
      environmentName: "a".repeat(20),
      memoryMiB: 65_536,
    };

    it("fits a parameter of the Standard tier, with the longest settings that are allowed", () => {
      expect(
        environmentWith({ name: longest.environmentName, collector: { endpoint: longest.endpoint } }),
      ).toMatchObject({
        name: longest.environmentName,
        collector: { endpoint: longest.endpoint },
      });
      expect(Buffer.byteLength(JSON.stringify(collectorConfig(longest)))).toBeLessThanOrEqual(4_096);
    });

    it("can get no longer: the next endpoint is refused", () => {
      const endpoint = `a${longest.endpoint}`;
      expect(environmentMessage(block({ ...anEnvironment, collector: { endpoint } }))).toEqual([
        `environments/production.json:12:28  collector > endpoint: got "${"a".repeat(60)}…", must be a host and a port such as apollo.bynry.com:4317.`,
      ]);
    });

    // core `confmap/expand.go`: `${...}` is replaced by the collector, and by Terraform before it.
    it("has nothing that the collector or Terraform would expand", () => {
      expect(JSON.stringify(config)).not.toMatch(/[$%]/);
    });
  });
});
