import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";

export interface ViewerRecordsProps {
  readonly hostedZoneId: string;
  readonly domainName: string;
  /** Where the name points to. */
  readonly target: { readonly domainName: string; readonly hostedZoneId: string };
}

/** The viewer's domain in Route 53, for IPv4 and IPv6, as aliases of the distribution. */
export class ViewerRecords extends Construct {
  constructor(scope: Construct, id: string, props: ViewerRecordsProps) {
    super(scope, id);
    for (const type of ["A", "AAAA"])
      new Route53Record(this, type, {
        zoneId: props.hostedZoneId,
        name: props.domainName,
        type,
        alias: { name: props.target.domainName, zoneId: props.target.hostedZoneId, evaluateTargetHealth: false },
      });
  }
}
