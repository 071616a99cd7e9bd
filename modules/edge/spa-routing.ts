import { CloudfrontFunction } from "@cdktf/provider-aws/lib/cloudfront-function";
import { Construct } from "constructs";

/** Answers every path of the single-page app with its one page; files keep their path. */
export const spaRoutingCode = `function handler(event) {
  var request = event.request;
  var last = request.uri.substring(request.uri.lastIndexOf("/") + 1);
  if (last.indexOf(".") === -1) request.uri = "/index.html";
  return request;
}
`;

/**
 * The routing of the single-page app, as a CloudFront Function on the frontend's behaviour. Error pages of the
 * distribution would do it too, and would turn the API's 404 into HTML.
 */
export class SpaRouting extends Construct {
  readonly functionArn: string;

  constructor(scope: Construct, id: string, props: { readonly name: string }) {
    super(scope, id);
    this.functionArn = new CloudfrontFunction(this, "Resource", {
      name: props.name,
      comment: "Routes of the single-page app to index.html",
      runtime: "cloudfront-js-2.0",
      publish: true,
      code: spaRoutingCode,
    }).arn;
  }
}
