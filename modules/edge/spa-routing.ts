import { CloudfrontFunction } from "@cdktf/provider-aws/lib/cloudfront-function";
import { Construct } from "constructs";

/** Endings of what a build holds, and of what people open by itself: a route of the app must not end in one. */
export const fileEndings = [
  ...["html", "js", "mjs", "css", "map", "wasm", "json", "webmanifest", "xml", "txt", "csv", "pdf", "zip"],
  ...["ico", "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "bmp", "mp3", "mp4", "webm", "ogg"],
  ...["woff", "woff2", "ttf", "otf", "eot"],
];

/**
 * Answers every path of the single-page app with its one page; files keep their path. A path that ends in a dot and
 * something else than a file's ending (`/customers/a.b`) is a route where a browser asks for a page, which it does by
 * `Accept`, and a file to everything else. https://developer.mozilla.org/docs/Web/HTTP/Content_negotiation/List_of_default_Accept_values
 */
export const spaRoutingCode = `var files = /\\.(${fileEndings.join("|")})$/i;

function handler(event) {
  var request = event.request;
  if (request.uri.indexOf("/.well-known/") === 0) return request;
  var last = request.uri.substring(request.uri.lastIndexOf("/") + 1);
  var accept = request.headers.accept;
  var asksForPage = accept !== undefined && accept.value.indexOf("text/html") !== -1;
  if (last.indexOf(".") === -1 || (asksForPage && !files.test(last))) request.uri = "/index.html";
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
