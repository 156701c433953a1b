/** Every request about exports and imports of chats. */
import { queryOptions } from "@tanstack/react-query";

import { answer, api, client } from "@/api/client";
import { pagedQuery } from "@/api/paging";
import type { components } from "@/api/schema.gen";

type Schemas = components["schemas"];
export type Export = Schemas["ExportOut"];
export type ExportFormat = Schemas["ExportFormat"];
export type ExportScope = Schemas["ExportScopeIn"];
export type Import = Schemas["ImportOut"];
export type ImportReport = NonNullable<Import["report"]>;
export type ImportProblem = ImportReport["problems"][number];

export const FORMATS = ["markdown", "json", "html", "pdf", "docx"] as const satisfies readonly ExportFormat[];

/** How often something that is being worked on is looked at while the server cannot tell. */
const LOOK_MS = 1_000;

export const isExporting = ({ status }: Export): boolean => status === "waiting" || status === "running";
export const isReading = ({ status }: Import): boolean => status === "inspecting" || status === "importing";

/**
 * A list in which something may be worked on.
 *
 * @param told the server tells what changes: nobody has to look
 */
function watched<T>(key: string, path: string, isRunning: (item: T) => boolean, told: boolean) {
  return {
    ...pagedQuery<T>([key], path),
    // What was told while nobody listened is not in what was kept.
    refetchOnMount: "always" as const,
    refetchInterval: ({ state }: { state: { data?: { pages: { items: T[] }[] } | undefined } }) =>
      !told && state.data?.pages.some(({ items }) => items.some(isRunning)) === true ? LOOK_MS : false,
  };
}

export const exportsQuery = (told: boolean) => watched("exports", "/exports", isExporting, told);

export const importsQuery = (told: boolean) => watched("imports", "/imports", isReading, told);

/** One export; unless the server tells, looked at until it has ended. */
export const exportQuery = (id: string, told: boolean) =>
  queryOptions({
    queryKey: ["export", id],
    queryFn: ({ signal }) =>
      answer(client.GET("/api/v1/exports/{export_id}", { params: { path: { export_id: id } }, signal })),
    // It may have ended before anybody listened.
    refetchOnMount: "always",
    refetchInterval: ({ state }) => (told || (state.data && !isExporting(state.data)) ? false : LOOK_MS),
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

/** Where the content of an import is sent, in pieces. */
export const contentPath = (id: string): string => `/imports/${id}/content`;
