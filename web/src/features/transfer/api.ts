/** Every request about exports and imports of chats. */
import { queryOptions } from "@tanstack/react-query";

import { answer, api, client } from "@/api/client";
import { pagedQuery } from "@/api/paging";
import { address, inLanguage, send } from "@/api/request";
import type { components } from "@/api/schema.gen";
import { authorizedFetch } from "@/shared/session/authorized-fetch";

type Schemas = components["schemas"];
export type Export = Schemas["ExportOut"];
export type ExportFormat = Schemas["ExportFormat"];
export type ExportScope = Schemas["ExportScopeIn"];
export type Import = Schemas["ImportOut"];
export type ImportReport = NonNullable<Import["report"]>;
export type ImportProblem = ImportReport["problems"][number];

export const FORMATS = ["markdown", "json", "html", "pdf", "docx"] as const satisfies readonly ExportFormat[];

/** How often something that is being worked on is looked at. */
const LOOK_MS = 1_000;
const OFFSET = "Upload-Offset";

export const isExporting = ({ status }: Export): boolean => status === "waiting" || status === "running";
export const isReading = ({ status }: Import): boolean => status === "inspecting" || status === "importing";

export const exportsQuery = () => ({
  ...pagedQuery<Export>(["exports"], "/exports"),
  refetchInterval: ({ state }: { state: { data?: { pages: { items: Export[] }[] } | undefined } }) =>
    state.data?.pages.some(({ items }) => items.some(isExporting)) === true ? LOOK_MS : false,
});

export const importsQuery = () => ({
  ...pagedQuery<Import>(["imports"], "/imports"),
  refetchInterval: ({ state }: { state: { data?: { pages: { items: Import[] }[] } | undefined } }) =>
    state.data?.pages.some(({ items }) => items.some(isReading)) === true ? LOOK_MS : false,
});

/** One export, looked at until it has ended. */
export const exportQuery = (id: string) =>
  queryOptions({
    queryKey: ["export", id],
    queryFn: ({ signal }) =>
      answer(client.GET("/api/v1/exports/{export_id}", { params: { path: { export_id: id } }, signal })),
    refetchInterval: ({ state }) => (state.data && !isExporting(state.data) ? false : LOOK_MS),
  });

export const createExport = (scope: ExportScope, format: ExportFormat): Promise<Export> =>
  answer(client.POST("/api/v1/exports", { body: { scope, format } }));

export const deleteExport = (id: string): Promise<undefined> => api.delete(`/exports/${id}`);

/** An address that saves the file; it ends after minutes, so it is asked for when it is used. */
export const exportLink = async (id: string): Promise<string> =>
  (await api.get<Schemas["ExportLink"]>(`/exports/${id}/link`)).url;

export const createImport = (name: string, size: number): Promise<Schemas["ImportCreated"]> =>
  answer(client.POST("/api/v1/imports", { body: { name, size } }));

export const runImport = (id: string): Promise<Import> => api.post(`/imports/${id}/run`);

export const deleteImport = (id: string): Promise<undefined> => api.delete(`/imports/${id}`);

/** How many bytes of it the server has. @throws ProblemError */
export async function fetchOffset(id: string, signal: AbortSignal): Promise<number> {
  const request = new Request(address(`/imports/${id}/content`), { method: "HEAD", signal });
  return offsetOf(await send(inLanguage(request), authorizedFetch));
}

/** Sends a piece that begins at `offset`; how many bytes the server has then. @throws ProblemError */
export async function sendPiece(
  id: string,
  offset: number,
  piece: Blob,
  signal: AbortSignal,
): Promise<number> {
  const request = new Request(address(`/imports/${id}/content`), {
    method: "PATCH",
    headers: { [OFFSET]: String(offset), "Content-Type": "application/offset+octet-stream" },
    body: piece,
    signal,
  });
  return offsetOf(await send(inLanguage(request), authorizedFetch));
}

function offsetOf(response: Response): number {
  const value = Number(response.headers.get(OFFSET));
  if (!Number.isSafeInteger(value) || value < 0) throw new Error("The server does not say how far it is.");
  return value;
}
