import type { Construct } from "constructs";
import { names } from "../core/naming/names";
import { AccessLogBucket } from "../modules/common/access-log-bucket";
import { RoleBoundary } from "../modules/state/role-boundary";
import { StateStore } from "../modules/state/state-store";
import { BaseStack, type StackProps } from "./base-stack";
import { StackOutputs, string } from "./outputs";

/** Days for which one can find out who read or wrote a state: as long as a superseded state is kept. */
const accessLogRetentionDays = 365;

const shape = {
  bucketName: string("Bucket of the Terraform states"),
  lockTableName: string("DynamoDB table of the state locks"),
  keyArn: string("KMS key of the states"),
};

/**
 * What every other stack rests on and none may change: the remote state itself, and what bounds the roles. Created once,
 * by `smart360 bootstrap`; changed by people only.
 */
export class StateStack extends BaseStack {
  readonly outputs: StackOutputs<typeof shape>;

  constructor(scope: Construct, props: StackProps) {
    super(scope, "state", "state", props);
    const { environment } = props;
    const { accountId, protectData } = environment;
    const store = new StateStore(this, "Store", {
      bucketName: names.stateBucket(environment),
      lockTableName: names.lockTable(environment),
      keyName: names.stateKeyAlias(environment),
      accountId,
      protectData,
    });
    new AccessLogBucket(this, "StoreAccess", {
      name: names.stateLogBucket(environment),
      of: store.bucket,
      accountId,
      retentionDays: accessLogRetentionDays,
      protectData,
    });
    new RoleBoundary(this, "RoleBoundary", environment);
    this.outputs = new StackOutputs(this, shape, {
      bucketName: store.bucket.name,
      lockTableName: store.lockTableName,
      keyArn: store.keyArn,
    });
  }
}
