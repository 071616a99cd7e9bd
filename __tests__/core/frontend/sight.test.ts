/** The frontend's part of `smart360 ship status`. */
import { expect, it } from "vitest";
import { renderFrontend, type FrontendSight } from "../../../core/frontend/sight";

const now = new Date("2026-09-29T15:00:00.000Z");
const since = "2026-09-29T14:00:00.000Z";
const release = "20260929T140000Z-1a2b3c4d";
const lock = { id: "1", who: "jenkins@builder-1", what: "rollback", since: "2026-09-29T14:58:00.000Z", expires: "" };
const none: FrontendSight = { live: undefined, since: undefined, shippedBy: undefined, lock: undefined };

it.each<[string, FrontendSight | { readonly problem: string }, readonly string[]]>([
  [
    "a release that is live",
    { ...none, live: release, since, shippedBy: "jenkins@builder-1" },
    [
      `frontend: release ${release} is live`,
      "          since 2026-09-29 14:00:00 UTC, 1 hour ago, shipped by jenkins@builder-1",
    ],
  ],
  [
    "one whose record is gone, while another is being made",
    { ...none, live: release, since, lock },
    [
      `frontend: release ${release} is live`,
      "          since 2026-09-29 14:00:00 UTC, 1 hour ago",
      "          being released by jenkins@builder-1 since 2026-09-29 14:58:00 UTC, 2 minutes ago (rollback)",
    ],
  ],
  ["none", none, ["frontend: never released: smart360 ship frontend --dir <build>"]],
  [
    "a page of somebody else's",
    { ...none, since },
    ["frontend: no release is live: somebody else put index.html, 2026-09-29 14:00:00 UTC, 1 hour ago"],
  ],
  ["what cannot be read", { problem: "It is denied." }, ["frontend: not known: It is denied."]],
])("tells %s", (_, sight, lines) => {
  expect(renderFrontend(sight, now, { environment: "production", target: "aws" })).toEqual(lines);
});
