/** Pictures of platforms of any size. */
import { architecture, type Diagram } from "../../core/diagram/diagram";
import type { StackDocuments } from "../../core/diagram/landscape";

import { readManifest } from "../../core/manifest/read";
import type { ManifestInput, ServiceInput } from "../../core/manifest/schema";
import { Platform, production } from "./platform";

const names = [
  ...["identity", "customers", "metering", "billing", "payments", "assets", "workorders", "notifications", "reporting"],
  ...["tariffs", "outages", "dispatch", "inventory", "contracts", "documents", "search", "geography", "forecasting"],
  ...["collections", "disputes", "credit", "portal", "chat", "surveys", "campaigns", "audit", "imports", "exports"],
  // As long as a name can be.
  ...["scheduling", "field-crew-timesheets"],
].map((name) => name.slice(0, 20));

/** What services use differs: all have a database, three in four a cache, one in five files. */
const uses = (index: number): NonNullable<ServiceInput["uses"]> => [
  "database",
  ...(index % 4 === 3 ? [] : (["cache"] as const)),
  ...(index % 5 === 4 ? (["files"] as const) : []),
];

/** The platform of the sample. */
export const samplePlatform = () => Platform.synthesize();

/** A platform with as many services, up to 30, on instances that have room for them. */
export function platformOf(count: number): Platform {
  const environment = production((file) => ({
    ...file,
    cluster: { instanceType: "t3a.xlarge", instances: 12, maxInstances: 13 },
  }));
  const file: ManifestInput = {
    services: names.slice(0, count).map((name, index) => ({
      name,
      description: `What ${name} do`,
      owner: "platform-team",
      paths: [`/api/${name}/*`],
      priority: 10 * (index + 1),
      uses: uses(index),
    })),
  };
  const manifest = readManifest(JSON.stringify(file), { file: "services.json", environment });
  return Platform.synthesize({ environment, manifest });
}

export function documentsOf(platform: Platform): Map<string, unknown> {
  return new Map([...platform.texts].map(([stack, text]) => [stack, JSON.parse(text) as unknown]));
}

export function pictureOf(documents: StackDocuments): Diagram {
  return architecture(documents, { environment: "production", region: "us-east-1" });
}
