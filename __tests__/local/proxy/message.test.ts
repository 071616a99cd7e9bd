import { describe, expect, it } from "vitest";
import { queryList, scopeOf } from "../../../local/proxy/message";
import { queryXml } from "../../../local/proxy/query-xml";

describe("scopeOf", () => {
  const authorization =
    "AWS4-HMAC-SHA256 Credential=111122223333/20260101/us-east-1/application-autoscaling/aws4_request, ...";

  it("reads the credential scope", () => {
    expect(scopeOf({ headers: { authorization } })).toEqual({
      account: "111122223333",
      region: "us-east-1",
      service: "application-autoscaling",
    });
  });

  it.each([{}, { authorization: "Bearer x" }])("%j says nothing", (headers) => {
    expect(scopeOf({ headers })).toBeUndefined();
  });
});

it("queryList reads numbered parameters in order", () => {
  const query = new URLSearchParams("Metrics.member.2=b&Metrics.member.1=a&Metrics.member.4=d");
  expect(queryList(query, "Metrics.member")).toEqual(["a", "b"]);
});

it("queryXml nests by dots, repeats by numbers, and escapes", () => {
  const query = new URLSearchParams([
    ["Name", "a<b & c"],
    ["Actions.member.1", "one"],
    ["Actions.member.2", "two"],
    ["Metrics.member.1.MetricStat.Metric.Dimensions.member.1.Name", "n"],
    ["Metrics.member.1.MetricStat.Period", "60"],
    ["Metrics.member.2.Id", "x"],
  ]);
  expect(queryXml(query)).toEqual({
    Name: "a&lt;b &amp; c",
    Actions: "<member>one</member><member>two</member>",
    Metrics:
      "<member><MetricStat><Metric><Dimensions><member><Name>n</Name></member></Dimensions></Metric>" +
      "<Period>60</Period></MetricStat></member><member><Id>x</Id></member>",
  });
});
