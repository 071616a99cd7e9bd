/**
 * Named policies of encryption in transit, groups of equal strength, the strongest first. What allows an older protocol
 * is weaker; among those of one protocol, what allows more ciphers.
 */
export type Ranking = readonly (readonly string[])[];

const elb = (...names: readonly string[]) => names.map((name) => `ELBSecurityPolicy-${name}`);

/**
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html and the same page of
 * network load balancers
 */
export const loadBalancerPolicies: Ranking = [
  // TLS 1.3 alone.
  elb("TLS13-1-3-2021-06", "TLS13-1-3-FIPS-2023-04", "TLS13-1-3-PQ-2025-09", "TLS13-1-3-FIPS-PQ-2025-09"),
  // TLS 1.2, with authenticated ciphers of forward secrecy alone.
  elb(
    ...["TLS13-1-2-Res-2021-06", "TLS13-1-2-Res-FIPS-2023-04"],
    ...["TLS13-1-2-Res-PQ-2025-09", "TLS13-1-2-Res-FIPS-PQ-2025-09", "FS-1-2-Res-2020-10"],
  ),
  // With ciphers in CBC mode.
  elb(
    ...["TLS13-1-2-2021-06", "TLS13-1-2-FIPS-2023-04", "TLS13-1-2-PQ-2025-09", "TLS13-1-2-FIPS-PQ-2025-09"],
    "FS-1-2-Res-2019-08",
  ),
  // With SHA-1, or without forward secrecy.
  elb(
    ...["TLS13-1-2-Ext0-FIPS-2023-04", "TLS13-1-2-Ext0-FIPS-PQ-2025-09", "TLS13-1-2-Ext1-2021-06"],
    ...["TLS13-1-2-Ext1-FIPS-2023-04", "TLS13-1-2-Ext1-PQ-2025-09", "TLS13-1-2-Ext1-FIPS-PQ-2025-09"],
    ...["FS-1-2-2019-08", "TLS-1-2-2017-01"],
  ),
  // With both.
  elb(
    ...["TLS13-1-2-Ext2-2021-06", "TLS13-1-2-Ext2-FIPS-2023-04", "TLS13-1-2-Ext2-PQ-2025-09"],
    ...["TLS13-1-2-Ext2-FIPS-PQ-2025-09", "TLS-1-2-Ext-2018-06"],
  ),
  // TLS 1.1.
  elb("TLS13-1-1-2021-06", "TLS13-1-1-FIPS-2023-04", "FS-1-1-2019-08", "TLS-1-1-2017-01"),
  // TLS 1.0.
  elb(
    ...["TLS13-1-0-2021-06", "TLS13-1-0-FIPS-2023-04", "TLS13-1-0-PQ-2025-09", "TLS13-1-0-FIPS-PQ-2025-09"],
    ...["FS-2018-06", "2016-08"],
  ),
  // With 3DES.
  elb("TLS-1-0-2015-04"),
];

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html */
export const distributionPolicies: Ranking = [
  ["TLSv1.3_2025"],
  ["TLSv1.2_2025"],
  ["TLSv1.2_2021"],
  ["TLSv1.2_2019"],
  ["TLSv1.2_2018"],
  ["TLSv1.1_2016"],
  ["TLSv1_2016"],
  ["TLSv1"],
  ["SSLv3"],
];

/** https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_DomainEndpointOptions.html */
export const searchPolicies: Ranking = [
  ["Policy-Min-TLS-1-2-PFS-2023-10"],
  ["Policy-Min-TLS-1-2-2019-07"],
  ["Policy-Min-TLS-1-0-2019-07"],
];

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html */
export const gatewayPolicies: Ranking = [["TLS_1_2"], ["TLS_1_0"]];
