import type { Construct } from "constructs";
import { names } from "../core/naming/names";
import { StateStore } from "../modules/state/state-store";
import { BaseStack, type StackProps } from "./base-stack";
import { StackOutputs, string } from "./outputs";

const shape = {
  bucketName: string("Bucket of the Terraform states"),
  lockTableName: string("DynamoDB table of the state locks"),
  keyArn: string("KMS key of the states"),
};

/** The remote state itself. Created once, by `smart360 bootstrap`; never changed after. */
export class StateStack extends BaseStack {
  readonly outputs: StackOutputs<typeof shape>;

  constructor(scope: Construct, props: StackProps) {
    super(scope, "state", "state", props);
    const { environment } = props;
    const store = new StateStore(this, "Store", {
      bucketName: names.stateBucket(environment),
      lockTableName: names.lockTable(environment),
      keyName: names.shared(environment, "tfstate"),
      accountId: environment.accountId,
      protectData: environment.protectData,
    });
    this.outputs = new StackOutputs(this, shape, {
      bucketName: store.bucketName,
      lockTableName: store.lockTableName,
      keyArn: store.keyArn,
    });
  }
}
