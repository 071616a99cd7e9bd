import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ManifestError, renderIssue } from "../../../core/errors";
import { addService, forgetService, purgeService, retireService, setField } from "../../../core/manifest/edit";
import { stepsIn, vanished } from "../../../core/manifest/evolution";
import { sampleServices } from "../../support/sample";

const sample = readFileSync(sampleServices, "utf8");
const environments = ["production", "staging"];
const told = (before: string, after: string) => vanished(before, after, environments).map(renderIssue);

const inUse = (name: string) =>
  `"${name}" is gone. Its stack service-${name} would be orphaned: nothing would ever destroy it, while registry would destroy its images and secrets. ` +
  `Put the entry back and retire it: \`smart360 remove ${name}\`.`;
const renamed = (name: string, before: string, alike: string) =>
  `this is "${before}" with another name (${alike}), and a name is for life: service-${before} would be orphaned, its images and secrets destroyed, and service-${name} created without an image. ` +
  `Name it "${before}" again. To have "${name}" instead: add it beside, release it, then \`smart360 remove ${before}\`.`;

describe("an entry that is gone", () => {
  it("is told where it was", () => {
    expect(told(sample, forgetService(sample, "billing"))).toEqual([
      `services.json:28:5  services: ${inUse("billing")}`,
    ]);
  });

  it("is told at the list when it was the first", () => {
    expect(told(sample, forgetService(sample, "identity"))).toEqual([
      `services.json:13:15  services: ${inUse("identity")}`,
    ]);
  });

  it("is told each, when several are", () => {
    const after = forgetService(forgetService(sample, "billing"), "payments");
    expect(told(sample, after)).toEqual([
      `services.json:28:5  services: ${inUse("billing")}`,
      `services.json:28:5  services: ${inUse("payments")}`,
    ]);
  });

  it("may have been retired: its images and secrets are still kept", () => {
    const retired = retireService(sample, "billing");
    expect(told(retired, forgetService(retired, "billing"))).toEqual([
      'services.json:28:5  services: "billing" is gone, and was retired only: registry would destroy its images and secrets. ' +
        "Put the entry back and give them up by name: `smart360 remove billing --purge`.",
    ]);
  });

  it("may go once it is purged in every environment, and not before", () => {
    const purged = purgeService(sample, "billing");
    expect(told(purged, forgetService(purged, "billing"))).toEqual([]);
    const inOne = purgeService(sample, "billing", "staging");
    expect(told(inOne, forgetService(inOne, "billing"))).toEqual([`services.json:28:5  services: ${inUse("billing")}`]);
    const inBoth = purgeService(inOne, "billing", "production");
    expect(told(inBoth, forgetService(inBoth, "billing"))).toEqual([]);
    const stays = setField(purged, "billing", ["environments", "staging", "retired"], false);
    expect(told(stays, forgetService(stays, "billing"))).toEqual([`services.json:28:5  services: ${inUse("billing")}`]);
  });
});

describe("a rename", () => {
  it("is told at the new name, by the paths", () => {
    expect(told(sample, sample.replace('"name": "billing"', '"name": "invoicing"'))).toEqual([
      `services.json:39:15  services[3] "invoicing" > name: ${renamed("invoicing", "billing", 'it has "/api/billing/*"')}`,
    ]);
  });

  it("is told by the other fields when the paths change with it", () => {
    const after = sample
      .replace('"name": "billing"', '"name": "invoicing"')
      .replace("/api/billing/", "/api/invoicing/");
    const alike = "the same description, owner, priority, cpu, memory and memoryReservation";
    expect(told(sample, after)).toEqual([
      `services.json:39:15  services[3] "invoicing" > name: ${renamed("invoicing", "billing", alike)}`,
    ]);
  });

  it("is told when the entry moves as well", () => {
    const { services } = JSON.parse(sample) as { services: { name: string }[] };
    const billing = { ...services.find(({ name }) => name === "billing"), name: "invoicing" };
    const after = addService(forgetService(sample, "billing"), billing);
    expect(told(sample, after)[0]).toContain('services[8] "invoicing" > name: this is "billing" with another name');
  });

  it("takes each new entry for one old entry only", () => {
    const both = addService(forgetService(forgetService(sample, "billing"), "payments"), {
      name: "money",
      description: "Money",
      owner: "billing-team",
      paths: ["/api/billing/*", "/api/payments/*"],
      priority: 40,
    });
    expect(told(sample, both).map((line) => line.replace(/^\S+ +/, "").slice(0, 60))).toEqual(
      [
        'services[7] "money" > name: this is "billing" with another na',
        'services: "payments" is gone. Its stack service-payments would ',
      ].map((line) => line.slice(0, 60)),
    );
  });

  it("is none when a new service differs from the one that is gone", () => {
    const after = addService(forgetService(sample, "billing"), {
      name: "tariffs",
      description: "Tariff plans",
      owner: "tariff-team",
      paths: ["/api/tariffs/*"],
      priority: 100,
    });
    expect(told(sample, after)).toEqual([`services.json:28:5  services: ${inUse("billing")}`]);
  });
});

describe("a purge", () => {
  const message = (where: string) =>
    `got "purge", and "billing" was in use in ${where} before: registry would delete the images of tasks that still run. ` +
    "Set it to true first, apply that, and purge then.";

  it("is told when the service was in use before", () => {
    expect(told(sample, purgeService(sample, "billing"))).toEqual([
      `services.json:47:18  services[3] "billing" > retired: ${message("production and staging")}`,
    ]);
    expect(told(sample, purgeService(sample, "billing", "staging"))).toEqual([
      `services.json:49:22  services[3] "billing" > environments > staging > retired: ${message("staging")}`,
    ]);
  });

  it("is fine after retiring, wherever that was said", () => {
    expect(told(retireService(sample, "billing"), purgeService(sample, "billing", "staging"))).toEqual([]);
    expect(told(retireService(sample, "billing", "staging"), purgeService(sample, "billing", "staging"))).toEqual([]);
  });
});

describe("everything else", () => {
  const { services } = JSON.parse(sample) as { services: unknown[] };
  it.each([
    ["nothing", sample],
    ["white space", JSON.stringify(JSON.parse(sample))],
    ["the order", JSON.stringify({ services: services.toReversed() })],
    ["a new service", addService(sample, { name: "tariffs", paths: ["/api/tariffs/*"] })],
    ["retiring", retireService(sample, "billing")],
    ["a service with the paths of another", setField(sample, "billing", ["paths"], ["/api/payments/*"])],
  ])("is nothing to be told: %s", (_, after) => expect(told(sample, after)).toEqual([]));

  it("is not compared with a version that is no JSON", () => {
    expect(told("{", sample)).toEqual([]);
    expect(told('{ "services": 5 }', sample)).toEqual([]);
  });

  it("refuses a text that is no JSON", () => {
    expect(() => vanished(sample, "{", environments)).toThrow(ManifestError);
  });
});

describe("stepsIn", () => {
  it("tells each environment's step, and nothing of what is not there", () => {
    const text = purgeService(retireService(sample, "billing"), "billing", "staging");
    expect(stepsIn(text, "billing", environments)).toEqual([
      ["production", "retired"],
      ["staging", "purged"],
    ]);
    expect(stepsIn(text, "identity", environments)?.map(([, step]) => step)).toEqual(["in use", "in use"]);
    expect(stepsIn(text, "tariffs", environments)).toBeUndefined();
  });
});
