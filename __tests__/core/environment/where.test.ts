import { describe, expect, it } from "vitest";
import { placeOptions, type Where } from "../../../core/environment/where";
import {
  foreignDatabaseUrl,
  noFrontendReleaseBefore,
  releaseUnsaid,
  serviceNotDeployed,
  serviceRunsAlready,
} from "../../../core/errors";
import { renderReleases, stoppedMessage } from "../../../core/frontend/render";
import { renderFrontend } from "../../../core/frontend/sight";
import { preparedMessage } from "../../../core/release/ending";
import { rowOf } from "../../../core/release/status";
import { renderSecrets } from "../../../core/secrets/status";
import { unreleased } from "../../../core/naming/names";

it.each<[where: Where, options: string]>([
  [{ environment: "production", target: "aws" }, ""],
  [{ environment: "production", target: "offline" }, " --offline"],
  [{ environment: "staging", target: "aws" }, " -e staging"],
  [{ environment: "staging", target: "offline" }, " -e staging --offline"],
])("%j is led to by %j", (where, options) => {
  expect(placeOptions(where)).toBe(options);
});

describe("a command that is to be typed next leads to where the one before worked", () => {
  const where: Where = { environment: "staging", target: "offline" };
  const now = new Date(0);
  const unset = { live: undefined, since: undefined, shippedBy: undefined, lock: undefined };
  const secret = {
    service: "billing",
    entry: "sentry",
    variables: ["SENTRY"],
    name: "sentry",
    origin: "given",
  } as const;

  it.each<[said: string | undefined, command: string]>([
    [releaseUnsaid("billing", where).message, "`smart360 ship status billing -e staging --offline`"],
    [
      serviceNotDeployed("billing", "ecs", where).message,
      "smart360 ship billing --first --image <tag> -e staging --offline,",
    ],
    [serviceRunsAlready("billing", "ecs", where).message, "smart360 ship billing --image <tag> -e staging --offline."],
    [
      foreignDatabaseUrl("billing", "url", where).message,
      "smart360 secrets init billing --rotate database-url -e staging --offline.",
    ],
    [noFrontendReleaseBefore(where).message, "`smart360 ship frontend --list -e staging --offline`"],
    [preparedMessage("billing", "build-1", true, where), "smart360 ship billing --redeploy -e staging --offline."],
    [
      rowOf({ service: "billing", parameter: unreleased }, now, where).drift[0],
      "smart360 ship billing --first --image <tag> -e staging --offline",
    ],
    [renderFrontend(unset, now, where)[0], "smart360 ship frontend --dir <build> -e staging --offline"],
    [
      renderReleases([], { liveId: undefined, foreignSince: undefined }, now, where)[0],
      "smart360 ship frontend --dir <build> -e staging --offline.",
    ],
    [
      stoppedMessage("one", "It failed.", "other", { where, isRollback: false }),
      "`smart360 ship frontend --list -e staging --offline`",
    ],
    [
      renderSecrets([{ ...secret, state: "no value", changed: null }], where).at(-1),
      "smart360 secrets init -e staging --offline",
    ],
  ])("%s", (said, command) => {
    expect(said).toContain(command);
  });
});
