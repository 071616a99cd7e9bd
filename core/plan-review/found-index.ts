/** What was found, by stack and by resource. */
import type { ChangedResource } from "./changed-resource";
import { approvalName } from "./red";
import type { Operation, RedFinding, SecurityChange } from "./review";
import type { Found } from "./verdict";

interface Findings extends Found {
  readonly red: RedFinding[];
  readonly operations: Operation[];
  readonly security: SecurityChange[];
}

export class FoundIndex {
  private readonly findings = new Map<string, Findings>();

  constructor({ red, operations, security }: Found) {
    for (const finding of red) {
      const { stack } = finding.place;
      for (const key of [stack, keyOf(stack, finding.approveAs)]) this.at(key).red.push(finding);
    }
    for (const operation of operations) {
      const { stack, addresses } = operation;
      for (const key of [stack, ...addresses.map((address) => keyOf(stack, address))])
        this.at(key).operations.push(operation);
    }
    for (const change of security) {
      const { stack, address } = change.place;
      for (const key of [stack, keyOf(stack, address)]) this.at(key).security.push(change);
    }
  }

  ofStack(stack: string): Found {
    return this.at(stack);
  }

  ofResource(resource: ChangedResource): Found {
    return this.at(keyOf(resource.place.stack, approvalName(resource)));
  }

  private at(key: string): Findings {
    const known = this.findings.get(key) ?? { red: [], operations: [], security: [] };
    this.findings.set(key, known);
    return known;
  }
}

const keyOf = (stack: string, address: string) => `${stack} ${address}`;
