/** Every request about files: announcing, sending in pieces, what became of them, and addresses to read them at. */
import { queryOptions } from "@tanstack/react-query";

import { api } from "@/api/client";
import { address, inLanguage, send } from "@/api/request";
import { authorizedFetch } from "@/shared/session/authorized-fetch";
import { asAttachment, type Attachment } from "@/stream";

/** `text`: what was read in it. */
export type Variant = "original" | "preview" | "text";

/** A file that the server knows of and has `offset` bytes of. */
export interface Announced {
  readonly file: Attachment;
  readonly offset: number;
  /** The most bytes of one piece. */
  readonly chunkBytes: number;
}

export interface FileLink {
  readonly url: string;
  readonly expires_at: string;
}

const OFFSET = "Upload-Offset";
/** A link is asked for again this long before it ends. */
const EARLY_MS = 30_000;

/** Where the content of a file is sent, in pieces. */
export const contentPath = (id: string): string => `/files/${id}/content`;

/** Says that a file is coming. @throws ProblemError, also when the server will not have it */
export async function announceFile(name: string, size: number, mediaType: string): Promise<Announced> {
  const body = await api.post<{ file: unknown; upload: { offset: number; chunk_bytes: number } }>("/files", {
    name,
    size,
    ...(mediaType !== "" && { media_type: mediaType }),
  });
  return {
    file: decoded(body.file),
    offset: body.upload.offset,
    chunkBytes: body.upload.chunk_bytes,
  };
}

/** How many bytes the server has of what is sent to `path`. @throws ProblemError */
export async function fetchOffset(path: string, signal: AbortSignal): Promise<number> {
  const request = new Request(address(path), { method: "HEAD", signal });
  return offsetOf(await send(inLanguage(request), authorizedFetch), 0);
}

/** Sends a piece that begins at `offset`; how many bytes the server has then. @throws ProblemError */
export async function sendPiece(
  path: string,
  offset: number,
  piece: Blob,
  signal: AbortSignal,
): Promise<number> {
  const request = new Request(address(path), {
    method: "PATCH",
    headers: { [OFFSET]: String(offset), "Content-Type": "application/offset+octet-stream" },
    body: piece,
    signal,
  });
  return offsetOf(await send(inLanguage(request), authorizedFetch), offset + piece.size);
}

export const fetchFile = async (id: string): Promise<Attachment> => decoded(await api.get(`/files/${id}`));

export const deleteFile = (id: string): Promise<undefined> => api.delete(`/files/${id}`);

type Place = Pick<Attachment, "id" | "conversation_id" | "share_id">;

/** One's own file, or one in a snapshot or a conversation that one may read. */
function linkPath({ id, conversation_id: conversation, share_id: share }: Place): string {
  if (share !== undefined) return `/shares/${share}/files/${id}/link`;
  return conversation === undefined ? `/files/${id}/link` : `/conversations/${conversation}/files/${id}/link`;
}

const fetchLink = (file: Place, variant: Variant): Promise<FileLink> =>
  api.get<FileLink>(linkPath(file), { variant });

/** An address that saves the file under its own name instead of showing it. */
export const fetchDownload = (file: Place): Promise<FileLink> =>
  api.get<FileLink>(linkPath(file), { variant: "original", download: true });

/** An address that shows a file without signing in, for a short while; asked for anew before it ends. */
export const linkQuery = (file: Place, variant: Variant) =>
  queryOptions({
    queryKey: ["file-link", linkPath(file), variant],
    queryFn: () => fetchLink(file, variant),
    staleTime: ({ state }) => lifetime(state.data),
    retry: false,
  });

function lifetime(link: FileLink | undefined): number {
  return link === undefined ? 0 : Math.max(0, Date.parse(link.expires_at) - EARLY_MS - Date.now());
}

function offsetOf(response: Response, otherwise: number): number {
  const value = Number(response.headers.get(OFFSET) ?? otherwise);
  return Number.isSafeInteger(value) && value >= 0 ? value : otherwise;
}

/** @throws Error when the server and this client do not understand each other: a fault of ours */
function decoded(value: unknown): Attachment {
  const file = asAttachment(value);
  if (file === null) throw new Error("The server's answer about a file cannot be read.");
  return file;
}
