/** Every request about shared snapshots. */
import { queryOptions } from "@tanstack/react-query";

import { answer, client } from "@/api/client";
import { paged, PAGE_SIZE } from "@/api/paging";
import type { Share, SharedMessage } from "@/api/types";
import { asAttachment, type Attachment } from "@/stream";

const SHARES = ["shares"] as const;
const SHARED = ["shared"] as const;

const of = (id: string) => ({ path: { conversation_id: id } });
const at = (id: string) => ({ path: { share_id: id } });

export const sharesQuery = (conversationId: string) =>
  paged<Share>([...SHARES, conversationId], (cursor, signal) =>
    answer(
      client.GET("/api/v1/conversations/{conversation_id}/shares", {
        params: { ...of(conversationId), query: { limit: PAGE_SIZE, cursor } },
        signal,
      }),
    ),
  );

export const sharedQuery = (id: string) =>
  queryOptions({
    queryKey: [...SHARED, id],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/shares/{share_id}", { params: at(id), signal })),
    // Opening it is counted: once a visit, not once a glance.
    staleTime: Infinity,
  });

/** A message of a snapshot, with its files as the rest of the client knows them. */
export type SnapshotMessage = Omit<SharedMessage, "attachments"> & {
  readonly attachments: readonly Attachment[];
};

export const sharedMessagesQuery = (id: string) =>
  paged<SnapshotMessage>([...SHARED, id, "messages"], async (cursor, signal) => {
    const page = await answer(
      client.GET("/api/v1/shares/{share_id}/messages", {
        params: { ...at(id), query: { limit: PAGE_SIZE, cursor } },
        signal,
      }),
    );
    return { ...page, items: page.items.map((message) => withFiles(message, id)) };
  });

function withFiles(message: SharedMessage, share: string): SnapshotMessage {
  const files = message.attachments.map(asAttachment).filter((file) => file !== null);
  return { ...message, attachments: files.map((file) => ({ ...file, share_id: share })) };
}

/** `expiresAt`: ISO 8601 with zone; null means until it is revoked. */
export const share = (conversationId: string, expiresAt: string | null): Promise<Share> =>
  answer(
    client.POST("/api/v1/conversations/{conversation_id}/shares", {
      params: of(conversationId),
      body: { expires_at: expiresAt },
    }),
  );

export const revoke = (id: string): Promise<unknown> =>
  answer(client.DELETE("/api/v1/shares/{share_id}", { params: at(id) }));

export const goOnFrom = (id: string): Promise<{ id: string }> =>
  answer(client.POST("/api/v1/shares/{share_id}/copy", { params: at(id) }));

/** The address to hand on. */
export const addressOf = (id: string): string => `${location.origin}/shared/${id}`;
