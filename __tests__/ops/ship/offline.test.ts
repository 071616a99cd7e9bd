/** What a release says of the local AWS. */
import { expect, it } from "vitest";
import { openAws } from "../../../ops/aws/aws";
import { loadEnvironment, loadManifest } from "../../../ops/project";
import { subjectOf } from "../../../ops/ship/context";
import { thisMachine } from "../../../ops/ship/machine";
import { ship } from "../../../ops/ship/release";
import { serviceNamed } from "../../../ops/services";
import { describeReleases, steppedClock } from "../../support/releasing";

const releases = describeReleases();

it.each([
  ["offline", ["the local AWS runs no containers: its task ends when something there ends it, or on Ctrl-C"]],
  ["aws", []],
] as const)("on %s, nothing ends a migration by itself: %j", async (target, notes) => {
  const { root } = releases.project;
  const environment = loadEnvironment(root, "production");
  const aws = await openAws({ region: environment.region });
  const told: string[] = [];
  const { outcome } = await ship(
    {
      ...subjectOf(environment, serviceNamed("billing", loadManifest(root, environment), environment)),
      ...{ aws, environment, where: { environment: environment.name, target }, clock: steppedClock() },
      ...{ machine: thisMachine(), pollSeconds: 5, timeoutSeconds: 60, signal: new AbortController().signal },
      report: { progress: () => undefined, line: (step, text) => void (step === "Migrate" && told.push(text)) },
    },
    { kind: "deploy", image: "build-42" },
    { breakLockId: undefined, build: undefined },
  );
  aws.close();
  expect([outcome, told.slice(0, -1)]).toEqual(["released", notes]);
});
