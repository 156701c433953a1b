/** The server's side of files, for tests: takes pieces, and can be cut, slow, full or picky. */
import type { Attachment } from "@/stream";

import { json, nothing, problem, unreachable, wire, type Received, type Wire } from "../../../../test/wire";

export function attachment(changes: Partial<Attachment> = {}): Attachment {
  return {
    id: "file-1",
    name: "notes.txt",
    media_type: "text/plain",
    size: 11,
    kind: "text",
    width: null,
    height: null,
    pages: null,
    status: "ready",
    has_preview: false,
    problem: null,
    ...changes,
  };
}

export interface FileServer {
  rest: Wire;
  /** Content by id, as far as it has come. */
  arrived: Map<string, string>;
  files: Map<string, Attachment>;
  /** Everything fails from now on, as without a network, until `connected` again. */
  connected: boolean;
  /** Answers the next piece instead; what it carried is kept or lost. */
  nextPiece: ((kept: () => void) => Response | Promise<Response>) | null;
  chunkBytes: number;
  /** What a complete file becomes. */
  verdict: Partial<Attachment>;
}

/** A wire on which files can be sent; four bytes at a time unless told otherwise. */
export function fileServer(): FileServer {
  const rest = wire();
  const self: FileServer = {
    rest,
    arrived: new Map(),
    files: new Map(),
    connected: true,
    nextPiece: null,
    chunkBytes: 4,
    verdict: { status: "checking" },
  };
  const on = (route: string, reply: (request: Received) => Response | Promise<Response>): void => {
    rest.on(route, (request) => (self.connected ? reply(request) : unreachable()));
  };
  on("POST /files", ({ body }) => {
    const { name, size, media_type = "" } = body as { name: string; size: number; media_type?: string };
    const id = `file-${self.files.size + 1}`;
    const file = attachment({ id, name, size, media_type, status: "uploading" });
    self.files.set(id, file);
    self.arrived.set(id, "");
    serve(self, on, id);
    return json({ file, upload: { url: `/x/${id}`, offset: 0, chunk_bytes: self.chunkBytes } }, 201);
  });
  return self;
}

function serve(
  self: FileServer,
  on: (route: string, reply: (request: Received) => Response | Promise<Response>) => void,
  id: string,
): void {
  const length = (): number => self.arrived.get(id)?.length ?? 0;
  const offset = (status: number): Response =>
    new Response(null, { status, headers: { "Upload-Offset": String(length()) } });
  on(`HEAD /files/${id}/content`, () => offset(200));
  on(`PATCH /files/${id}/content`, ({ headers, body }) => {
    if (Number(headers.get("Upload-Offset")) !== length()) return problem(409, "upload_offset_mismatch");
    const keep = (): void => {
      self.arrived.set(id, (self.arrived.get(id) ?? "") + (body as string));
      const file = self.files.get(id);
      if (file?.size === length()) self.files.set(id, { ...file, ...self.verdict });
    };
    const instead = self.nextPiece;
    self.nextPiece = null;
    if (instead !== null) return instead(keep);
    keep();
    return offset(204);
  });
  on(`GET /files/${id}`, () => {
    const file = self.files.get(id);
    return file ? json(file) : problem(404, "file_not_found");
  });
  on(`DELETE /files/${id}`, () => {
    self.files.delete(id);
    return nothing();
  });
}
