import type { ContainerDefinition, LogDriver, NetworkMode } from "@aws-sdk/client-ecs";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { Construct } from "constructs";
import { pullGrants } from "../../core/manifest/grants";
import { repositoryArnOf } from "../../core/release/image";
import { setupContainer, setupLogPrefix, setupSql } from "../../core/secrets/database-setup";
import type { EncryptionKey } from "../common/encryption-key";
import { jsonExpression } from "../common/json";
import { LogGroup } from "../common/log-group";
import { Role } from "../common/role";
import { type Database, databaseName } from "./database";

/** Seconds until an unreachable database is given up. */
const connectTimeoutSeconds = 10;
/** The container has no writable file system, and needs no user of the image. */
const user = "10001:10001";

export interface DatabaseSetupProps {
  /** Name of the family, and prefix of the role's name. */
  readonly name: string;
  readonly database: Database;
  /** Holds psql 15 or newer, which knows `\getenv` and channel binding, and a shell. Name it by digest to pin it. It may be in ECR. */
  readonly image: string;
  readonly key: EncryptionKey;
  readonly logGroupName: string;
  readonly logRetentionDays: number;
  readonly region: string;
  readonly accountId: string;
}

/**
 * The task that makes databases and roles of services; `smart360 secrets init` runs it on the cluster, once for each
 * service. It alone is given the master password. It gets no service's password: PostgreSQL's verifier stands for it,
 * which may be logged. Nothing runs until then.
 */
export class DatabaseSetup extends Construct {
  constructor(scope: Construct, id: string, props: DatabaseSetupProps) {
    super(scope, id);
    const { accountId, database, key, region } = props;
    const repositoryArn = repositoryArnOf(props.image);
    const log = new LogGroup(this, "LogGroup", {
      name: props.logGroupName,
      retentionDays: props.logRetentionDays,
      keyArn: key.arn,
    });
    const execution = new Role(this, "ExecutionRole", {
      name: `${props.name}-execution`,
      description: "Starts the task that makes databases: master password, log stream",
      assumedBy: "ecs-tasks.amazonaws.com",
      trustConditions: {
        StringEquals: { "aws:SourceAccount": accountId },
        ArnLike: { "aws:SourceArn": `arn:aws:ecs:${region}:${accountId}:*` },
      },
      statements: [
        ...(repositoryArn === undefined ? [] : pullGrants(repositoryArn)),
        {
          sid: "ReadMasterPassword",
          actions: ["secretsmanager:GetSecretValue"],
          resources: [database.masterSecretArn],
        },
        { sid: "DecryptMasterPassword", actions: ["kms:Decrypt"], resources: [key.arn] },
        { sid: "WriteLog", actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [`${log.arn}:*`] },
      ],
    });
    new EcsTaskDefinition(this, "TaskDefinition", {
      family: props.name,
      networkMode: "bridge" satisfies NetworkMode,
      requiresCompatibilities: ["EC2"],
      executionRoleArn: execution.arn,
      containerDefinitions: jsonExpression([container(props, log.name)]),
    });
  }
}

function container({ database, image, region }: DatabaseSetupProps, logGroupName: string): ContainerDefinition {
  const variables = {
    PGCHANNELBINDING: "require",
    PGCONNECT_TIMEOUT: String(connectTimeoutSeconds),
    PGDATABASE: databaseName,
    PGHOST: database.address,
    PGPORT: String(database.port),
    // The image has no certificate bundle of AWS. Channel binding proves that the other end of the TLS connection knows
    // the password's verifier, which nobody but the database does.
    PGSSLMODE: "require",
    SETUP_SQL: setupSql,
  };
  return {
    name: setupContainer,
    image,
    essential: true,
    cpu: 64,
    memory: 128,
    memoryReservation: 64,
    portMappings: [],
    entryPoint: ["/bin/sh", "-c"],
    command: [`printf '%s' "$SETUP_SQL" | psql --no-psqlrc --quiet --no-password --file=-`],
    environment: Object.entries(variables).map(([name, value]) => ({ name, value })),
    secrets: [
      { name: "PGPASSWORD", valueFrom: `${database.masterSecretArn}:password::` },
      { name: "PGUSER", valueFrom: `${database.masterSecretArn}:username::` },
    ],
    user,
    readonlyRootFilesystem: true,
    privileged: false,
    linuxParameters: { capabilities: { drop: ["ALL"] } },
    dockerSecurityOptions: ["no-new-privileges"],
    logConfiguration: {
      logDriver: "awslogs" satisfies LogDriver,
      options: {
        "awslogs-group": logGroupName,
        "awslogs-region": region,
        "awslogs-stream-prefix": setupLogPrefix,
      },
    },
    mountPoints: [],
    volumesFrom: [],
    systemControls: [],
  };
}
