/** Revisions of a service's task definition: what the next one is, and in what two of them differ. */
import type { ContainerDefinition, RegisterTaskDefinitionRequest, Tag, TaskDefinition } from "@aws-sdk/client-ecs";

export interface Revision {
  readonly arn: string;
  readonly family: string;
  readonly number: number;
  readonly isActive: boolean;
  readonly definition: TaskDefinition;
  readonly tags: readonly Tag[];
}

/**
 * What ECS adds to a definition when it describes it; everything else is what was registered.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinition.html
 */
export const addedByEcs = [
  "taskDefinitionArn",
  "revision",
  "status",
  "requiresAttributes",
  "compatibilities",
  "registeredAt",
  "registeredBy",
  "deregisteredAt",
  "deleteRequestedAt",
] as const satisfies readonly (keyof TaskDefinition)[];

/** What was registered as a revision, tags included. */
export function registered({ family, definition, tags }: Revision): RegisterTaskDefinitionRequest {
  const { containerDefinitions, ...rest } = definition;
  const own = { ...rest };
  for (const field of addedByEcs) delete own[field];
  // AWS's own tags cannot be given, and ECS refuses an empty list.
  const given = tags.filter(({ key }) => key !== undefined && !/^aws:/i.test(key));
  return { ...own, family, containerDefinitions, ...(given.length === 0 ? {} : { tags: given }) };
}

/** The revision after `template`: another image, and nothing else. */
export function nextRevision(template: Revision, container: string, image: string): RegisterTaskDefinitionRequest {
  const request = registered(template);
  const withImage = (definition: ContainerDefinition) =>
    definition.name === container ? { ...definition, image } : definition;
  return { ...request, containerDefinitions: request.containerDefinitions?.map(withImage) };
}

/** The image of the service's container; undefined when the definition has no such container. */
export function imageOf({ definition }: Revision, container: string): string | undefined {
  return definition.containerDefinitions?.find(({ name }) => name === container)?.image;
}

/** In what two definitions differ, the image of `container` left out: `billing.environment.LOG_LEVEL`, sorted. */
export function differences(one: Revision, other: Revision, container: string): readonly string[] {
  const left = leaves(registered(one));
  const right = leaves(registered(other));
  left.delete(`${container}.image`);
  right.delete(`${container}.image`);
  const paths = new Set([...left.keys(), ...right.keys()]);
  return [...paths].filter((path) => left.get(path) !== right.get(path)).sort();
}

/** Path -> value, as JSON. Lists of named things (containers, variables, secrets, tags) go by name, the others by index. */
function leaves({ containerDefinitions, ...rest }: RegisterTaskDefinitionRequest): Map<string, string> {
  const found = new Map<string, string>();
  collect(containerDefinitions, "", found);
  for (const [field, value] of Object.entries(rest)) collect(value, field, found);
  return found;
}

function collect(value: unknown, path: string, into: Map<string, string>): void {
  // ECS leaves out in one answer what it writes as empty in another.
  if (value === undefined || value === null || value === "") return;
  if (typeof value !== "object") return void into.set(path, JSON.stringify(value));
  const members: readonly (readonly [string, unknown])[] = Array.isArray(value)
    ? value.map((member: unknown, index) => named(member) ?? ([String(index), member] as const))
    : Object.entries(value);
  for (const [name, member] of members) collect(member, path === "" ? name : `${path}.${name}`, into);
}

/** A variable, secret or tag is its value; a container, volume or device what it holds beside its name. */
function named(member: unknown): readonly [string, unknown] | undefined {
  if (typeof member !== "object" || member === null) return undefined;
  const fields = Object.entries(member);
  const [field, name] = fields.find(([key]) => key === "name" || key === "key") ?? [];
  if (typeof name !== "string") return undefined;
  const rest = fields.filter(([key]) => key !== field);
  const [only] = rest;
  return [name, rest.length === 1 && only !== undefined && /^value/.test(only[0]) ? only[1] : Object.fromEntries(rest)];
}

/** `12` of `arn:aws:ecs:...:task-definition/smart360-production-billing:12` */
export const revisionNumber = (arn: string) => Number(arn.slice(arn.lastIndexOf(":") + 1));

/**
 * The revision to go back to: the one whose image was released before that of `running`. A rollback of a rollback goes
 * further back, never forward to what was left.
 * @param earlier active revisions up to `running`, in any order
 */
export function revisionBefore(
  running: Revision,
  earlier: readonly Revision[],
  container: string,
): Revision | undefined {
  const image = imageOf(running, container);
  const ofSameImage = earlier.filter((revision) => imageOf(revision, container) === image);
  const first = Math.min(running.number, ...ofSameImage.map(({ number }) => number));
  return earlier.filter(({ number }) => number < first).sort((one, other) => other.number - one.number)[0];
}
