import { expect, it } from "vitest";
import type { Manifest, ManifestInput } from "../../core/manifest/schema";
import { Platform, production, services } from "../support/platform";
import { alike, inUse, witnesses } from "./claim";
import { controlsOf } from "./controls";
import { rowsOf } from "./rows";

const tariffs = {
  name: "tariffs",
  description: "Tariff plans",
  owner: "billing-team",
  paths: ["/api/tariffs/*"],
  priority: 45,
};

/** The sample with its first service retired. */
const withoutFirst = (file: ManifestInput): ManifestInput => ({
  ...file,
  services: file.services.map((entry, index) => (index === 0 ? { ...entry, retired: true as const } : entry)),
});

it("what is claimed of all services is false where a service in use has an empty stack", () => {
  const platform = Platform.synthesize({ manifest: services(withoutFirst) });
  const claim = { says: "runs", stack: "service-", type: "aws_ecs_service" };
  expect(witnesses(platform, services(withoutFirst), claim)).toHaveLength(services().services.length - 1);
  expect(witnesses(platform, services(), claim)).toEqual([]);
});

it("the pages say the same whatever services there are", () => {
  const edited = services((file) => ({ ...file, services: [...withoutFirst(file).services, tariffs] }));
  const told = (manifest: Manifest) => {
    const platform = Platform.synthesize({ manifest });
    const claims = [
      ...rowsOf({ environment: production(), manifest }).flatMap((row) => row.claims),
      ...controlsOf(production()).flatMap(({ state }) => ("met" in state ? state.met : [])),
    ];
    return claims.map((claim) => ({ says: claim.says, by: alike(witnesses(platform, manifest, claim)) }));
  };
  expect(inUse(edited)).toContain("tariffs");
  expect(inUse(edited)).not.toContain("identity");
  expect(told(edited)).toEqual(told(services()));
});
