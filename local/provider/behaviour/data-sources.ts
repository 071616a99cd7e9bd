import { offlineDataSourceRefused, offlineParameterMissing } from "../../../core/errors";
import type { BlockSchema, TypeName } from "../schema/model";
import type { ObjectValue, Value } from "../values/value";
import { digest, shortRegion } from "./made-up";
import { conform } from "./state";
import type { ProviderSettings } from "./settings";

/** Looks up an SSM parameter of an account; undefined when there is none of that name. */
export type SsmParameter = (name: string, region: string, account: string) => Promise<string | undefined>;

interface Question {
  readonly config: ObjectValue;
  readonly settings: ProviderSettings;
  readonly ssmParameter: SsmParameter;
}

type Answer = (question: Question) => ObjectValue | Promise<ObjectValue>;

const zones = ["a", "b", "c", "d", "e", "f"];

/** The data sources that are answered without AWS. */
const answers: Readonly<Record<TypeName, Answer>> = {
  "data.aws_caller_identity": ({ settings: { account } }) => ({
    account_id: account,
    arn: `arn:aws:iam::${account}:user/offline`,
    id: account,
    user_id: "AIDAOFFLINE",
  }),
  "data.aws_region": ({ config, settings }) => {
    const region = text(config["region"]) ?? text(config["name"]) ?? settings.region;
    return {
      id: region,
      name: region,
      region,
      description: region === "us-east-1" ? "US East (N. Virginia)" : region,
      endpoint: `ec2.${region}.amazonaws.com`,
    };
  },
  "data.aws_partition": () => ({
    id: "aws",
    partition: "aws",
    dns_suffix: "amazonaws.com",
    reverse_dns_prefix: "com.amazonaws",
  }),
  "data.aws_availability_zones": ({ config, settings }) => {
    const region = text(config["region"]) ?? settings.region;
    return {
      id: region,
      region,
      group_names: [`${region}-zg-1`],
      names: zones.map((zone) => region + zone),
      zone_ids: zones.map((_, index) => `${shortRegion(region)}-az${index + 1}`),
    };
  },
  "data.aws_ec2_managed_prefix_list": ({ config, settings }) => {
    const name = text(config["name"]) ?? "com.amazonaws.global.cloudfront.origin-facing";
    const region = text(config["region"]) ?? settings.region;
    const id = text(config["id"]) ?? `pl-${digest(`${region}/${name}`, 8)}`;
    return {
      id,
      name,
      region,
      arn: `arn:aws:ec2:${region}:aws:prefix-list/${id}`,
      owner_id: "AWS",
      address_family: "IPv4",
      max_entries: 55,
      version: 1,
      entries: [],
      tags: {},
    };
  },
  "data.aws_ssm_parameter": async ({ config, settings, ssmParameter }) => {
    const name = text(config["name"]) ?? "";
    const region = text(config["region"]) ?? settings.region;
    const value = await ssmParameter(name, region, settings.account);
    if (value === undefined) throw offlineParameterMissing(name, region);
    return {
      id: name,
      name,
      region,
      arn: `arn:aws:ssm:${region}:${settings.account}:parameter/${name.replace(/^\//, "")}`,
      type: "String",
      value,
      insecure_value: value,
      version: 1,
      with_decryption: config["with_decryption"] ?? null,
    };
  },
  "data.aws_secretsmanager_random_password": ({ config, settings }) => {
    const length = typeof config["password_length"] === "number" ? config["password_length"] : 32;
    const seed = JSON.stringify([settings.account, config]);
    const password = Array.from({ length: Math.ceil(length / 64) }, (_, part) => digest(`${seed}${part}`, 64)).join("");
    return { ...config, id: settings.region, random_password: password.slice(0, length) };
  },
};

/**
 * Reads a data source.
 *
 * @throws UserError for one that is not answered offline, or a parameter that does not exist
 */
export async function readDataSource(type: TypeName, block: BlockSchema, question: Question): Promise<ObjectValue> {
  const answer = answers[type];
  if (answer === undefined) throw offlineDataSourceRefused(type, Object.keys(answers));
  const configured = Object.fromEntries(Object.entries(question.config).filter(([, value]) => value !== null));
  return conform(block, { ...(await answer(question)), ...configured });
}

function text(value: Value | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
