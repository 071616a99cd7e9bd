/** The edits that both providers plan: every resource type in use, each kind of edit. */
import type { Edit } from "../edit";
import { data } from "./data";
import { edge } from "./edge";
import { network } from "./network";
import { platform } from "./platform";
import { service } from "./service";
import { storage } from "./storage";

export const edits: readonly Edit[] = [...network, ...storage, ...data, ...platform, ...service, ...edge];
