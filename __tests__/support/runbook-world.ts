/**
 * What the runbook's first section meets behind its first steps, on this machine: the local AWS for AWS, with the real
 * provider, one-off tasks as processes, a PostgreSQL of its own. The command takes it for AWS itself.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { ECRClient, PutImageCommand } from "@aws-sdk/client-ecr";
import { ECSClient, RegisterTaskDefinitionCommand, type ContainerDefinition } from "@aws-sdk/client-ecs";
import { CreateSecretCommand, GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "vitest";
import type { Environment } from "../../core/environment/schema";
import { names } from "../../core/naming/names";
import { setupName } from "../../core/secrets/database-setup";
import { startProxy, type Proxy } from "../../local/proxy/proxy";
import type { Embedded } from "../../ops/embedded";
import { loadEnvironment } from "../../ops/project";
import { outputsOf, readState } from "../../ops/state/read";
import { synthesize, type StackOnDisk } from "../../ops/synthesize";
import { platformProject, type Finished, type Project } from "./fixture-project";
import { projectRoot } from "./local-aws";
import { OneOffTasks } from "./one-off-tasks";
import { postgresPrograms, startPostgres, type Postgres, type PsqlResult } from "./postgres";
import { awsVariables, configOf, enterReal, hasRealProvider, prepareBase, putOutputs } from "./real-base";
import { keepServices } from "./real-platform";
import { imagePrograms } from "./service-image";
import type { Answers } from "./terminal";
import { Template } from "./template";

export interface RunbookPrograms {
  /** Folder of PostgreSQL's programs. */
  readonly postgres: string;
  /** Folder of the programs of the reference service's image. */
  readonly service: string;
}

/** Undefined where one of them, or the real provider, is missing. */
export async function runbookPrograms(): Promise<RunbookPrograms | undefined> {
  const postgres = postgresPrograms();
  if (!hasRealProvider || postgres === undefined) return undefined;
  const service = await imagePrograms();
  return service === undefined ? undefined : { postgres, service };
}

interface Parts {
  readonly environment: Environment;
  readonly project: Project;
  readonly embedded: Embedded;
  readonly postgres: Postgres;
  readonly tasks: OneOffTasks;
  /** In front of the local AWS: what the command takes for AWS. */
  readonly front: Proxy;
  readonly clients: Clients;
}

export class RunbookWorld {
  private constructor(private readonly parts: Parts) {}

  /** @param services of the manifest that are kept */
  static async start(programs: RunbookPrograms, services: readonly string[]): Promise<RunbookWorld> {
    const project = platformProject();
    keepServices(project.root, services);
    const environment = loadEnvironment(project.root, "production");
    const stacks = await synthesize(project.root, environment.name);
    await prepareBase(project, environment, stacks);
    const embedded = await enterReal(project.root, environment);
    const postgres = await startPostgres(programs.postgres);
    const clientConfig = configOf(embedded, environment);
    const repositories = services.map((name) => `/${names.repository(environment, name)}@sha256:`);
    const tasks = new OneOffTasks({
      clientConfig,
      imageOf(image) {
        if (image === environment.database.setupImage) return psqlImage(programs.postgres);
        const isOfService = repositories.some((repository) => image.includes(repository));
        return isOfService ? serviceImage(programs.service, postgres) : undefined;
      },
    });
    const routes = new Map([["ecs", tasks.route]]);
    const front = await startProxy({ upstream: clientConfig.endpoint, corrections: [], routes });
    const clients = clientsOf(clientConfig);
    const world = new RunbookWorld({ environment, project, embedded, postgres, tasks, front, clients });
    await world.makeData(stacks);
    return world;
  }

  get project(): Project {
    return this.parts.project;
  }

  get postgres(): Postgres {
    return this.parts.postgres;
  }

  get tasks(): OneOffTasks {
    return this.parts.tasks;
  }

  /** Runs `smart360` to its end; with answers, at a terminal. */
  smart360(args: readonly string[], answers?: Answers): Promise<Finished> {
    const { project, environment, front } = this.parts;
    const variables = awsVariables(project.root, environment, front.url);
    return answers === undefined
      ? project.smart360(args, variables)
      : project.smart360OnTerminal(args, answers, variables);
  }

  /** Runs `smart360`, and interrupts it as soon as it printed `line`. */
  async smart360Interrupted(line: string, args: readonly string[]): Promise<Finished> {
    const { project, environment, front } = this.parts;
    const variables = awsVariables(project.root, environment, front.url);
    const { child, ended } = await project.smart360Until(line, args, variables);
    child.kill("SIGINT");
    return ended;
  }

  /** An image in the repository of a service, which its tag tells from others. */
  async push(service: string, imageTag: string): Promise<void> {
    const repositoryName = names.repository(this.parts.environment, service);
    const imageManifest = JSON.stringify({ schemaVersion: 2, config: { digest: `${service} ${imageTag}` } });
    await this.parts.clients.ecr.send(new PutImageCommand({ repositoryName, imageTag, imageManifest }));
  }

