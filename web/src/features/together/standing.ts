/** How one stands to the conversation on the page: what one may do, and whether others are in it. */
import { createContext, use } from "react";

import type { Access, Conversation } from "@/stream";

export interface Standing {
  /** One's own id. */
  readonly me: string;
  readonly access: Access;
  /** Ask, stop, answer again, walk through versions. */
  readonly mayWrite: boolean;
  /** Others may see it. */
  readonly joint: boolean;
}

/** Null while the conversation is not known: it is one's own, as most are. */
export function standingIn(
  conversation: Pick<Conversation, "access" | "joint"> | null | undefined,
  me: string,
): Standing {
  const access = conversation?.access ?? "owner";
  return { me, access, mayWrite: access !== "reader", joint: conversation?.joint ?? false };
}

export const StandingContext = createContext<Standing>(standingIn(null, ""));

export const useStanding = (): Standing => use(StandingContext);

/** Whether one has said it oneself; what has no author any more is nobody's in a joint conversation. */
export function isMine(author: { readonly id: string } | null, { me, joint }: Standing): boolean {
  return author === null ? !joint : author.id === me;
}

/** Whether one may change or delete a question: one's own, and the owner everybody's. */
export function mayChange(author: { readonly id: string } | null, standing: Standing): boolean {
  return standing.access === "owner" || (standing.mayWrite && isMine(author, standing));
}
