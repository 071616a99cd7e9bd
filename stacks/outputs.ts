/**
 * What stacks tell each other: named outputs, written by the stack that owns them and read by later ones from its remote
 * state. CDKTF's automatic references between stacks are not used: their outputs are named by address, marked
 * sensitive, and vanish with the last reader.
 */
import { DataTerraformRemoteStateS3, propertyAccess, TerraformOutput, Token } from "cdktf";
import { names } from "../core/naming/names";
import type { BaseStack } from "./base-stack";

interface Kinds {
  string: string;
  number: number;
  strings: string[];
  /** Written as an object; readers take one entry by its key. */
  map: Readonly<Record<string, string>>;
}

interface ReadKinds extends Omit<Kinds, "map"> {
  map: (key: string) => string;
}

type Kind = keyof Kinds;

/** Output name in camelCase -> kind and meaning. In Terraform the name is written in snake_case. */
export type OutputShape = Readonly<Record<string, { readonly kind: Kind; readonly description: string }>>;

export type Written<S extends OutputShape> = { readonly [N in keyof S]: Kinds[S[N]["kind"]] };
export type Read<S extends OutputShape> = { readonly [N in keyof S]: ReadKinds[S[N]["kind"]] };

export const string = (description: string) => ({ kind: "string", description }) as const;
export const number = (description: string) => ({ kind: "number", description }) as const;
export const strings = (description: string) => ({ kind: "strings", description }) as const;
export const map = (description: string) => ({ kind: "map", description }) as const;

/** The outputs of one stack, as later stacks get them. */
export class StackOutputs<S extends OutputShape> {
  /** Writes the outputs into `stack`: all of `shape`, always, whoever reads them. */
  constructor(
    private readonly stack: BaseStack,
    private readonly shape: S,
    values: Written<S>,
  ) {
    for (const [name, { description }] of Object.entries(shape)) {
      const output = new TerraformOutput(stack, `Output-${name}`, { value: values[name], description });
      output.overrideLogicalId(snakeCase(name));
    }
  }

  /** The values inside `reader`, which from now on is deployed after the stack that wrote them. */
  readIn(reader: BaseStack): Read<S> {
    reader.addDependency(this.stack);
    const { environment } = this.stack;
    const state = new DataTerraformRemoteStateS3(reader, this.stack.node.id, {
      bucket: names.stateBucket(environment),
      key: names.stateKey(environment, this.stack.node.id),
      region: environment.region,
    });
    const read = ([name, { kind }]: [string, S[string]]) => [name, reference(state, kind, snakeCase(name))];
    return Object.fromEntries(
      Object.entries(this.shape).map(([name, entry]) => read([name, entry as S[string]])),
    ) as Read<S>;
  }
}

function reference(state: DataTerraformRemoteStateS3, kind: Kind, name: string): ReadKinds[Kind] {
  switch (kind) {
    case "string":
      return state.getString(name);
    case "number":
      return state.getNumber(name);
    case "strings":
      return state.getList(name);
    case "map":
      return (key) => Token.asString(propertyAccess(state.get(name), [key]));
  }
}

/** `privateSubnetIds` -> `private_subnet_ids` */
const snakeCase = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