  /** Runs psql with what a URL says, as a service would. */
  psqlBy(url: string, script: string): Promise<PsqlResult> {
    const { username, password, pathname, searchParams } = new URL(url);
    return this.postgres.psql(script, {
      PGUSER: username,
      PGPASSWORD: decodeURIComponent(password),
      PGDATABASE: pathname.slice(1),
      PGSSLMODE: searchParams.get("sslmode") ?? "",
      PGSSLROOTCERT: this.postgres.certificate,
    });
  }

  async secret(service: string, entry: string): Promise<string> {
    const SecretId = names.secret(this.parts.environment, service, entry);
    return (await this.parts.clients.secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString ?? "";
  }

  /** The image that Terraform gives to a service. */
  async imageParameter(service: string): Promise<string> {
    const Name = names.imageParameter(this.parts.environment, service);
    return (await this.parts.clients.ssm.send(new GetParameterCommand({ Name }))).Parameter?.Value ?? "";
  }

  async stop(): Promise<void> {
    const { project, embedded, postgres, tasks, front, clients } = this.parts;
    await tasks.close();
    Object.values(clients).forEach((client) => client.destroy());
    await front.close();
    embedded.clients.destroy();
    embedded.connection.finish();
    await postgres.stop();
    await project.remove();
  }

  /** What of `data` others meet: the setup task as the stack defines it, its log group, the master password, the token. */
  private async makeData(stacks: readonly StackOnDisk[]): Promise<void> {
    const { environment, embedded, postgres } = this.parts;
    const { ecs, logs, secrets } = this.parts.clients;
    const secretOf = async (Name: string, SecretString: string) =>
      (await secrets.send(new CreateSecretCommand({ Name, SecretString }))).ARN ?? "";
    const { user: username, password } = postgres.master;
    const master = await secretOf("rds!db-of-the-test", JSON.stringify({ username, password }));
    const token = await secretOf(names.secret(environment, "cache", "token"), "TokenOfTheTest1");
    await logs.send(new CreateLogGroupCommand({ logGroupName: names.path(environment, setupName) }));
    const folder = stacks.find(({ name }) => name === "data")?.folder ?? "";
    const template = Template.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8"));
    const family = names.shared(environment, setupName);
    const { container_definitions: definitions } = template.with("aws_ecs_task_definition", { family });
    const resolved = JSON.stringify(definitions)
      .replaceAll(/\$\{aws_db_instance\.\w+\.address\}/g, "127.0.0.1")
      .replaceAll(/\$\{aws_db_instance\.\w+\.master_user_secret\[0\]\.secret_arn\}/g, master)
      .replaceAll(/\$\{aws_cloudwatch_log_group\.\w+\.name\}/g, names.path(environment, setupName))
      .replace(/(?<="PGPORT","value":")\d+/, String(postgres.port));
    expect(resolved).not.toContain("${");
    const containerDefinitions = JSON.parse(resolved) as ContainerDefinition[];
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family,
        networkMode: "bridge",
        requiresCompatibilities: ["EC2"],
        containerDefinitions,
      }),
    );
    const state = await readState(embedded.clients, embedded.backend.bucket, names.stateKey(environment, "data"));
    await putOutputs(embedded, environment, "data", {
      ...(state === undefined ? {} : outputsOf(state)),
      database_address: "127.0.0.1",
      database_port: postgres.port,
      database_master_secret_arn: master,
      cache_token_secret_arn: token,
    });
  }
}

type Clients = ReturnType<typeof clientsOf>;

function clientsOf(clientConfig: ReturnType<typeof configOf>) {
  return {
    ecr: new ECRClient(clientConfig),
    ecs: new ECSClient(clientConfig),
    logs: new CloudWatchLogsClient(clientConfig),
    secrets: new SecretsManagerClient(clientConfig),
    ssm: new SSMClient(clientConfig),
  };
}

/** psql of this machine, for the image of psql. */
function psqlImage(programs: string) {
  return { environment: { PATH: `${programs}:/usr/bin:/bin` }, workingDirectory: "/" };
}

/** The reference service, for the image of a service: as docker/Dockerfile makes it, with the test's root certificate. */
function serviceImage(programs: string, { certificate }: Postgres) {
  const app = join(projectRoot, "docker", "app");
  const environment = {
    PATH: `${programs}:/usr/bin:/bin`,
    PYTHONDONTWRITEBYTECODE: "1",
    PYTHONUNBUFFERED: "1",
    PGSSLROOTCERT: certificate,
  };
  return { environment, workingDirectory: app, entryPoint: [join(projectRoot, "docker", "entrypoint.sh")] };
}
