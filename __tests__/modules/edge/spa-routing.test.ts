import { runInNewContext } from "node:vm";
import { TerraformOutput } from "cdktf";
import { describe, expect, it } from "vitest";
import { fileEndings, SpaRouting } from "../../../modules/edge/spa-routing";
import { type ChangeProps, describeOptions } from "../../support/options";
import { Template } from "../../support/template";

type Props = ConstructorParameters<typeof SpaRouting>[2];

const synthesize = (change: ChangeProps<Props> = () => ({})) =>
  Template.of((stack) => {
    const { functionArn } = new SpaRouting(stack, "Routing", { name: "test-spa", ...change(stack) });
    new TerraformOutput(stack, "Arn", { value: functionArn });
  });

const type = "aws_cloudfront_function";

describe("SpaRouting", () => {
  const template = synthesize();
  const { code } = template.only(type) as { code: string };

  const page = { accept: { value: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" } };
  const script = { accept: { value: "*/*" } };

  /** What CloudFront asks the bucket for. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html */
  const routed = (request: object): unknown =>
    JSON.parse(runInNewContext(`${code};JSON.stringify(handler(event))`, { event: { request } }) as string);

  it("creates one function, live at once", () => {
    expect(template.inventory).toEqual({ [type]: 1 });
    expect(template.only(type)).toMatchObject({ runtime: "cloudfront-js-2.0", publish: true });
  });

  it("fits the 10 KB that CloudFront takes", () => {
    expect(Buffer.byteLength(code)).toBeLessThan(10_240);
  });

  it("is no template to Terraform", () => {
    expect(code).not.toMatch(/[$%]\{/);
  });

  describe("sends to the app's one page", () => {
    it.each([
      ["the root", "/"],
      ["a route", "/customers"],
      ["a route within a route", "/customers/42"],
      ["a route with a slash at the end", "/customers/42/"],
      ["a route below a segment with a dot", "/v1.2/page"],
      ["a route below one, with a slash at the end", "/v1.2/"],
      ["a route with an encoded segment", "/customers/J%C3%BCrgen"],
    ])("%s: %s", (_, uri) => {
      expect(routed({ uri, headers: {} })).toEqual({ uri: "/index.html", headers: {} });
    });

    it.each([
      ["a route whose last segment has a dot", "/customers/a.b"],
      ["one that ends in an address", "/users/jo@example.com"],
      ["one that ends in a version", "/v1.2"],
      ["one that ends in a dot", "/customers/a."],
    ])("where a browser asks for a page, %s: %s", (_, uri) => {
      expect(routed({ uri, headers: page })).toEqual({ uri: "/index.html", headers: page });
      expect(routed({ uri, headers: script })).toEqual({ uri, headers: script });
    });
  });

  describe("leaves alone", () => {
    it.each([
      ["the page itself", "/index.html"],
      ["a file of the build", "/assets/app.1a2b.js"],
      ["a file at the root", "/favicon.ico"],
      ["a file below a segment with a dot", "/v1.2/app.css"],
      ["a file without a name before the dot", "/.well-known/security.txt"],
      ["a well-known file without an ending", "/.well-known/apple-app-site-association"],
      ["a file with its ending in capitals", "/LOGO.PNG"],
      ...fileEndings.map((ending): [string, string] => ["a file", `/files/it.${ending}`]),
    ])("%s, also when it is opened in a browser: %s", (_, uri) => {
      for (const headers of [{}, script, page]) expect(routed({ uri, headers })).toEqual({ uri, headers });
    });

    it("everything of a request but its path", () => {
      const request = {
        method: "GET",
        querystring: { page: { value: "2" }, q: { value: "a/b.c" } },
        headers: { host: { value: "test.example.com" } },
        cookies: { session: { value: "1" } },
      };
      expect(routed({ ...request, uri: "/customers" })).toEqual({ ...request, uri: "/index.html" });
    });
  });

  describeOptions<Props>(synthesize, { name: { to: () => "other", type, gives: { name: "other" } } });

  it("is wired by its ARN", () => {
    expect(template.outputs).toEqual({ Arn: template.reference(type, "arn") });
  });
});
