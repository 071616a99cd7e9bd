import { names } from "../../../core/naming/names";
import { reference, regional, type ServiceAccess, type WriteRule } from "./service-access";

/** Secrets without their values. */
export const secretsManager: ServiceAccess = {
  service: "secretsmanager",
  source: reference("awssecretsmanager"),
  types: {
    aws_secretsmanager_secret: {
      reads: ["DescribeSecret", "GetResourcePolicy"],
      writes: ["CreateSecret", "UpdateSecret", "DeleteSecret", "RestoreSecret", "TagResource", "UntagResource"],
    },
    // Reading a version is reading its value: `terraform-policies.ts` allows it for the one secret that Terraform fills.
    aws_secretsmanager_secret_version: {
      reads: ["DescribeSecret"],
      writes: ["PutSecretValue", "UpdateSecretVersionStage"],
    },
    "data.aws_secretsmanager_random_password": { reads: ["GetRandomPassword"], writes: [] },
    // RDS keeps the master password in a secret that it makes with the caller's rights.
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
    aws_db_instance: { reads: [], writes: ["CreateSecret", "RotateSecret", "TagResource"] },
  },
  unnamed: ["GetRandomPassword"],
  readable: (environment) => [own(environment)],
  writeRules: (environment) => [
    { sid: "Writes", resources: [own(environment)], actions: changes },
    masterSecret(environment),
  ],
};

const changes = [
  "CreateSecret",
  "DeleteSecret",
  "PutSecretValue",
  "RestoreSecret",
  "TagResource",
  "UntagResource",
  "UpdateSecret",
  "UpdateSecretVersionStage",
];

type Environment = Parameters<ServiceAccess["readable"]>[0];

const own = (environment: Environment) =>
  regional(environment, "secretsmanager", `secret:${names.secret(environment, "*")}`);

/** RDS makes its name up: `rds!db-` and an id. */
const masterSecret = (environment: Environment): WriteRule => ({
  sid: "MasterSecret",
  actions: ["CreateSecret", "RotateSecret", "TagResource"],
  resources: [regional(environment, "secretsmanager", "secret:rds!db-*")],
});
