/** The committed pictures are those of the committed platform. Out of date? Run `smart360 draw`, and with `--stacks`. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { architectureSvg, renderDrawio, type Diagram } from "../../core/diagram/diagram";
import { stacksDiagram } from "../../core/diagram/stacks";
import { stacksInOrder } from "../../core/schedule/stack-order";
import { documentsOf, pictureOf } from "../support/diagrams";
import { committed, Platform } from "../support/platform";

const platform = Platform.synthesize(committed());
const documents = documentsOf(platform);
const { stacks } = JSON.parse(platform.manifestText) as { stacks: Record<string, { dependencies?: string[] }> };

/** What the file should hold, or else what to do about it. */
const upToDate = (name: string, content: string, command: string) =>
  readFileSync(`docs/${name}`, "utf8") === content
    ? "up to date"
    : `docs/${name} is not up to date: run \`${command}\``;

describe.each<readonly [string, string, () => Diagram]>([
  ["architecture", "smart360 draw", () => pictureOf(documents)],
  ["stacks", "smart360 draw --stacks", () => stacksDiagram(stepsInOrder(), documents, "production")],
])("docs/%s", (name, command, make) => {
  it("is drawn from the stacks as they are synthesized", async () => {
    const diagram = make();
    const found = [
      upToDate(`${name}.svg`, await architectureSvg(diagram, { theme: "light" }), command),
      upToDate(`${name}-dark.svg`, await architectureSvg(diagram, { theme: "dark" }), command),
      upToDate(`${name}.drawio`, await renderDrawio(diagram), command),
    ];
    expect(found).toEqual(["up to date", "up to date", "up to date"]);
  });

  it("is shown or linked in the README", () => {
    expect(readFileSync("README.md", "utf8")).toContain(`docs/${name}.svg`);
  });
});

/** As the command gets them. */
function stepsInOrder() {
  return stacksInOrder(Object.entries(stacks).map(([name, { dependencies = [] }]) => ({ name, dependencies })));
}
