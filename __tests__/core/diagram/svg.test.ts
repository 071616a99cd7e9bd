import { beforeAll, describe, expect, it } from "vitest";
import { architectureSvg, type ChangeAction, type Changes, type Diagram } from "../../../core/diagram/diagram";
import { samplePlatform, documentsOf, pictureOf } from "../../support/diagrams";
import { everyElement, parseXml, type XmlElement } from "../../support/xml";

let diagram: Diagram;
let light: string;
let root: XmlElement;

beforeAll(async () => {
  diagram = pictureOf(documentsOf(samplePlatform()));
  light = await architectureSvg(diagram, { theme: "light" });
  root = parseXml(light);
});

const textsOf = (element: XmlElement) =>
  everyElement(element)
    .filter(({ name }) => name === "text")
    .map(({ text }) => text);
const classes = (element: XmlElement) =>
  everyElement(element).flatMap(({ attributes }) => attributes["class"]?.split(" ") ?? []);

describe("architectureSvg", () => {
  it("is well-formed, and its size is the size of its view", () => {
    const { width, height, viewBox } = root.attributes;
    expect(root.name).toBe("svg");
    expect(viewBox).toBe(`0 0 ${width} ${height}`);
  });

  it("tells what it shows to whoever does not see it", () => {
    expect(root.attributes["role"]).toBe("img");
    const told = root.attributes["aria-labelledby"]?.split(" ").map((id) => {
      return everyElement(root).find(({ attributes }) => attributes["id"] === id);
    });
    expect(told?.map((element) => element?.name)).toEqual(["title", "desc"]);
    expect(told?.[0]?.text).toBe("SMART360 production: AWS us-east-1, drawn from the synthesized stacks");
    expect(told?.[1]?.text).toBe(diagram.description);
  });

  it("writes the label of every box, and of every arrow", () => {
    const written = textsOf(root);
    const labels = [...diagram.nodes, ...diagram.groups.filter(({ isHidden }) => isHidden !== true)].map(
      ({ label }) => label,
    );
    const arrows = diagram.edges.flatMap(({ label }) => label ?? []);
    expect(written).toEqual(expect.arrayContaining([...labels, ...arrows]));
    expect(everyElement(root).filter(({ attributes }) => attributes["class"] === "way")).toHaveLength(
      diagram.edges.length,
    );
  });

  it("names the resources that a box is drawn from", () => {
    const tooltips = everyElement(root).filter(
      ({ name, text }) => name === "title" && text.startsWith("PostgreSQL 15\n"),
    );
    expect(tooltips.map(({ text }) => text.split("\n")[1])).toEqual(["data: aws_db_instance.Database_B269D8BB"]);
  });

  it("needs nothing but itself: no script, no link, no font, no image", () => {
    expect(
      everyElement(root).filter(({ name }) => ["script", "a", "image", "use", "foreignObject", "link"].includes(name)),
    ).toEqual([]);
    expect(light.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(
      /https?:|@import|@font-face|url\((?!#)|\son\w+=/,
    );
  });

  it("is the same every time", async () => {
    expect(await architectureSvg(diagram, { theme: "light" })).toBe(light);
  });

  it("has other colours for dark pages, and both for those that may be either", async () => {
    const [dark, auto] = [await architectureSvg(diagram, { theme: "dark" }), await architectureSvg(diagram)];
    const media = "@media (prefers-color-scheme: dark)";
    expect([light.includes("#0d1117"), light.includes(media)]).toEqual([false, false]);
    expect([dark.includes(".canvas { fill: #0d1117; }"), dark.includes(media)]).toEqual([true, false]);
    expect(auto.slice(0, auto.indexOf(media))).toContain(".canvas { fill: #ffffff; }");
    expect(auto.slice(auto.indexOf(media))).toContain(".canvas { fill: #0d1117; }");
  });

  it("keeps its rules and ids to itself, beside other pictures of a page", async () => {
    const other = await architectureSvg(diagram, { idPrefix: "other" });
    const idsOf = (svg: string) => [...svg.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(idsOf(other).filter((id) => idsOf(light).includes(id))).toEqual([]);
    const style = /<style>\n([^]*?)\n<\/style>/.exec(other)?.[1] ?? "";
    const selectors = style
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "}" && !line.startsWith("@media"));
    expect(selectors.filter((line) => !/^\.other-auto [^,{]+ \{/.test(line))).toEqual([]);
  });

  it("escapes what would be markup", async () => {
    const [node] = diagram.nodes;
    const label = `<script>alert("&")</script>`;
    const nodes = diagram.nodes.map((one) => (one === node ? { ...one, label } : one));
    expect(textsOf(parseXml(await architectureSvg({ ...diagram, nodes })))).toContain(label);
  });
});

describe("architectureSvg of a plan", () => {
  const database = "aws_db_instance.Database_B269D8BB";
  const changes: Changes = new Map<string, Map<string, ChangeAction>>([
    ["data", new Map([[database, "replace"]])],
    [
      "service-billing",
      new Map([
        ["aws_ecs_service.Service_DBC79909", "update"],
        ["aws_x.New", "create"],
      ]),
    ],
    ["network", new Map([["aws_subnet.Vpc_PrivateSubnetA_43FE330F", "update"]])],
    ["service-old", new Map([["aws_ecs_service.Service_DBC79909", "destroy"]])],
  ]);
  let plan: XmlElement;
  /** The part of the picture whose tooltip starts with a label. */
  const part = (label: string): XmlElement => {
    const found = plan.children.find(
      ({ children: [title] }) => title?.name === "title" && title.text.split("\n")[0] === label,
    );
    if (found === undefined) throw new Error(`${label} is not drawn`);
    return found;
  };

  beforeAll(async () => {
    plan = parseXml(await architectureSvg(diagram, { changes }));
  });

  it("marks boxes by colour, line and sign", () => {
    expect(classes(part("PostgreSQL 15"))).toEqual(expect.arrayContaining(["changed", "replace"]));
    expect(textsOf(part("PostgreSQL 15"))).toContain("±1");
    expect(textsOf(part("billing"))).toContain("+1 ~1");
    expect(classes(part("billing"))).toEqual(expect.arrayContaining(["changed", "update"]));
    expect(textsOf(part("1a 10.60.0.0/19"))).toContain("~");
    const style = plan.children.find(({ name }) => name === "style")?.text ?? "";
    expect(style).toMatch(/\.changed\.update \{ stroke-dasharray: 9 4; \}/);
    const hatch = everyElement(part("PostgreSQL 15")).flatMap(({ attributes }) => attributes["fill"] ?? []);
    expect(hatch).toEqual(["url(#smart360-replace)"]);
    expect(
      everyElement(plan)
        .filter(({ name }) => name === "pattern")
        .map(({ attributes }) => attributes["id"]),
    ).toEqual(["smart360-replace"]);
  });

  it("lets what stays step back", () => {
    expect(part("Redis 7.1").attributes["class"]).toBe("same");
    expect(part("PostgreSQL 15").attributes["class"]).toBeUndefined();
  });

  it("explains the signs, and counts what is not in the picture", () => {
    const texts = textsOf(plan);
    expect(texts).toEqual(expect.arrayContaining(["created", "changed", "replaced", "destroyed"]));
    expect(texts).toContain("service-old, not in the picture");
    const told = everyElement(plan).find(({ name }) => name === "desc")?.text;
    expect(told).toContain("PostgreSQL 15: 1 replaced");
    expect(told).toContain("service-old: 1 destroyed");
  });

  it("says when nothing changes", async () => {
    const same = parseXml(await architectureSvg(diagram, { changes: new Map() }));
    expect(textsOf(same)).toContain("The plan changes nothing.");
    expect(everyElement(same).find(({ name }) => name === "desc")?.text).toContain("Nothing changes.");
  });
});
