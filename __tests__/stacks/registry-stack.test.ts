import { describe, expect, it } from "vitest";
import { testEnvironment, testService } from "../support/fixtures";
import { Platform } from "../support/platform";

const services = [
  testService({ uses: ["database", "cache", "files"], secrets: { API_KEY: "api-key" } }),
  testService({ name: "plain", paths: ["/api/plain/*"], priority: 20 }),
  testService({ name: "old", paths: ["/api/old/*"], priority: 30, retired: true }),
];
const registryOf = (manifest: typeof services) =>
  Platform.synthesize({ environment: testEnvironment(), manifest: { services: manifest } }).template("registry");
const template = registryOf(services);

describe("RegistryStack", () => {
  it("creates a repository and a parameter for each service, retired ones too, and one key", () => {
    expect(template.inventory).toEqual({
      aws_kms_key: 1,
      aws_kms_alias: 1,
      aws_ecr_repository: 3,
      aws_ecr_lifecycle_policy: 3,
      aws_ssm_parameter: 3,
      aws_secretsmanager_secret: 3, // of the one service that has secrets
    });
  });

  it("gives up those of a purged service, and of no other", () => {
    const purged = services.map((service) => (service.name === "old" ? { ...service, purged: true } : service));
    const after = registryOf(purged);
    expect(after.inventory).toEqual({
      ...template.inventory,
      aws_ecr_repository: 2,
      aws_ecr_lifecycle_policy: 2,
      aws_ssm_parameter: 2,
    });
    expect(after.outputs["repository_urls"]).toEqual(
      expect.not.objectContaining({ old: expect.anything() as unknown }),
    );
  });

  it("names secrets after what a service uses and asks for", () => {
    expect(
      template
        .all("aws_secretsmanager_secret")
        .map(({ name }) => name)
        .sort(),
    ).toEqual([
      "smart360/test/billing/api-key",
      "smart360/test/billing/database-url",
      "smart360/test/billing/redis-url",
    ]);
  });

  it("makes one entry of a secret that two variables share", () => {
    const sharing = testService({ secrets: { A_KEY: "key", B_KEY: "key" } });
    const { inventory } = Platform.synthesize({
      environment: testEnvironment(),
      manifest: { services: [sharing] },
    }).template("registry");
    expect(inventory["aws_secretsmanager_secret"]).toBe(1);
  });

  describe("wiring", () => {
    it("tells repositories and parameters by service", () => {
      const repository = (name: string, attribute: string) =>
        template.reference("aws_ecr_repository", attribute, { name: `smart360/test/${name}` });
      const parameter = (name: string) =>
        template.reference("aws_ssm_parameter", "name", { name: `/smart360/test/${name}/image` });
      const names = ["billing", "plain", "old"];
      const byName = (value: (name: string) => string) => Object.fromEntries(names.map((name) => [name, value(name)]));
      expect(template.outputs).toMatchObject({
        repository_urls: byName((name) => repository(name, "repository_url")),
        repository_arns: byName((name) => repository(name, "arn")),
        image_parameters: byName(parameter),
      });
    });

    it("tells secrets by service and entry", () => {
      const secret = (entry: string) =>
        template.reference("aws_secretsmanager_secret", "arn", { name: `smart360/test/billing/${entry}` });
      expect(template.outputs["secret_arns"]).toEqual({
        "billing/api-key": secret("api-key"),
        "billing/database-url": secret("database-url"),
        "billing/redis-url": secret("redis-url"),
      });
    });

    it("encrypts images and secrets with its key", () => {
      const keyArn = template.reference("aws_kms_key", "arn");
      for (const { kms_key_id } of template.all("aws_secretsmanager_secret")) expect(kms_key_id).toBe(keyArn);
      for (const { encryption_configuration } of template.all("aws_ecr_repository"))
        expect(encryption_configuration).toEqual([{ encryption_type: "KMS", kms_key: keyArn }]);
    });
  });
});
