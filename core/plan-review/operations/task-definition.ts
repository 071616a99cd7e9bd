/** What changes in a task definition, in the words of whoever owns the service. */
import { counted } from "../../document/text";
import type { ChangedResource } from "../changed-resource";
import type { Delta } from "../diff/diff";
import { show } from "../values/show";
import { Encoded, isList, Secret, Unknown } from "../values/value";

/** More are counted. */
const mostChanges = 6;

const units: Readonly<Record<string, string>> = { cpu: "CPU units", memory: "MiB", memoryReservation: "MiB" };

/** `memory 768 -> 1024 MiB`, `DEBUG added`; one entry for each change. */
export function taskChanges(task: ChangedResource): string[] {
  const containers = task.current("container_definitions");
  const isAlone = containers instanceof Encoded && isList(containers.content) && containers.content.length === 1;
  const said = task.deltas.filter(({ noise }) => noise === undefined).map((delta) => changeInWords(delta, isAlone));
  const first = said.slice(0, mostChanges);
  return said.length > first.length ? [...first, counted(said.length - first.length, "more change")] : first;
}

function changeInWords(delta: Delta, isAlone: boolean): string {
  const [argument, container = "", field = "", ...rest] = delta.path;
  if (argument !== "container_definitions") return fieldInWords(delta, delta.path);
  const of = isAlone ? "" : `${container}: `;
  if (field === "") return `container ${container} ${comesOrGoes(delta)}`;
  if (field === "environment" && rest.length > 0) return `${of}${entryInWords(delta, rest.join("."))}`;
  if (field === "secrets" && rest.length > 0) return `${of}secret ${entryInWords(delta, rest[0] ?? "")}`;
  return `${of}${fieldInWords(delta, [field, ...rest])}`;
}

function entryInWords(delta: Delta, name: string): string {
  const { before, after } = delta;
  if (before === undefined || after === undefined) return `${name} ${comesOrGoes(delta)}`;
  const isHidden = before instanceof Secret || after instanceof Secret;
  return isHidden ? `${name} changes` : `${name} ${show(before).text} -> ${show(after).text}`;
}

function comesOrGoes({ before, after }: Delta): string {
  if (before === undefined) return "added";
  return after === undefined ? "removed" : "changes";
}

function fieldInWords({ before, after }: Delta, path: readonly string[]): string {
  const name = path.join(" > ");
  if (before instanceof Secret || after instanceof Secret || after instanceof Unknown) return `${name} changes`;
  const unit = units[name];
  return `${name} ${show(before).text} -> ${show(after).text}${unit === undefined ? "" : ` ${unit}`}`;
}
