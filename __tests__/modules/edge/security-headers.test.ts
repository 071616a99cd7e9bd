import { TerraformOutput } from "cdktf";
import { describe, expect, it } from "vitest";
import { SecurityHeaders, type SecurityHeadersProps } from "../../../modules/edge/security-headers";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const synthesize = (change: ChangeProps<SecurityHeadersProps> = () => ({})) =>
  Template.of((stack) => {
    const { id } = new SecurityHeaders(stack, "Headers", {
      name: "test",
      contentSecurityPolicy: "default-src 'self'",
      ...change(stack),
    });
    new TerraformOutput(stack, "Id", { value: id });
  });

const type = "aws_cloudfront_response_headers_policy";

describe("SecurityHeaders", () => {
  const template = synthesize();

  it("creates one policy", () => {
    expect(template.inventory).toEqual({ [type]: 1 });
  });

  it("defaults to two years of HTTPS, no frame, no guessed types; a service may set a policy of its own", () => {
    expect(template.only(type)).toEqual({
      name: "test",
      comment: "Security headers of the platform",
      security_headers_config: {
        content_security_policy: { content_security_policy: "default-src 'self'", override: false },
        content_type_options: { override: true },
        frame_options: { frame_option: "DENY", override: true },
        referrer_policy: { referrer_policy: "strict-origin-when-cross-origin", override: true },
        strict_transport_security: {
          access_control_max_age_sec: 63_072_000,
          include_subdomains: true,
          preload: true,
          override: true,
        },
      },
    });
  });

  describeOptions<SecurityHeadersProps>(synthesize, {
    name: { to: () => "other", type, gives: { name: "other" } },
    contentSecurityPolicy: {
      to: () => "default-src 'none'",
      type,
      gives: {
        security_headers_config: { content_security_policy: { content_security_policy: "default-src 'none'" } },
      },
    },
  });

  it("is wired by its id", () => {
    expect(template.outputs).toEqual({ Id: template.reference(type, "id") });
  });
});
