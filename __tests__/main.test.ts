import { describe, expect, it } from "vitest";
import type { ManifestInput } from "../core/manifest/schema";
import { testEnvironment, testService } from "./support/fixtures";
import { changedStacks, Platform, production, services } from "./support/platform";
import { referencesOf } from "./support/template";

const platform = Platform.synthesize();

/** The platform with a different manifest. */
const withServices = (edit: (file: ManifestInput) => ManifestInput) =>
  Platform.synthesize({ manifest: services(edit) });

const editService = (name: string, change: object) => (file: ManifestInput) => ({
  ...file,
  services: file.services.map((service) => (service.name === name ? { ...service, ...change } : service)),
});

describe("the stacks of production", () => {
  it("are these, in the order in which they are deployed", () => {
    expect(platform.stacks).toEqual([
      "state",
      "network",
      "registry",
      "data",
      "platform",
      "observability",
      "service-assets",
      "service-billing",
      "service-customers",
      "service-identity",
      "service-metering",
      "service-notifications",
      "service-payments",
      "service-reporting",
      "service-workorders",
      "edge",
      "delivery",
    ]);
  });

  it("wait for these", () => {
    const { dependencies } = platform;
    const service = ["network", "registry", "data", "platform", "observability"];
    expect(dependencies).toEqual({
      state: [],
      network: [],
      registry: [],
      data: ["network"],
      platform: ["network", "data"],
      observability: ["network", "data", "platform"],
      ...Object.fromEntries(
        platform.stacks.filter((name) => name.startsWith("service-")).map((name) => [name, service]),
      ),
      edge: ["network", "platform", "observability"],
      delivery: ["state", "registry", "data", "edge"],
    });
  });

  it("come after all that they wait for", () => {
    const order = (stack: string) => platform.stacks.indexOf(stack);
    for (const [stack, before] of Object.entries(platform.dependencies))
      for (const other of before) expect(order(other), `${stack} waits for ${other}`).toBeLessThan(order(stack));
  });

  it.each(platform.stacks)("%s refers only to what it declares", (stack) => {
    const template = platform.template(stack);
    expect(template.addresses).toEqual(expect.arrayContaining(referencesOf(template.configuration)));
  });

  it("are written for people: indented, for Terraform quotes the line in its errors", () => {
    const emptyOnOneLine = (text: string) => text.replaceAll(/([[{])\s+([\]}])/g, "$1$2");
    for (const text of platform.texts.values())
      expect(emptyOnOneLine(text)).toBe(JSON.stringify(JSON.parse(text), undefined, 2));
  });
});

describe("a synthesis", () => {
  it("writes the same bytes again", () => {
    const again = Platform.synthesize();
    expect(changedStacks(platform, again)).toEqual([]);
    expect(again.manifestText).toBe(platform.manifestText);
  });

  it("takes nothing from the order of the services", () => {
    const reversed = withServices((file) => ({ ...file, services: [...file.services].reverse() }));
    expect(reversed.stacks).toEqual(platform.stacks);
    expect(changedStacks(platform, reversed)).toEqual([]);
    expect(reversed.manifestText).toBe(platform.manifestText);
  });
});

describe("an edit of services.json", () => {
  it("that adds a service adds its stack and changes what lists all services, and nothing else", () => {
    const tariffs = {
      name: "tariffs",
      description: "Tariffs",
      owner: "billing-team",
      paths: ["/api/tariffs/*"],
      priority: 100,
    };
    const grown = withServices((file) => ({ ...file, services: [...file.services, tariffs] }));
    expect(changedStacks(platform, grown)).toEqual(["registry", "observability", "delivery", "service-tariffs"]);
    expect(grown.dependencies["service-tariffs"]).toEqual(grown.dependencies["service-billing"]);
  });

  it("of one service changes its stack alone", () => {
    expect(changedStacks(platform, withServices(editService("billing", { memory: 2048 })))).toEqual([
      "service-billing",
    ]);
  });

  it("of its owner changes tags alone", () => {
    const moved = withServices(editService("billing", { owner: "another-team" }));
    expect(changedStacks(platform, moved)).toEqual(["service-billing"]);
    expect(moved.text("service-billing")).toBe(
      platform.text("service-billing").replace('"Owner": "billing-team"', '"Owner": "another-team"'),
    );
  });

  it("of the defaults changes every service that does not say otherwise", () => {
    const edited = withServices((file) => ({ ...file, defaults: { ...file.defaults, stopTimeoutSeconds: 90 } }));
    expect(changedStacks(platform, edited)).toEqual(platform.stacks.filter((stack) => stack.startsWith("service-")));
  });

  it("may name services as constructs of the stacks are named", () => {
    const named = ["aws", "backend", "key", "output"].map((name) => testService({ name, paths: [`/api/${name}/*`] }));
    const { stacks } = Platform.synthesize({ environment: testEnvironment(), manifest: { services: named } });
    expect(stacks).toEqual(expect.arrayContaining(named.map(({ name }) => `service-${name}`)));
  });
});

describe("a retired service", () => {
  const retired = withServices(editService("billing", { retired: true }));

  it("has an empty stack, so that applying it destroys the service", () => {
    const { configuration } = retired.template("service-billing");
    expect(Object.keys(configuration).sort()).toEqual(["provider", "terraform"]);
    expect(retired.dependencies["service-billing"]).toEqual([]);
  });

  it("keeps its images, parameter and secrets", () => {
    expect(retired.text("registry")).toBe(platform.text("registry"));
  });

  it("changes no other service", () => {
    expect(changedStacks(platform, retired)).toEqual(["observability", "service-billing", "delivery"]);
  });

  it("changes the registry alone when it is purged", () => {
    const purged = withServices(editService("billing", { retired: "purge" }));
    expect(changedStacks(retired, purged)).toEqual(["registry"]);
    expect(purged.text("registry")).not.toContain("billing");
  });
});

describe("another environment", () => {
  const other = Platform.synthesize({
    environment: production((file) => ({
      ...file,
      name: "staging",
      shortName: "stag",
      accountId: "444455556666",
      domain: { name: "staging.example.com", hostedZoneId: "ZSTAGING0000" },
      network: { cidr: "10.99.0.0/16", availabilityZones: ["us-east-1c", "us-east-1d"], natGateways: "single" },
      delivery: {
        trust: {
          releaseRoleArn: "arn:aws:iam::444455556666:role/jenkins-release",
          infrastructureRoleArn: "arn:aws:iam::444455556666:role/jenkins-infrastructure",
        },
      },
    })),
  });

  it.each([
    "production",
    "prod-",
    "111122223333",
    "10.60.",
    "smart360.bynry.com",
    "Z0123456789ABCDEFGHIJ",
    "us-east-1a",
  ])("has nothing of production's: %s", (value) => {
    const holds = ([, text]: [string, string]) => text.includes(value);
    expect([...platform.texts].some(holds), "production has it").toBe(true);
    expect([...other.texts].filter(holds).map(([stack]) => stack)).toEqual([]);
  });

  it("has the same stacks and resources", () => {
    expect(other.stacks).toEqual(platform.stacks);
    const service = (from: Platform) => from.template("service-billing").addresses;
    expect(service(other)).toEqual(service(platform));
  });
});
