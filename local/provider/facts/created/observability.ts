import type { CreatedTable } from "./template";

/** What AWS gives logs, alarms, events and topics when they are created. */
export const observability: CreatedTable = {
  aws_cloudwatch_log_group: {
    arn: "arn:aws:logs:{region}:{account}:log-group:{name}",
    id: "{name}",
    log_group_class: "STANDARD",
  },
  aws_cloudwatch_log_delivery: {
    arn: "arn:aws:logs:{region}:{account}:delivery:{id}",
    field_delimiter: "",
    id: "{hash:16}",
  },
  aws_cloudwatch_log_delivery_destination: {
    arn: "arn:aws:logs:{region}:{account}:delivery-destination:{name}",
    delivery_destination_type: "S3",
  },
  aws_cloudwatch_log_delivery_source: {
    arn: "arn:aws:logs:{region}:{account}:delivery-source:{name}",
    service: "cloudfront",
  },
  aws_cloudwatch_log_metric_filter: { id: "{name}" },
  aws_cloudwatch_log_resource_policy: { id: "{policy_name}" },
  aws_cloudwatch_log_subscription_filter: { id: "cwlsf-{hash:10}" },
  aws_cloudwatch_metric_alarm: {
    arn: "arn:aws:cloudwatch:{region}:{account}:alarm:{alarm_name}",
    evaluate_low_sample_count_percentiles: "",
    id: "{alarm_name}",
  },
  aws_cloudwatch_composite_alarm: {
    arn: "arn:aws:cloudwatch:{region}:{account}:alarm:{alarm_name}",
    id: "{alarm_name}",
  },
  aws_cloudwatch_dashboard: {
    dashboard_arn: "arn:aws:cloudwatch::{account}:dashboard/{dashboard_name}",
    id: "{dashboard_name}",
  },
  aws_cloudwatch_event_rule: { arn: "arn:aws:events:{region}:{account}:rule/{name}", id: "{name}" },
  aws_cloudwatch_event_target: { id: "{rule}-{target_id}", target_id: "terraform-{hash:26}" },
  aws_cloudwatch_metric_stream: {
    arn: "arn:aws:cloudwatch:{region}:{account}:metric-stream/{name}",
    id: "{name}",
    last_update_date: "2026-01-01T00:00:00Z",
    state: "running",
  },
  aws_cloudtrail: {
    arn: "arn:aws:cloudtrail:{region}:{account}:trail/{name}",
    home_region: "{region}",
    id: "{arn}",
    sns_topic_arn: "",
  },
  aws_guardduty_detector: { arn: "arn:aws:guardduty:{region}:{account}:detector/{id}", id: "{hash:32}" },
  aws_sns_topic: {
    arn: "arn:aws:sns:{region}:{account}:{name}",
    beginning_archive_time: "",
    id: "{arn}",
    owner: "{account}",
    tracing_config: "PassThrough",
    policy:
      '{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sns:Publish","Resource":"{arn}"}]}',
  },
  aws_sns_topic_policy: { id: "{arn}", owner: "{account}" },
  aws_sns_topic_subscription: {
    arn: "{topic_arn}:{uuid}",
    filter_policy_scope: "",
    id: "{arn}",
    pending_confirmation: false,
  },
  aws_service_discovery_http_namespace: {
    arn: "arn:aws:servicediscovery:{region}:{account}:namespace/{id}",
    id: "ns-{hash:16}",
  },
  aws_service_discovery_private_dns_namespace: {
    arn: "arn:aws:servicediscovery:{region}:{account}:namespace/{id}",
    hosted_zone: "Z{hash:20}",
    id: "ns-{hash:16}",
  },
  aws_ssm_document: {
    arn: "arn:aws:ssm:{region}:{account}:document/{name}",
    default_version: "1",
    document_version: "1",
    id: "{name}",
    latest_version: "1",
    owner: "{account}",
    status: "Active",
  },
};
