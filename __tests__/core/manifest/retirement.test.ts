import { describe, expect, it } from "vitest";
import {
  consequencesOfForgetting,
  consequencesOfPurging,
  consequencesOfRetiring,
} from "../../../core/manifest/retirement";
import { testEnvironment, testService } from "../../support/fixtures";
import { Platform } from "../../support/platform";

const test = testEnvironment();
const staging = testEnvironment({ name: "staging", shortName: "stg" });
const service = testService({ uses: ["database", "files"], secrets: { API_KEY: "api-key" } });

describe("retiring", () => {
  it("destroys what is in the service's stack, and keeps the rest", () => {
    expect(consequencesOfRetiring([{ environment: test, service }])).toEqual({
      stacks: ["observability", "service-billing", "delivery"],
      destroyed: [
        "its tasks, the ECS service and its scaling",
        "its route: /api/billing/* will answer 404",
        "its roles and its alarms",
        "its log group /smart360/test/billing, with the logs",
      ],
      kept: [
        "repository smart360/test/billing, with the images",
        "parameter /smart360/test/billing/image",
        "secrets api-key and database-url",
        "database and role billing in PostgreSQL, until someone drops them",
        "its files in the file bucket, until someone deletes them",
      ],
      protection: [
        "logs are data: the review is red for them, and `apply` refuses, until `smart360 review --approve` names them with a reason",
      ],
      next: [
        "have it reviewed, and apply those stacks",
        "`smart360 remove billing --purge` gives up repository, parameter and secrets",
        "until then, `smart360 set billing retired --unset` takes the service back into use",
      ],
    });
  });

  it("names every environment's", () => {
    const both = [test, staging].map((environment) => ({ environment, service }));
    const { destroyed, kept } = consequencesOfRetiring(both);
    expect(destroyed[3]).toBe("its log groups /smart360/test/billing and /smart360/staging/billing, with the logs");
    expect(kept.slice(0, 2)).toEqual([
      "repositories smart360/test/billing and smart360/staging/billing, with the images",
      "parameters /smart360/test/billing/image and /smart360/staging/billing/image",
    ]);
  });

  it("keeps nothing of what a service does not use", () => {
    const { kept } = consequencesOfRetiring([{ environment: test, service: testService() }]);
    expect(kept).toEqual([
      "repository smart360/test/billing, with the images",
      "parameter /smart360/test/billing/image",
    ]);
  });
});

describe("purging", () => {
  it("destroys what registry keeps", () => {
    expect(consequencesOfPurging([{ environment: test, service }])).toEqual({
      stacks: ["registry"],
      destroyed: [
        "repository smart360/test/billing, with the images",
        "parameter /smart360/test/billing/image",
        "secrets api-key and database-url",
      ],
      kept: [
        "database and role billing in PostgreSQL, until someone drops them",
        "its files in the file bucket, until someone deletes them",
      ],
      protection: [
        "all of it is data: the review is red for each, and `apply` refuses, until `smart360 review --approve` names them with a reason",
        "ECR deletes no repository that holds images: delete the images before you apply",
        "Secrets Manager can restore a secret for 30 days, and keeps its name so long",
        "nothing protects the parameter; all it holds is which image ran last",
      ],
      next: [
        "see that service-billing was applied: `smart360 check --live` tells",
        "have it reviewed, and apply registry",
        "then `smart360 remove billing --purge` once more removes the entry",
      ],
    });
  });

  it("says what the app does: the repository has no force, the secrets their 30 days", () => {
    const registry = Platform.synthesize({ environment: test, manifest: { services: [service] } }).template("registry");
    expect(registry.all("aws_ecr_repository").map((each) => each["force_delete"])).toEqual([undefined]);
    expect(registry.all("aws_secretsmanager_secret").map((each) => each["recovery_window_in_days"])).toEqual([30, 30]);
  });
});

describe("the entry's going", () => {
  it("destroys nothing", () => {
    expect(consequencesOfForgetting([{ environment: test, service: testService() }])).toEqual({
      stacks: [],
      destroyed: [],
      kept: [],
      protection: [],
      next: [
        "nothing would destroy what is left: `smart360 check --live` must find service-billing empty",
        "the name is free again; its secrets' names are after 30 days",
      ],
    });
  });
});
