/** What a release is asked to do. */
export type Action =
  /** Another image. */
  | { readonly kind: "deploy"; readonly image: string }
  /** The image of a service that is not there yet. */
  | { readonly kind: "first"; readonly image: string }
  /** New tasks with the same image. */
  | { readonly kind: "redeploy" }
  /** An image that was released before. @default the one before that which runs */
  | { readonly kind: "rollback"; readonly to?: number };

/** `deploy of build-42` */
export function describeAction(action: Action): string {
  switch (action.kind) {
    case "deploy":
      return `deploy of ${action.image}`;
    case "first":
      return `first release of ${action.image}`;
    case "redeploy":
      return "redeploy";
    case "rollback":
      return action.to === undefined ? "rollback" : `rollback to revision ${action.to}`;
  }
}

/** A new image may bring migrations, and a redeploy repeats them; an old image has none that were not run. */
export const migrates = ({ kind }: Action) => kind === "deploy" || kind === "redeploy";
