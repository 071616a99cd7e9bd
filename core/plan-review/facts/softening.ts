/** How the arguments of a resource soften, or do not, what its destruction loses. */
import { isTrue, numberOf, textOf, member, type Value } from "../values/value";
import { printable } from "../values/printable";

/** A sentence about what happens to the data, from the resource as it is now; undefined where there is nothing to say. */
export interface Softening {
  (resource: Value): { readonly sentence: string; readonly keepsData?: true } | undefined;
}

export const finalSnapshot: Softening = (resource) => {
  const name = textOf(member(resource, "final_snapshot_identifier")) ?? textOf(member(resource, "final_snapshot_name"));
  if (isTrue(member(resource, "skip_final_snapshot"))) return { sentence: "No final snapshot is taken." };
  if (isTrue(member(resource, "final_snapshot"))) return { sentence: "A final snapshot is taken first." };
  if (name !== undefined) return { sentence: `A final snapshot ${printable(name)} is taken first.` };
  return { sentence: "No final snapshot is set." };
};

export const finalBackup: Softening = (resource) =>
  isTrue(member(resource, "skip_final_backup"))
    ? { sentence: "No final backup is taken." }
    : { sentence: "A final backup is taken first." };

export const pointInTime: Softening = (resource) =>
  isTrue(member(resource, "point_in_time_recovery", "enabled"))
    ? { sentence: "A system backup of the last moment is kept for 35 days." }
    : { sentence: "Without point-in-time recovery there is no backup." };

export const forceDestroy: Softening = (resource) =>
  isTrue(member(resource, "force_destroy"))
    ? { sentence: "force_destroy is on: whatever is in it is deleted with it." }
    : { sentence: "AWS refuses as long as anything is in it." };

export const forceDelete: Softening = (resource) =>
  isTrue(member(resource, "force_delete"))
    ? { sentence: "force_delete is on: the images are deleted with it." }
    : { sentence: "AWS refuses as long as images are in it." };

export const deletionWindow: Softening = (resource) => {
  const days = numberOf(member(resource, "deletion_window_in_days")) ?? 30;
  return { sentence: `It is unusable at once; for ${days} days the deletion can be cancelled.` };
};

export const recoveryWindow: Softening = (resource) => {
  const days = numberOf(member(resource, "recovery_window_in_days")) ?? 30;
  return days === 0
    ? { sentence: "recovery_window_in_days is 0: it cannot be restored." }
    : { sentence: `For ${days} days it can be restored.` };
};

export const skipDestroy: Softening = (resource) =>
  isTrue(member(resource, "skip_destroy"))
    ? { sentence: "skip_destroy is on: it stays, and Terraform forgets it.", keepsData: true }
    : undefined;
