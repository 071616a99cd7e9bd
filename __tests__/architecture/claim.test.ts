import { expect, it } from "vitest";
import type { Manifest } from "../../core/manifest/schema";
import { Platform, production, services } from "../support/platform";
import { alike, inUse, witnesses } from "./claim";
import { controls } from "./controls";
import { rowsOf } from "./rows";

const tariffs = {
  name: "tariffs",
  description: "Tariff plans",
  owner: "billing-team",
  paths: ["/api/tariffs/*"],
  priority: 45,
};

it("the pages say the same whatever services there are", () => {
  const edited = services((file) => ({
    ...file,
    services: [
      ...file.services.map((entry, index) => (index === 0 ? { ...entry, retired: true as const } : entry)),
      tariffs,
    ],
  }));
  const told = (manifest: Manifest) => {
    const platform = Platform.synthesize({ manifest });
    const claims = [
      ...rowsOf({ environment: production(), manifest }).flatMap((row) => row.claims),
      ...controls.flatMap(({ state }) => ("met" in state ? state.met : [])),
    ];
    return claims.map((claim) => ({ says: claim.says, by: alike(witnesses(platform, claim)) }));
  };
  expect(inUse(edited)).toContain("tariffs");
  expect(inUse(edited)).not.toContain("identity");
  expect(told(edited)).toEqual(told(services()));
});
