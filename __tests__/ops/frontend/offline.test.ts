/** `smart360 ship frontend --offline`, as typed, on a local AWS that holds what the real provider makes of `edge`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CloudFront } from "@aws-sdk/client-cloudfront";
import { S3 } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadEnvironment } from "../../../ops/project";
import { fixtureProject, type FixtureProject } from "../../support/fixture-project";
import { prepareSite, siteBucket } from "../../support/frontend";
import { configOf, enterReal } from "../../support/real-base";

let project: FixtureProject;
let s3: S3;
let cloudfront: CloudFront;

beforeAll(async () => {
  project = fixtureProject();
  const environment = loadEnvironment(project.root, "production");
  const embedded = await enterReal(project.root, environment);
  s3 = new S3({ ...configOf(embedded, environment), forcePathStyle: true });
  cloudfront = new CloudFront(configOf(embedded, environment));
  embedded.clients.destroy();
  embedded.connection.finish();
});
afterAll(async () => {
  s3.destroy();
  cloudfront.destroy();
  await project.remove();
});

const ship = (...args: readonly string[]) => project.smart360(["ship", "frontend", ...args, "--offline"]);

function built(version: string): string {
  const folder = join(project.root, version);
  mkdirSync(folder);
  writeFileSync(join(folder, "index.html"), `<p>${version}</p>`);
  return folder;
}

const page = async () => (await s3.getObject({ Bucket: siteBucket, Key: "index.html" })).Body?.transformToString();

it("refuses before edge is applied, then releases, and goes back", async () => {
  const [one, two] = [built("one"), built("two")];
  expect(await ship("--dir", one)).toEqual({
    code: 2,
    stdout: "",
    stderr:
      "The stack edge of production is not applied: there is no bucket to ship to. Apply it first, then repeat.\n",
  });

  await prepareSite(s3, cloudfront);
  expect(await ship("--dir", one)).toMatchObject({ code: 0 });
  expect(await page()).toBe("<p>one</p>");

  const { code, stdout } = await ship("--dir", two);
  expect([code, await page()]).toEqual([0, "<p>two</p>"]);
  const back = /^To go back: smart360 (ship frontend .+ --offline)$/m.exec(stdout)?.[1]?.split(" ") ?? [];
  expect(await project.smart360(back)).toMatchObject({ code: 0 });
  expect(await page()).toBe("<p>one</p>");
});
