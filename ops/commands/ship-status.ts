/** `smart360 ship status [service]`: what runs where since when, what does not fit together, and the frontend's release. */
import { renderFrontend, type FrontendSight } from "../../core/frontend/sight";
import { renderStatus, rowOf, type Row, type Sight, type Unseen } from "../../core/release/status";
import type { AwsOptions } from "../aws/aws";
import { ExitCode, printText, type Console } from "../console";
import { lookAtFrontend } from "../frontend/sight";
import { loadEnvironment, loadManifest } from "../project";
import { servicesNamed } from "../services";
import { subjectOf } from "../ship/context";
import { look } from "../ship/status";
import { whereOf, withAws } from "../aws/with-aws";

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
  const services = servicesNamed(options.service, loadManifest(options.root, environment), environment);
  const subjects = services.map((service) => subjectOf(environment, service));
  const where = whereOf(options);
  const now = options.now();
  const { sights, frontend } = await withAws(
    { ...options, environment, needs: "status", say: out.note },
    async (aws) => ({
      sights: await look(aws, subjects),
      frontend: options.service === undefined ? await lookAtFrontend(aws, environment, now) : undefined,
    }),
  );
  const rows = sights.map((sight) => rowOf(sight, now, where));
  if (options.json) {
    const documents = sights.map((sight, index) => documentOf(sight, rows[index]));
    const site = frontend === undefined ? {} : { frontend: frontendDocument(frontend) };
    out.print(JSON.stringify({ environment: environment.name, services: documents, ...site }, null, 2));
  } else {
    const lines = [
      ...renderStatus(rows),
      ...(frontend === undefined ? [] : ["", ...renderFrontend(frontend, now, where)]),
    ];
    // A table of many columns is left as it is: broken, it could not be read.
    const [table, notes] = [lines.slice(0, rows.length + 2), lines.slice(rows.length + 2)];
    table.forEach(out.print);
    for (const note of notes) printText(out, note);
  }
  return ExitCode.ok;
}

function documentOf(sight: Sight | Unseen, row: Row | undefined) {
  const { state = "", drift = [] } = row ?? {};
  const about = { service: sight.service, state };
  if ("problem" in sight) return { ...about, parameter: null, running: null, lock: null, drift };
  const { parameter, running, lock } = sight;
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
  return { ...about, parameter, running: facts, lock: lock ?? null, drift };
}

function frontendDocument(sight: FrontendSight | { readonly problem: string }) {
  if ("problem" in sight) return sight;
  const { live, since, shippedBy, lock } = sight;
  return { live: live ?? null, since: since ?? null, shippedBy: shippedBy ?? null, lock: lock ?? null };
}
