/** A synthesized stack as plain data: what `cdk.tf.json` holds, by resource. */

export interface SynthesizedResource {
  readonly type: string;
  /** Address inside the stack: `aws_kms_key.Key_1A2B3C4D`. */
  readonly address: string;
  /** Place in the construct tree: `network/LogKey/Resource`. */
  readonly path: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

type Tree = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** The resources of a stack's Terraform JSON, in its order. */
export function resourcesOf(stack: unknown): SynthesizedResource[] {
  const tree = (stack as { readonly resource?: Tree }).resource ?? {};
  return Object.entries(tree).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, { "//": comment, ...rest }]) => ({
      type,
      address: `${type}.${name}`,
      path: (comment as { metadata?: { path?: string } } | undefined)?.metadata?.path ?? `${type}.${name}`,
      arguments: rest,
    })),
  );
}
