import { describe, expect, it } from "vitest";
import { manifest, manifestMessage, service, serviceNamed } from "../../support/manifests";

const one = (fields: Readonly<Record<string, unknown>>) => manifest([service(fields)]);

/** What is wrong, the text, and the whole message. None of them repeats a value. */
const cases: readonly (readonly [title: string, text: string, message: readonly string[]])[] = [
  [
    "variables that the platform sets",
    one({
      environment: { DATABASE_URL: "x", OTEL_SERVICE_NAME: "b", UWSGI_HARAKIRI: "5" },
      secrets: { REDIS_URL: "redis" },
    }),
    [
      'services.json:9:23  services[0] "billing" > environment > DATABASE_URL: the platform sets DATABASE_URL itself (from uses: database). Remove it.',
      'services.json:9:42  services[0] "billing" > environment > OTEL_SERVICE_NAME: the platform sets OTEL_SERVICE_NAME itself (the collector on the task\'s instance). Remove it.',
      'services.json:9:66  services[0] "billing" > environment > UWSGI_HARAKIRI: the platform sets UWSGI_HARAKIRI itself (from requestTimeoutSeconds). Remove it.',
      'services.json:10:19  services[0] "billing" > secrets > REDIS_URL: the platform sets REDIS_URL itself (from uses: cache). Remove it.',
    ],
  ],
  [
    "plain variables whose names say secret",
    one({ environment: { DB_PASSWORD: "hunter2", STRIPE_TOKEN: "t", JWT_PRIVATE_KEY: "k" } }),
    [
      'services.json:9:37  services[0] "billing" > environment > DB_PASSWORD: the name says that this is a secret, and this file is no place for one. Put the value into Secrets Manager and name its entry instead: "secrets": { "DB_PASSWORD": "db-password" }. If the value was real, change it: it is in the history.',
      'services.json:9:62  services[0] "billing" > environment > STRIPE_TOKEN: the name says that this is a secret, and this file is no place for one. Put the value into Secrets Manager and name its entry instead: "secrets": { "STRIPE_TOKEN": "stripe-token" }. If the value was real, change it: it is in the history.',
      'services.json:9:84  services[0] "billing" > environment > JWT_PRIVATE_KEY: the name says that this is a secret, and this file is no place for one. Put the value into Secrets Manager and name its entry instead: "secrets": { "JWT_PRIVATE_KEY": "jwt-private-key" }. If the value was real, change it: it is in the history.',
    ],
  ],
  [
    "plain variables whose values look like secrets",
    one({
      environment: {
        S3_USER: "AKIAIOSFODNN7EXAMPLE",
        CERT: "-----BEGIN RSA PRIVATE KEY-----\nMII",
        BROKER: "amqp://app:pass@mq.example.com/",
        BOT: "xoxb-1234567890",
      },
    }),
    [
      'services.json:9:33  services[0] "billing" > environment > S3_USER: the value looks like an AWS access key, and this file is no place for a secret. Put the value into Secrets Manager and name its entry instead: "secrets": { "S3_USER": "s3-user" }. If the value was real, change it: it is in the history.',
      'services.json:9:63  services[0] "billing" > environment > CERT: the value looks like a private key, and this file is no place for a secret. Put the value into Secrets Manager and name its entry instead: "secrets": { "CERT": "cert" }. If the value was real, change it: it is in the history.',
      'services.json:9:111  services[0] "billing" > environment > BROKER: the value looks like a URL with a password, and this file is no place for a secret. Put the value into Secrets Manager and name its entry instead: "secrets": { "BROKER": "broker" }. If the value was real, change it: it is in the history.',
      'services.json:9:151  services[0] "billing" > environment > BOT: the value looks like a token, and this file is no place for a secret. Put the value into Secrets Manager and name its entry instead: "secrets": { "BOT": "bot" }. If the value was real, change it: it is in the history.',
    ],
  ],
  [
    "secret entries that look like values",
    one({ secrets: { ONE: "ef2504e0-4f89-41d3-9a0c-0305e82c3301", TWO: "a94a8fe5ccb19ba61c4c0873d391e987" } }),
    [
      'services.json:9:25  services[0] "billing" > secrets > ONE: this looks like a UUID, not like the name of a Secrets Manager entry. Write the entry\'s name, for example "django-secret-key". If the value was real, change it: it is in the history.',
      'services.json:9:70  services[0] "billing" > secrets > TWO: this looks like a random value, not like the name of a Secrets Manager entry. Write the entry\'s name, for example "django-secret-key". If the value was real, change it: it is in the history.',
    ],
  ],
  [
    "a secret in defaults and in an override for another environment",
    manifest([service({ environments: { staging: { environment: { API_SECRET: "x" } } } })], {
      environment: { ADMIN_CREDENTIALS: "root" },
    }),
    [
      'services.json:3:41  defaults > environment > ADMIN_CREDENTIALS: the name says that this is a secret, and this file is no place for one. Put the value into Secrets Manager and name its entry instead: "secrets": { "ADMIN_CREDENTIALS": "admin-credentials" }. If the value was real, change it: it is in the history.',
      'services.json:12:63  services[0] "billing" > environments > staging > environment > API_SECRET: the name says that this is a secret, and this file is no place for one. Put the value into Secrets Manager and name its entry instead: "secrets": { "API_SECRET": "api-secret" }. If the value was real, change it: it is in the history.',
    ],
  ],
  [
    "one variable plain and secret",
    one({ environment: { SENTRY_DSN: "x" }, secrets: { SENTRY_DSN: "sentry-dsn" } }),
    [
      'services.json:10:19  services[0] "billing" > secrets > SENTRY_DSN: SENTRY_DSN is also set under environment on line 9. A variable is either plain or secret: remove one.',
    ],
  ],
  [
    "a variable plain in defaults and secret in a service",
    manifest([serviceNamed("billing", 10, { secrets: { SENTRY_DSN: "sentry-dsn" } }), serviceNamed("assets", 20)], {
      environment: { SENTRY_DSN: "x" },
    }),
    [
      'services.json:12:19  services[0] "billing" > secrets > SENTRY_DSN: SENTRY_DSN is also set under environment on line 3. A variable is either plain or secret: remove one.',
    ],
  ],
];

describe("readManifest refuses variables", () => {
  it.each(cases)("%s", (_, text, message) => {
    expect(manifestMessage(text)).toEqual(message);
  });

  it.each([
    "TOKEN_LIFETIME_SECONDS",
    "PASSWORD_RESET_TIMEOUT",
    "AUTH_TOKEN_URL",
    "SECRET_SCANNING_ENABLED",
    "TOKENIZER_PARALLELISM",
  ])("but not %s, which only speaks about a secret", (name) => {
    const text = one({ environment: { [name]: "3600", GOOD: "x" }, memory: 1 });
    expect(manifestMessage(text)).toEqual([
      'services.json:10:17  services[0] "billing" > memory: got 1, must be 64 to 65536.',
    ]);
  });
});
