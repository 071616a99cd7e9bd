import { TerraformOutput } from "cdktf";
import { describe, expect, it } from "vitest";
import { Certificate, type CertificateProps } from "../../../modules/platform/certificate";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

const issued = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000";

const synthesize = (change: ChangeProps<CertificateProps> = () => ({})) =>
  Template.of((stack) => {
    const certificate = new Certificate(stack, "Certificate", {
      domain: { name: "test.example.com", hostedZoneId: "Z1" },
      ...change(stack),
    });
    new TerraformOutput(stack, "Arn", { value: certificate.arn });
  });

describe("Certificate", () => {
  const template = synthesize();

  it("creates the certificate, the record that proves the domain, and the wait for the proof", () => {
    expect(template.inventory).toEqual({
      aws_acm_certificate: 1,
      aws_route53_record: 1,
      aws_acm_certificate_validation: 1,
    });
  });

  it("creates nothing where an issued certificate is given, with a zone or without", () => {
    for (const zone of [{}, { hostedZoneId: "Z1" }]) {
      const given = synthesize(() => ({ domain: { name: "test.example.com", certificateArn: issued, ...zone } }));
      expect(given.inventory).toEqual({});
      expect(given.outputs).toEqual({ Arn: issued });
    }
  });

  it("defaults to proof by DNS and a successor before its predecessor goes", () => {
    expect(template.only("aws_acm_certificate")).toEqual({
      domain_name: "test.example.com",
      validation_method: "DNS",
      lifecycle: { create_before_destroy: true },
    });
    expect(template.only("aws_route53_record")).toMatchObject({ ttl: 300, allow_overwrite: true });
  });

  describeOptions<CertificateProps>(synthesize, {
    domain: {
      to: () => ({ name: "other.example.com", hostedZoneId: "Z2" }),
      type: "aws_acm_certificate",
      gives: { domain_name: "other.example.com" },
    },
  });

  it("rejects a domain with neither a zone nor a certificate", () => {
    expect(() => synthesize(() => ({ domain: { name: "test.example.com" } }))).toThrow(
      expect.objectContaining({
        name: "ConstructError",
        message:
          'Stack/Certificate: no certificate for "test.example.com" can be issued without a hosted zone. Set domain.hostedZoneId, or give an issued certificate in domain.certificateArn.',
      }),
    );
  });

  describe("wiring", () => {
    it("writes the record that ACM asks for into the zone", () => {
      const options = template.reference("aws_acm_certificate", "domain_validation_options").slice(2, -1);
      const asked = (attribute: string) => `\${tolist(${options}).0.${attribute}}`;
      expect(template.only("aws_route53_record")).toMatchObject({
        zone_id: "Z1",
        name: asked("resource_record_name"),
        type: asked("resource_record_type"),
        records: [asked("resource_record_value")],
      });
    });

    it("hands out the certificate once it is proved", () => {
      expect(template.only("aws_acm_certificate_validation")).toEqual({
        certificate_arn: template.reference("aws_acm_certificate", "arn"),
        validation_record_fqdns: [template.reference("aws_route53_record", "fqdn")],
      });
      expect(template.outputs).toEqual({
        Arn: template.reference("aws_acm_certificate_validation", "certificate_arn"),
      });
    });
  });
});
