import { describe, expect, it } from "vitest";
import {
  created,
  destroyed,
  type ResourceChange,
  reviewOf,
  updated,
  configurationOf,
  type Values,
} from "../../../support/plans";

const document = (...statements: readonly Values[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (more: Values = {}) => ({
  Sid: "A",
  Effect: "Allow",
  Action: ["s3:GetObject"],
  Resource: ["arn:files/*"],
  ...more,
});

const security = (...changes: readonly ResourceChange[]) =>
  reviewOf(changes).security.map(({ effect, sentence, lines }) => ({
    effect,
    sentence,
    lines: lines.map(({ sign, text }) => `${sign} ${text}`),
  }));

const between = (before: readonly Values[], after: readonly Values[]) =>
  security(
    updated(
      "aws_iam_role_policy",
      "a",
      { name: "a", role: "r", policy: document(...before) },
      { name: "a", role: "r", policy: document(...after) },
    ),
  );

describe("statements", () => {
  it("that come are told in words", () => {
    expect(
      between(
        [allow()],
        [
          allow(),
          allow({
            Sid: "B",
            Action: "kms:Decrypt",
            Resource: "*",
            Condition: { StringEquals: { "kms:ViaService": ["a", "b"] } },
          }),
        ],
      ),
    ).toEqual([
      {
        effect: "widens",
        sentence: "now allows kms:Decrypt on everything if kms:ViaService StringEquals a or b",
        lines: ["added allows kms:Decrypt on everything if kms:ViaService StringEquals a or b"],
      },
    ]);
  });

  it("that go narrow, and denials the other way round", () => {
    expect(between([allow(), allow({ Sid: "B", Action: "b:B" })], [allow()])).toMatchObject([
      { effect: "narrows", sentence: "no longer allows b:B on arn:files/*" },
    ]);
    expect(between([allow()], [allow(), allow({ Sid: "B", Effect: "Deny" })])).toMatchObject([
      { effect: "narrows", sentence: "now denies s3:GetObject on arn:files/*" },
    ]);
    expect(between([allow({ Effect: "Deny" })], [])).toMatchObject([{ effect: "widens" }]);
  });

  it("of which one list changes are told by what came and went", () => {
    expect(
      between(
        [allow({ Action: ["s3:GetObject", "s3:ListBucket"] })],
        [allow({ Action: ["s3:GetObject", "s3:PutObject"] })],
      ),
    ).toEqual([
      {
        effect: "changes",
        sentence: "now allows s3:PutObject and no longer allows s3:ListBucket in 1 statement",
        lines: ["removed allows s3:ListBucket on arn:files/*", "added allows s3:PutObject on arn:files/*"],
      },
    ]);
    expect(between([allow()], [allow({ Resource: ["arn:files/*", "arn:other/*"] })])).toEqual([
      {
        effect: "widens",
        sentence: "now allows s3:GetObject on arn:other/*",
        lines: ["added allows s3:GetObject on arn:other/*"],
      },
    ]);
    const principals = (...names: readonly string[]) => allow({ Principal: { AWS: names } });
    expect(between([principals("a", "b")], [principals("a")])).toMatchObject([
      { effect: "narrows", sentence: "no longer allows s3:GetObject on arn:files/* to b" },
    ]);
  });

  it("that stay are not counted as new, however many of them gain the same", () => {
    const three = (...resources: readonly string[]) => [
      ...["A", "B"].map((Sid) => allow({ Sid, Resource: ["arn:files/*", ...resources] })),
      allow({ Sid: "C", Action: ["c:C"], Resource: ["arn:c", ...resources] }),
    ];
    const told = (before: readonly Values[], after: readonly Values[]) => {
      const [{ effect, sentence } = {}] = between(before, after);
      return `${effect}: ${sentence}`;
    };
    expect(told(three(), three("arn:x"))).toBe("widens: now allows arn:x in 3 statements");
    expect(told(three("arn:x"), three())).toBe("narrows: no longer allows arn:x in 3 statements");
    expect(told(three(), three("arn:v", "arn:w", "arn:x", "arn:y", "arn:z"))).toBe(
      "widens: now allows arn:v, arn:w, arn:x and 2 more in 3 statements",
    );
    // One by what it does besides, and one that is new.
    const other = allow({ Sid: "A", Action: ["a:A"], Resource: ["arn:a"] });
    const added = allow({ Sid: "D", Action: ["d:D"] });
    expect(told(three(), [other, ...three("arn:x").slice(1), added])).toBe(
      "changes: now allows arn:x in 2 statements, changes 1 statement and gets 1 statement",
    );
    const when = (...values: readonly string[]) => allow({ Condition: { StringLike: { "aws:SourceArn": values } } });
    expect(told([when("a")], [when("b")])).toBe("changes: now allows b and no longer allows a in 1 statement");
  });

  it("that deny are told from those that allow", () => {
    const deny = (Sid: string, ...Resource: readonly string[]) => allow({ Sid, Effect: "Deny", Resource });
    const told = (before: readonly Values[], after: readonly Values[]) => {
      const [{ effect, sentence } = {}] = between(before, after);
      return `${effect}: ${sentence}`;
    };
    const both = (...more: readonly string[]) => ["A", "B"].map((Sid) => deny(Sid, "arn:y", ...more));
    expect(told(both("arn:x"), both())).toBe("widens: no longer denies arn:x in 2 statements");
    expect(told(both(), both("arn:x"))).toBe("narrows: now denies arn:x in 2 statements");
    const gains = (...actions: readonly string[]) => allow({ Sid: "C", Action: ["s3:GetObject", ...actions] });
    expect(told([gains(), deny("A", "arn:y")], [gains("s3:PutObject"), deny("A", "arn:y", "arn:z")])).toBe(
      "changes: now allows s3:PutObject and now denies arn:z in 2 statements",
    );
    expect(told([gains("s3:A"), deny("A", "arn:y", "arn:z")], [gains("s3:B", "s3:C"), deny("A", "arn:y")])).toBe(
      "changes: now allows s3:B and s3:C, no longer denies arn:z and no longer allows s3:A in 2 statements",
    );
    expect(told(both(), [])).toBe("widens: loses 2 denials");
    expect(told([gains()], both())).toBe("narrows: gets 2 denials and loses 1 statement");
  });

  it("with a condition more allow less, with one less more, with another neither", () => {
    const when = (Condition: Values) => allow({ Condition });
    const [one, two] = [{ StringEquals: { a: "1" } }, { StringEquals: { a: "1", b: "2" } }];
    expect(between([when(one)], [when(two)])).toMatchObject([{ effect: "narrows" }]);
    expect(between([when(two)], [when(one)])).toMatchObject([{ effect: "widens" }]);
    expect(between([when(one)], [when({ StringLike: { a: "1" } })])).toMatchObject([{ effect: "changes" }]);
    expect(
      between([when({ StringEquals: { a: ["1", "2"] } })], [when({ StringEquals: { a: ["2", "3"] } })]),
    ).toMatchObject([
      {
        effect: "changes",
        lines: [
          "removed allows s3:GetObject on arn:files/* if a StringEquals 1",
          "added allows s3:GetObject on arn:files/* if a StringEquals 3",
        ],
      },
    ]);
    expect(
      between([when({ StringNotEquals: { a: ["1"] } })], [when({ StringNotEquals: { a: ["1", "2"] } })]),
    ).toMatchObject([{ effect: "changes" }]);
  });

  it("that mean the same are not told: names, order, one instead of a list", () => {
    const before = allow({ Action: ["b:B", "a:A"], Resource: ["x"] });
    const after = { Resource: "x", Effect: "Allow", Sid: "Other", Action: ["a:A", "b:B"] };
    expect(between([before, allow()], [allow(), after])).toEqual([]);
  });

  it("about all but something are told whole", () => {
    const but = (NotAction: readonly string[]) => ({ Sid: "N", Effect: "Allow", NotAction, Resource: "*" });
    expect(between([but(["iam:*"])], [but(["iam:*", "s3:*"])])).toMatchObject([
      {
        effect: "changes",
        lines: [
          "removed allows all but iam:* on everything",
          "added allows all but iam:* and all but s3:* on everything",
        ],
      },
    ]);
  });

  it("of a policy that is made or destroyed are all told", () => {
    const values = { name: "a", policy: document(allow(), allow({ Sid: "B", Action: "b:B" })) };
    expect(security(created("aws_iam_policy", "a", values))).toMatchObject([
      { effect: "widens", sentence: "gets 2 statements" },
    ]);
    expect(security(destroyed("aws_iam_policy", "a", values))).toMatchObject([
      { effect: "narrows", sentence: "loses 2 statements" },
    ]);
  });
});

describe("what they govern", () => {
  it.each<[type: string, argument: string, area: string]>([
    ["aws_iam_role", "assume_role_policy", "trust"],
    ["aws_s3_bucket_policy", "policy", "bucket"],
    ["aws_kms_key", "policy", "key"],
    ["aws_ecr_repository_policy", "policy", "resource-policy"],
    ["aws_sns_topic_policy", "policy", "resource-policy"],
    ["aws_secretsmanager_secret_policy", "policy", "resource-policy"],
    ["aws_cloudwatch_log_resource_policy", "policy_document", "resource-policy"],
  ])("%s", (type, argument, area) => {
    const trust = {
      Sid: "T",
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Principal: { Service: "ecs-tasks.amazonaws.com" },
    };
    const { security: found } = reviewOf([
      updated(type, "a", { [argument]: document() }, { [argument]: document(trust) }),
    ]);
    expect(found).toMatchObject([{ area, sentence: "now allows sts:AssumeRole to service ecs-tasks.amazonaws.com" }]);
  });

  it("policies within a role by their name, managed ones by their ARN", () => {
    const role = (policy: string, ...managed: readonly string[]) => ({
      name: "r",
      inline_policy: [{ name: "grants", policy }],
      managed_policy_arns: managed,
    });
    expect(
      security(updated("aws_iam_role", "r", role(document(), "arn:a"), role(document(allow()), "arn:b"))),
    ).toMatchObject([
      { effect: "widens", sentence: "grants: now allows s3:GetObject on arn:files/*" },
      { effect: "widens", sentence: "gets the policy arn:b" },
      { effect: "narrows", sentence: "loses the policy arn:a" },
    ]);
  });

  it("attachments by the names of both", () => {
    const policy = created("aws_iam_policy", "p", { name: "readers", policy: document() });
    const attachment = created(
      "aws_iam_role_policy_attachment",
      "a",
      { role: "r" },
      { change: { after_unknown: { policy_arn: true } } },
    );
    const configuration = configurationOf({
      "aws_iam_role_policy_attachment.a": { policy_arn: { references: ["aws_iam_policy.p.arn", "aws_iam_policy.p"] } },
    });
    const { security: found } = reviewOf([policy, attachment], configuration);
    expect(found.map(({ sentence }) => sentence)).toEqual(["attaches policy readers to role r"]);
  });

  it("permissions to call a function", () => {
    const permission = (principal: string) => ({ action: "lambda:InvokeFunction", function_name: "f", principal });
    expect(security(created("aws_lambda_permission", "a", permission("events.amazonaws.com")))).toMatchObject([
      { effect: "widens", sentence: "allows lambda:InvokeFunction on f to events.amazonaws.com" },
    ]);
    expect(reviewOf([created("aws_lambda_permission", "a", permission("*"))]).red).toMatchObject([{ kind: "exposed" }]);
  });
});

describe("everybody", () => {
  const open = (more: Values = {}) => allow({ Principal: "*", ...more });
  const reds = (before: readonly Values[], after: readonly Values[]) =>
    reviewOf([
      updated(
        "aws_s3_bucket_policy",
        "a",
        { bucket: "b", policy: document(...before) },
        { bucket: "b", policy: document(...after) },
      ),
    ]).red;

  it("let in is red, by either way of writing it, and also by a condition that goes", () => {
    expect(reds([], [open()])).toMatchObject([
      { kind: "exposed", sentence: "S3 bucket policy b allows s3:GetObject on arn:files/* to everybody." },
    ]);
    expect(reds([], [open({ Principal: { AWS: "*" } })])).toHaveLength(1);
    expect(reds([], [open({ Condition: { Bool: { "aws:SecureTransport": "true" } } })])).toHaveLength(1);
    expect(reds([open({ Condition: { StringEquals: { "aws:SourceAccount": "1" } } })], [open()])).toHaveLength(1);
    expect(reviewOf([created("aws_s3_bucket_policy", "a", { policy: document(open()) })]).red).toHaveLength(1);
  });

  it("let in before already is red where they may do more, and so are all but some", () => {
    expect(reds([open()], [open({ Action: ["s3:GetObject", "s3:PutObject"] })])).toHaveLength(1);
    expect(reds([open()], [open(), open({ Sid: "B", Resource: ["arn:other/*"] })])).toHaveLength(1);
    expect(reds([open({ Action: ["s3:GetObject", "s3:PutObject"] })], [open()])).toEqual([]);
    const allButOne = { ...allow(), NotPrincipal: { AWS: "arn:aws:iam::111122223333:user/x" } };
    expect(reds([], [allButOne])).toHaveLength(1);
  });

  it("let in before already, refused, or held by who asks is not", () => {
    expect(reds([open()], [open(), allow({ Sid: "B" })])).toEqual([]);
    expect(reds([], [open({ Effect: "Deny" })])).toEqual([]);
    expect(reds([], [open({ Condition: { StringEquals: { "aws:SourceAccount": "1" } } })])).toEqual([]);
    expect(reds([], [allow({ Principal: { Service: "x" } })])).toEqual([]);
    expect(reviewOf([created("aws_vpc_endpoint", "a", { policy: document(open()) })]).red).toEqual([]);
  });
});

describe("a policy that cannot be read yet", () => {
  const change = created("aws_iam_policy", "a", { name: "a" }, { change: { after_unknown: { policy: true } } });

  it("is said to be, and is among the risky unknowns", () => {
    const review = reviewOf([change]);
    expect(review.security).toMatchObject([
      { effect: "changes", sentence: "changes, and its statements cannot be read before it is applied" },
    ]);
    expect(review.unknowns).toMatchObject([{ path: ["policy"], sentence: "what it allows is known after apply only" }]);
  });

  it("is not worth a word where the provider computes it", () => {
    const review = reviewOf([change], configurationOf({ "aws_iam_policy.a": { name: { constant_value: "a" } } }));
    expect(review).toMatchObject({ security: [], unknowns: [] });
  });
});
