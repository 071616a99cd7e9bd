import { expect, it } from "vitest";
import { entriesOf } from "../../../core/secrets/entries";
import { readGiven } from "../../../core/secrets/given";

const environment = { name: "test", shortName: "test", accountId: "123456789012" };
const entries = entriesOf(environment, { name: "billing", uses: ["database"], secrets: { KEY: "key" } });
const shape = '{"billing": {"django-secret-key": "..."}}';

it("gives each value the name of its secret", () => {
  const { values, problems } = readGiven({ billing: { key: "a value" } }, entries);
  expect([[...values], problems]).toEqual([[["smart360/test/billing/key", "a value"]], []]);
});

it.each<[unknown, string]>([
  [[], `the file must be an object: the whole is to look like ${shape}.`],
  [{ billing: "a value" }, `billing must be an object: the whole is to look like ${shape}.`],
])("refuses %j", (document, problem) => {
  const { values, problems } = readGiven(document, entries);
  expect([values.size, problems]).toEqual([0, [problem]]);
});
