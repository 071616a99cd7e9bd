import type { Environment } from "../../../core/environment/schema";
import { createdTagged, reference, regional, tagged, tagging, type ServiceAccess } from "./service-access";

/** Records of the viewer's domain, in the one zone that the environment names. */
export const route53: ServiceAccess = {
  service: "route53",
  source: reference("amazonroute53"),
  types: {
    aws_route53_record: {
      reads: ["GetChange", "GetHostedZone", "ListResourceRecordSets"],
      writes: ["ChangeResourceRecordSets"],
    },
  },
  unnamed: [],
  readable: (environment) =>
    zone(environment).length === 0 ? [] : [...zone(environment), "arn:aws:route53:::change/*"],
  writeRules: (environment) => [
    {
      sid: "Writes",
      resources: zone(environment),
      conditions: {
        // The name itself, and the record by which ACM knows its owner.
        "ForAllValues:StringLike": {
          "route53:ChangeResourceRecordSetsNormalizedRecordNames": [
            environment.domain.name,
            `*.${environment.domain.name}`,
          ],
        },
      },
    },
  ],
};

const zone = ({ domain }: Environment) =>
  domain.hostedZoneId === undefined ? [] : [`arn:aws:route53:::hostedzone/${domain.hostedZoneId}`];

/** The certificate of the viewer's domain. */
export const acm: ServiceAccess = {
  service: "acm",
  source: reference("awscertificatemanager"),
  types: {
    aws_acm_certificate: {
      reads: ["DescribeCertificate", "ListTagsForCertificate"],
      writes: ["RequestCertificate", "DeleteCertificate", "AddTagsToCertificate", "RemoveTagsFromCertificate"],
    },
    aws_acm_certificate_validation: { reads: ["DescribeCertificate"], writes: [] },
  },
  unnamed: ["RequestCertificate"],
  readable: (environment) => [regional(environment, "acm", "certificate/*")],
  writeRules: (environment) => {
    const certificates = [regional(environment, "acm", "certificate/*")];
    return [
      {
        sid: "Requests",
        actions: ["RequestCertificate"],
        resources: ["*"],
        conditions: {
          ...createdTagged(environment),
          "ForAllValues:StringEquals": { "acm:DomainNames": [environment.domain.name] },
        },
      },
      {
        sid: "ChangesOwn",
        actions: ["DeleteCertificate", "RemoveTagsFromCertificate"],
        resources: certificates,
        conditions: tagged(environment),
      },
      {
        sid: "Tags",
        actions: ["AddTagsToCertificate"],
        resources: certificates,
        conditions: tagging(environment),
      },
    ];
  },
};
