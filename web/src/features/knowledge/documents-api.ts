/** Every request about documents of a base, and about work on many of them. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api } from "@/api/client";
import { pagedQuery } from "@/api/paging";
import type { Page } from "@/api/types";

import { isNarrowed, type DocumentsSearch } from "./address";
import { baseKey, BASES } from "./api";
import type {
  DocumentAccess,
  DocumentChanges,
  DocumentDetail,
  Failure,
  KnowledgeDocument,
  NewOperation,
  Operation,
  Selection,
  Upload,
  Version,
} from "./types";

const at = (id: string): string => `/knowledge/bases/${id}`;
const documentAt = (id: string): string => `/knowledge/documents/${id}`;

export const documentsKey = (baseId: string) => [...baseKey(baseId), "documents"] as const;
/** Second word of the keys of single documents. */
export const DOCUMENT = "document";
export const documentKey = (id: string) => [...BASES, DOCUMENT, id] as const;
export const operationsKey = (baseId: string) => [...baseKey(baseId), "operations"] as const;

export const documentsQuery = (baseId: string, search: DocumentsSearch) => {
  const { folder, q, tag, status, kind, sort, deleted } = search;
  const deep = isNarrowed(search);
  return {
    ...pagedQuery<KnowledgeDocument>([...documentsKey(baseId)], `${at(baseId)}/documents`, {
      folder: folder ?? (deep ? undefined : "root"),
      deep: deep && folder !== undefined ? true : undefined,
      q,
      tag: tag === undefined ? undefined : [tag],
      status,
      kind,
      sort,
      deleted,
    }),
    placeholderData: keepPreviousData,
  };
};

export const documentQuery = (id: string) =>
  queryOptions({
    queryKey: [...documentKey(id), "detail"],
    queryFn: ({ signal }) => api.get<DocumentDetail>(documentAt(id), undefined, signal),
  });

export const changeDocument = (id: string, changes: DocumentChanges): Promise<DocumentDetail> =>
  api.patch(documentAt(id), changes);

/** Reads the newest version again after a failure. */
export const retryDocument = (id: string): Promise<KnowledgeDocument> => api.post(`${documentAt(id)}/retry`);

export const addText = (
  baseId: string,
  name: string,
  text: string,
  folderId: string | null,
): Promise<KnowledgeDocument> =>
  api.post(`${at(baseId)}/documents/from-text`, { name, text, folder_id: folderId });

export const addFromWeb = (
  baseId: string,
  url: string,
  folderId: string | null,
): Promise<KnowledgeDocument> => api.post(`${at(baseId)}/documents/from-url`, { url, folder_id: folderId });

export interface Announcement {
  name: string;
  size: number;
  folder_id: string | null;
  path: string;
  unpack: boolean;
}

export const announceUpload = (baseId: string, body: Announcement): Promise<Upload> =>
  api.post(`${at(baseId)}/uploads`, body);

export const withdrawUpload = (id: string): Promise<undefined> => api.delete(`/knowledge/uploads/${id}`);

export const versionsQuery = (id: string) =>
  pagedQuery<Version>([...documentKey(id), "versions"], `${documentAt(id)}/versions`);

export const restoreVersion = (id: string, number: number): Promise<KnowledgeDocument> =>
  api.post(`${documentAt(id)}/versions/${String(number)}/restore`);

export const accessQuery = (id: string) =>
  queryOptions({
    queryKey: [...documentKey(id), "access"],
    queryFn: ({ signal }) => api.get<DocumentAccess>(`${documentAt(id)}/access`, undefined, signal),
  });

export const putAccess = (
  id: string,
  access: { own_access: boolean; readers: { kind: "person" | "group"; id: string }[] },
): Promise<DocumentAccess> => api.put(`${documentAt(id)}/access`, access);

/** An address that saves the file under its name. */
export const fetchDownload = (id: string, version?: number): Promise<{ url: string }> =>
  api.get(`${documentAt(id)}/download`, { version });

/** Brings a deleted document back. */
export const restoreDocument = (id: string): Promise<unknown> => api.post(`${documentAt(id)}/restore`);

export const operationsQuery = (baseId: string) =>
  queryOptions({
    queryKey: operationsKey(baseId),
    queryFn: ({ signal }) =>
      api.get<Page<Operation>>("/knowledge/operations", { base_id: baseId, limit: 5 }, signal),
  });

export const beginOperation = (baseId: string, operation: NewOperation): Promise<Operation> =>
  api.post(`${at(baseId)}/operations`, operation);

export const cancelOperation = (id: string): Promise<Operation> =>
  api.post(`/knowledge/operations/${id}/cancel`);

export const undoOperation = (id: string): Promise<Operation> => api.post(`/knowledge/operations/${id}/undo`);

export const retryOperation = (id: string): Promise<Operation> =>
  api.post(`/knowledge/operations/${id}/retry`);

export const failuresQuery = (id: string) =>
  pagedQuery<Failure>([...BASES, "failures", id], `/knowledge/operations/${id}/failures`);

/** An address that saves the selected files as one archive. */
export const fetchZip = (baseId: string, selection: Selection): Promise<{ url: string }> =>
  api.post(`${at(baseId)}/zip`, { selection });
