import { describe, expect, it } from "vitest";
import { choose } from "../../../core/schedule/choose";

const steps = ["network", "registry", "service-billing", "service-identity", "state"].map((name) => ({
  name,
  dependencies: [],
}));

const chosen = (...patterns: string[]) => choose(steps, patterns).map(({ name }) => name);

describe("steps by name", () => {
  it.each([
    { patterns: [], found: ["network", "registry", "service-billing", "service-identity", "state"] },
    { patterns: ["network"], found: ["network"] },
    { patterns: ["state", "network", "network"], found: ["network", "state"] },
    { patterns: ["service-*"], found: ["service-billing", "service-identity"] },
    { patterns: ["*i*y"], found: ["registry", "service-identity"] },
    { patterns: ["*"], found: ["network", "registry", "service-billing", "service-identity", "state"] },
    { patterns: ["!state"], found: ["network", "registry", "service-billing", "service-identity"] },
    { patterns: ["!state", "!service-*"], found: ["network", "registry"] },
    { patterns: ["service-*", "!service-billing"], found: ["service-identity"] },
    { patterns: ["!network", "network"], found: [] },
  ])("$patterns", ({ patterns, found }) => expect(chosen(...patterns)).toEqual(found));

  it.each([
    { pattern: "netwrok", message: 'There is no stack netwrok. Did you mean "network"?' },
    { pattern: "!netwrok", message: 'There is no stack netwrok. Did you mean "network"?' },
    { pattern: "billing", message: 'There is no stack billing. Did you mean "service-billing"?' },
    {
      pattern: "elsewhere",
      message: "There is no stack elsewhere. Known are network, registry, service-billing, service-identity and state.",
    },
    { pattern: "networ.", message: 'There is no stack networ.. Did you mean "network"?' },
    {
      pattern: "x-*",
      message: "There is no stack x-*. Known are network, registry, service-billing, service-identity and state.",
    },
  ])("refuses $pattern", ({ pattern, message }) => expect(() => chosen("network", pattern)).toThrow(message));
});
