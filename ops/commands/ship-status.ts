/** `smart360 ship status [service]`: what runs where since when, and what does not fit together. */
import { renderStatus, rowOf } from "../../core/release/status";
import { ExitCode, type Console } from "../console";
import { loadEnvironment, loadManifest } from "../project";
import type { AwsOptions } from "../ship/aws";
import { subjectOf } from "../ship/context";
import { look } from "../ship/status";
import { withTarget } from "../ship/target";
import { serviceNamed } from "./ship";

export interface ShipStatusOptions {
  readonly root: string;
  readonly environment: string;
  /** @default every service that is not retired */
  readonly service: string | undefined;
  readonly offline: boolean;
  readonly json: boolean;
  readonly now: () => Date;
  readonly onCall?: AwsOptions["onCall"];
}

export async function shipStatus(options: ShipStatusOptions, out: Console): Promise<number> {
  const environment = loadEnvironment(options.root, options.environment);
  const manifest = loadManifest(options.root, environment);
  const services =
    options.service === undefined
      ? manifest.services.filter(({ retired }) => !retired)
      : [serviceNamed(options.service, manifest, environment)];
  const sights = await withTarget({ ...options, environment, say: out.note }, (aws) =>
    look(
      aws,
      services.map((service) => subjectOf(environment, service)),
    ),
  );
  const rows = sights.map((sight) => rowOf(sight, options.now()));
  if (!options.json) {
    renderStatus(rows).forEach(out.print);
    return ExitCode.ok;
  }
  const documents = sights.map(({ parameter, running, lock }, index) => {
    const { service, state, drift } = rows[index] ?? { service: "", state: "", drift: [] };
    const facts =
      running === undefined
        ? null
        : {
            image: running.image,
            tags: running.tags ?? null,
            revision: running.revision.number,
            newestRevision: running.newest?.number ?? null,
            tasks: running.tasks,
            desired: running.desired,
            since: running.since ?? null,
          };
    return { service, state, parameter, running: facts, lock: lock ?? null, drift };
  });
  out.print(JSON.stringify({ environment: environment.name, services: documents }, null, 2));
  return ExitCode.ok;
}
