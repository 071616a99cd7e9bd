import { beforeAll, expect, it } from "vitest";
import { committed, Platform } from "../support/platform";
import { alike, witnesses } from "./claim";
import { controlsOf, type Control } from "./controls";

const { environment, manifest } = committed();
const controls = controlsOf(environment);
let platform: Platform;
beforeAll(() => {
  platform = Platform.synthesize({ environment, manifest });
});

const found = ({ state }: Control) =>
  "met" in state ? state.met.map((claim) => witnesses(platform, manifest, claim)) : [];

it.each(controls.filter(({ state }) => "met" in state))("$id is met: $title", (control) => {
  for (const addresses of found(control)) expect(addresses, "no resource meets it").not.toEqual([]);
});

it("lists each control once", () => {
  const ids = controls.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)]);
});

it("docs/controls.md says what is tested, and no more", async () => {
  const line = (control: Control) => {
    const { id, title, state } = control;
    if ("notMet" in state) return `| ${id} | ${title} | not met | ${state.notMet} |`;
    const [first, ...others] = alike(found(control).flat());
    const argument = state.met[0]?.with;
    const names = typeof argument === "object" && !Array.isArray(argument) ? Object.keys(argument).join(", ") : "";
    return `| ${id} | ${title} | met | \`${first}\`${others.length > 0 ? ` and ${others.length} more` : ""}${names === "" ? "" : ` (${names})`} |`;
  };
  const count = controls.filter(({ state }) => "met" in state).length;
  const page = [
    "# Controls",
    "",
    "What applies to these stacks of AWS Foundational Security Best Practices and of the CIS AWS Foundations Benchmark 7.0,",
    "and what meets it. Generated from the table that the tests check (`npm run rows`).",
    "",
    `${count} of ${controls.length} are met; the others say why not.`,
    "",
    "| control | title | state | by, or why not |",
    "| --- | --- | --- | --- |",
    ...controls.map(line),
    "",
  ];
  await expect(page.join("\n")).toMatchFileSnapshot("../../docs/controls.md");
});
