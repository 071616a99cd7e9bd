import { existsSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { committed, Platform } from "../support/platform";
import { alike, witnesses } from "./claim";
import { rowsOf } from "./rows";

const { environment, manifest } = committed();
const rows = rowsOf({ environment, manifest });
let platform: Platform;
beforeAll(() => {
  platform = Platform.synthesize({ environment, manifest });
});

describe.each(rows)("$system", ({ constructs, claims }) => {
  it.each(claims)("$says", (claim) => {
    expect(
      witnesses(platform, manifest, claim),
      `no resource of ${claim.stack} makes it true: ${claim.says}`,
    ).not.toEqual([]);
  });

  it.each(constructs.map((file) => [file]))("is written in %s", (file) => {
    expect(existsSync(file)).toBe(true);
  });
});

describe("GitHub", () => {
  it("is the source of what Jenkins builds, as a setting", () => {
    expect(JSON.parse(platform.text("delivery"))).toMatchObject({
      output: { github_organization: { value: "bynry" } },
    });
  });
});

describe("Remote state", () => {
  it("has both locks and refuses other accounts, in every stack", () => {
    for (const stack of platform.stacks)
      expect(JSON.parse(platform.text(stack)), stack).toMatchObject({
        terraform: {
          backend: {
            s3: {
              allowed_account_ids: [environment.accountId],
              dynamodb_table: "smart360-production-tfstate-lock",
              key: `production/${stack}.tfstate`,
              use_lockfile: true,
            },
          },
        },
        provider: { aws: [{ allowed_account_ids: [environment.accountId] }] },
      });
  });
});

it("docs/architecture.md says what is tested, and no more", async () => {
  const lines = rows.flatMap(({ system, constructs, claims }) => [
    `## ${system}`,
    "",
    `Written in ${constructs.map((file) => `[${file}](../${file})`).join(", ")}; tested as "${system}" in`,
    "[rows.test.ts](../__tests__/architecture/rows.test.ts).",
    "",
    "| true of the synthesized stacks | by |",
    "| --- | --- |",
    ...claims.map((claim) => `| ${claim.says} | ${shown(alike(witnesses(platform, manifest, claim)))} |`),
    "",
  ]);
  const page = [
    "# The systems, and where each is proved",
    "",
    "Generated from the table that the tests check (`npm run rows`). Addresses are those of production.",
    "",
    ...lines,
  ];
  await expect(page.join("\n")).toMatchFileSnapshot("../../docs/architecture.md");
});

/** At most three addresses. */
function shown(addresses: readonly string[]): string {
  const more = addresses.length > 3 ? ` and ${addresses.length - 1} more` : "";
  return (
    addresses
      .slice(0, more === "" ? 3 : 1)
      .map((address) => `\`${address}\``)
      .join("<br>") + more
  );
}
