import { anyName, reference, regional, type ServiceAccess } from "./service-access";

/** The topic of the alarms and who hears of them. */
export const sns: ServiceAccess = {
  service: "sns",
  source: reference("amazonsns"),
  types: {
    aws_sns_topic: {
      reads: ["GetTopicAttributes", "ListTagsForResource"],
      writes: ["CreateTopic", "SetTopicAttributes", "DeleteTopic", "TagResource", "UntagResource"],
    },
    aws_sns_topic_policy: { reads: ["GetTopicAttributes"], writes: ["SetTopicAttributes"] },
    aws_sns_topic_subscription: {
      reads: ["GetSubscriptionAttributes"],
      writes: ["Subscribe", "SetSubscriptionAttributes", "Unsubscribe"],
    },
  },
  unnamed: [],
  readable: (environment) => [regional(environment, "sns", anyName(environment))],
};
