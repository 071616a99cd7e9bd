import { expect, it } from "vitest";
import { entriesOf } from "../../../core/secrets/entries";
import { readGiven } from "../../../core/secrets/given";

const environment = { name: "test", shortName: "test", accountId: "123456789012" };
const entries = entriesOf(environment, { name: "billing", uses: ["database"], secrets: { KEY: "key" } });
const services = { asked: ["billing"], others: ["metering", "assets"] };
const shape = '{"billing": {"django-secret-key": "..."}}';

it("gives each value the name of its secret", () => {
  const { values, problems } = readGiven({ billing: { key: "a value" } }, entries, services);
  expect([[...values], problems]).toEqual([[["smart360/test/billing/key", "a value"]], []]);
});

it.each<[unknown, string]>([
  [[], `the file must be an object: the whole is to look like ${shape}.`],
  [{ payments: {} }, '"payments" is no service of this environment. Known are billing, metering and assets.'],
  [{ billing: { kye: "a value" } }, 'billing has no secret "kye" that takes a value. Known are key.'],
  [{ billing: "a value" }, `billing must be an object: the whole is to look like ${shape}.`],
])("refuses %j", (document, problem) => {
  const { values, problems } = readGiven(document, entries, services);
  expect([values.size, problems]).toEqual([0, [problem]]);
});

it("leaves alone what other services of the environment have, whatever it is", () => {
  const document = { billing: { key: "a value" }, metering: { key: "another" }, assets: [] };
  const { values, leftAlone, problems } = readGiven(document, entries, services);
  expect([[...values.values()], leftAlone, problems]).toEqual([["a value"], ["metering", "assets"], []]);
});

it("tells of a service that takes no value", () => {
  const composed = entriesOf(environment, { name: "billing", uses: ["database"], secrets: {} });
  expect(readGiven({ billing: { key: "a value" } }, composed, services).problems).toEqual([
    'billing has no secret "key" that takes a value. It has none at all.',
  ]);
});
