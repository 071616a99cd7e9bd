import { describe, expect, it } from "vitest";
import { manifest, manifestMessage, service } from "../../support/manifests";

const valid = manifest([service()]);

/** What the file holds, its text, and the whole message. */
const cases: readonly (readonly [title: string, text: string, message: readonly string[]])[] = [
  ["nothing", "", ["services.json:1:1  the file is empty. It must hold a JSON object { ... }."]],
  ["only blanks", " \r\n\t\n", ["services.json:1:1  the file is empty. It must hold a JSON object { ... }."]],
  ["only a byte order mark", "\uFEFF", ["services.json:1:1  the file is empty. It must hold a JSON object { ... }."]],
  [
    "plain words",
    "hello world",
    [
      'services.json:1:1  "hello" is not JSON. Values are strings in double quotes, numbers, true, false, null, { ... } and [ ... ].',
    ],
  ],
  ["YAML", "services:\n  - name: billing\n", ['services.json:1:1  keys stand in double quotes: "services".']],
  ["a list", "[]", ["services.json:1:1  got an empty list, must be an object { ... }."]],
  ["a string", '"services"', ['services.json:1:1  got "services", must be an object { ... }.']],
  ["null", "null", ["services.json:1:1  got null, must be an object { ... }."]],
  [
    "an empty object",
    "{}",
    [
      'services.json:1:1  "services" is missing. Add it: The services, in any order: nothing follows from the position.',
    ],
  ],
  ["no services", '{ "services": [] }', ["services.json:1:15  services: has no entry, must have at least 1."]],
  [
    "services as an object",
    '{ "services": { "billing": {} } }',
    ["services.json:1:15  services: got an object, must be a list [ ... ]."],
  ],
  [
    "services that are no objects",
    '{ "services": [1, null, "billing", []] }',
    [
      "services.json:1:16  services[0]: got 1, must be an object { ... }.",
      "services.json:1:19  services[1]: got null, must be an object { ... }.",
      'services.json:1:25  services[2]: got "billing", must be an object { ... }.',
      "services.json:1:36  services[3]: got an empty list, must be an object { ... }.",
    ],
  ],
  ["a number as a key", '{ "services": [], 1: 2 }', ["services.json:1:19  a key in double quotes is expected here."]],
  ["no value after a colon", '{ "services": }', ["services.json:1:15  a value is expected here."]],
  [
    "a comma missing",
    valid.replace('"billing",', '"billing"'),
    ["services.json:5:7  a comma is expected before this."],
  ],
  [
    "a colon missing",
    valid.replace('"priority":', '"priority"'),
    ["services.json:8:18  a colon is expected between a key and its value."],
  ],
  [
    "a bracket missing",
    valid.trimEnd().slice(0, -1),
    ["services.json:11:1  the file ends before an object is closed. Add the missing }."],
  ],
  [
    "a list that is not closed",
    '{ "services": [',
    ["services.json:1:16  the file ends before a list is closed. Add the missing ]."],
  ],
  [
    "a bracket too many",
    `${valid.trimEnd()}\n}`,
    [
      "services.json:12:1  the file goes on after the end of its value. Remove what follows, or a bracket too many before.",
    ],
  ],
  [
    "two values",
    `${valid}{}`,
    [
      "services.json:12:1  the file goes on after the end of its value. Remove what follows, or a bracket too many before.",
    ],
  ],
  [
    "a string that is not closed",
    valid.replace('"billing",', '"billing,'),
    ['services.json:4:15  a string is not closed on its line. Add the missing " (a line break inside is written \\n).'],
  ],
  [
    "single quotes",
    valid.replace('"billing",', "'billing',"),
    ["services.json:4:15  strings stand in double quotes. Replace the single quotes."],
  ],
  [
    "a key without quotes",
    valid.replace('"priority"', "priority"),
    ['services.json:8:7  keys stand in double quotes: "priority".'],
  ],
  [
    "a number with a leading zero",
    valid.replace("40", "040"),
    ['services.json:8:19  "040" is not a number as JSON writes it.'],
  ],
  [
    "a number that ends too early",
    valid.replace("40", "40."),
    ['services.json:8:19  "40." is not a number as JSON writes it.'],
  ],
  [
    "a hexadecimal number",
    valid.replace("40", "0x28"),
    ['services.json:8:19  "0x28" is not a number as JSON writes it.'],
  ],
  [
    "NaN",
    valid.replace("40", "NaN"),
    [
      'services.json:8:19  "NaN" is not JSON. Values are strings in double quotes, numbers, true, false, null, { ... } and [ ... ].',
    ],
  ],
  [
    "a tab inside a string",
    valid.replace("Bills and", "Bills\tand"),
    ["services.json:5:22  a control character inside a string. Write it as an escape, for example \\t."],
  ],
  [
    "an unknown escape",
    valid.replace("Bills and", "Bills \\x and"),
    ['services.json:5:22  an unknown escape. JSON knows \\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four digits.'],
  ],
  [
    "half a unicode escape",
    valid.replace("Bills and", "Bills \\u12 and"),
    ["services.json:5:22  a \\u escape needs four hexadecimal digits."],
  ],
  [
    "a comment that is not closed",
    `${valid}/* the end`,
    ["services.json:12:1  JSON has no comments. Remove it; a description field is the place for remarks."],
  ],
  [
    "comments, a trailing comma and a wrong value",
    '// services\n{\n  "services": [\n    /* the only one */\n    { "name": "billing", "description": "Bills", "owner": "billing-team", "paths": ["/api/billing/*"], "priority": 0, },\n  ],\n}\n',
    [
      "services.json:1:1  JSON has no comments. Remove it; a description field is the place for remarks.",
      "services.json:4:5  JSON has no comments. Remove it; a description field is the place for remarks.",
      'services.json:5:116  services[0] "billing" > priority: got 0, must be 1 to 50000.',
      "services.json:5:117  a comma after the last entry is not JSON. Remove it.",
      "services.json:5:120  a comma after the last entry is not JSON. Remove it.",
      "services.json:6:4  a comma after the last entry is not JSON. Remove it.",
    ],
  ],
  [
    "a comment and, later, an error that ends the reading",
    '{\n  // services\n  "services" [],\n}',
    [
      "services.json:2:3  JSON has no comments. Remove it; a description field is the place for remarks.",
      "services.json:3:14  a colon is expected between a key and its value.",
    ],
  ],
  [
    "CRLF line ends",
    valid.replace("40", "0").replaceAll("\n", "\r\n"),
    ['services.json:8:19  services[0] "billing" > priority: got 0, must be 1 to 50000.'],
  ],
  [
    "a byte order mark before a wrong value",
    `\uFEFF${valid.replace("40", "0")}`,
    ['services.json:8:19  services[0] "billing" > priority: got 0, must be 1 to 50000.'],
  ],
  [
    "a byte order mark and CRLF",
    `\uFEFF${valid.replace('"priority": 40', '"priority": 40,').replaceAll("\n", "\r\n")}`,
    ["services.json:8:21  a comma after the last entry is not JSON. Remove it."],
  ],
  [
    "a key set twice",
    valid.replace('"priority": 40', '"priority": 40,\n      "memory": 300,\n      "memory": 2048'),
    [
      'services.json:10:7  services[0] "billing" > memory: this key is already set on line 9, and JSON readers silently keep only one of them. Remove one.',
    ],
  ],
  [
    "a key set three times, and one inside a map",
    valid.replace(
      '"priority": 40',
      '"priority": 40, "priority": 50, "priority": 60, "environment": { "A": "1", "A": "2" }',
    ),
    [
      'services.json:8:23  services[0] "billing" > priority: this key is already set on line 8, and JSON readers silently keep only one of them. Remove one.',
      'services.json:8:39  services[0] "billing" > priority: this key is already set on line 8, and JSON readers silently keep only one of them. Remove one.',
      'services.json:8:82  services[0] "billing" > environment > A: this key is already set on line 8, and JSON readers silently keep only one of them. Remove one.',
    ],
  ],
  [
    "services twice",
    '{ "services": [], "services": [] }',
    [
      "services.json:1:19  services: this key is already set on line 1, and JSON readers silently keep only one of them. Remove one.",
      "services.json:1:31  services: has no entry, must have at least 1.",
    ],
  ],
  ["far too many brackets", "[".repeat(100_000), ["services.json:1:101  more than 100 levels of brackets."]],
  [
    "a key named __proto__",
    valid.replace('"priority": 40', '"priority": 40, "__proto__": { "memory": 1 }'),
    [
      'services.json:8:23  services[0] "billing" > __proto__: unknown key. Known are name, description, owner, paths, priority, containerPort, cpu, memory, memoryReservation, requestTimeoutSeconds, deregistrationDelaySeconds, stopTimeoutSeconds, healthCheck, deployment, scaling, environment, secrets, uses, migrate, retired and environments.',
    ],
  ],
  [
    "keys that every object has",
    valid.replace('"priority": 40', '"priority": 40, "constructor": 1, "toString": 2'),
    [
      'services.json:8:23  services[0] "billing" > constructor: unknown key. Known are name, description, owner, paths, priority, containerPort, cpu, memory, memoryReservation, requestTimeoutSeconds, deregistrationDelaySeconds, stopTimeoutSeconds, healthCheck, deployment, scaling, environment, secrets, uses, migrate, retired and environments.',
      'services.json:8:41  services[0] "billing" > toString: unknown key. Known are name, description, owner, paths, priority, containerPort, cpu, memory, memoryReservation, requestTimeoutSeconds, deregistrationDelaySeconds, stopTimeoutSeconds, healthCheck, deployment, scaling, environment, secrets, uses, migrate, retired and environments.',
    ],
  ],
];

describe("readManifest refuses text that is no manifest", () => {
  it.each(cases)("%s", (_, text, message) => {
    expect(manifestMessage(text)).toEqual(message);
  });
});
