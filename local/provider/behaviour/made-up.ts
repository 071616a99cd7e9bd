import { createHash } from "node:crypto";

/** Hexadecimal digits (at most 64) that depend on the seed alone. */
export function digest(seed: string, digits: number): string {
  return createHash("sha256").update(seed).digest("hex").slice(0, digits);
}

/** `us-east-1` -> `use1`, `ap-southeast-2` -> `apse2`, as in zone ids and endpoints. */
export function shortRegion(region: string): string {
  const [area = "", direction = "", number = ""] = region.split("-");
  const letters = direction.replace(/^(north|south)(east|west)$/, "$1-$2").split("-");
  return area + letters.map((word) => word.charAt(0)).join("") + number;
}
