import { describe, expect, it } from "vitest";
import { purposeOfReserved } from "../../../core/manifest/reserved-variables";
import { secretEntries } from "../../../core/manifest/secrets";
import { dataUses } from "../../../core/manifest/schema";
import { readManifest } from "../../../core/manifest/read";
import { container } from "../../../modules/service/container";
import { environmentWith, manifest, service } from "../../support/manifests";

describe("reserved variables", () => {
  it("are all that the platform sets in a container", () => {
    const text = manifest([service({ uses: dataUses })]);
    const [billing] = readManifest(text, { file: "services.json", environment: environmentWith() }).services;
    if (billing === undefined) throw new Error("the manifest must have a service");
    const { environment = [] } = container({
      service: billing,
      environmentName: "production",
      region: "us-east-1",
      viewerDomain: "smart360.example.com",
      image: "image",
      logGroupName: "logs",
      secretArns: {},
      filesBucketName: "files",
    });
    const set = [...environment.map(({ name }) => name ?? ""), ...Object.keys(secretEntries(billing))];
    expect(set).toEqual(expect.arrayContaining(["OTEL_SERVICE_NAME", "FILES_BUCKET", "DATABASE_URL", "REDIS_URL"]));
    expect(set.filter((name) => purposeOfReserved(name) === undefined)).toEqual([]);
  });

  it.each(["DATABASE_URLS", "MY_OTEL_X", "AWS_S3_CUSTOM_DOMAIN", "FILES"])("leave %s to the service", (name) => {
    expect(purposeOfReserved(name)).toBeUndefined();
  });
});
