/** The repository's own services, in each of its own environments. */
import { expect, it } from "vitest";
import { codeRoot } from "../local/paths";
import { environmentNames } from "../ops/project";
import { committed, Platform } from "./support/platform";

it.each(environmentNames(codeRoot))("services.json is valid for %s, has room there and becomes stacks", (name) => {
  const { environment, manifest } = committed(name);
  expect(Platform.synthesize({ environment, manifest }).stacks).toEqual(
    expect.arrayContaining(manifest.services.map((service) => `service-${service.name}`)),
  );
});
