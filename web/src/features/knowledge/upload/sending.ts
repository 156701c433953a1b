/** What is known of a file on its way into a base. */
import type { Blobs } from "@/features/files/upload/blobs";
import type { Announcement } from "@/features/files/upload/carrier";
import type { Hooks } from "@/features/files/upload/transfer";

import type { Chosen } from "./chosen";
import type { KeptUploads, Upload } from "./kept";
import type { OpenPage } from "./pages";

/** `missing`: after a reload, its content has to be chosen again. `empty`: there is nothing in it to be sent. */
export type Phase = "waiting" | "sending" | "paused" | "sent" | "failed" | "refused" | "missing" | "empty";

/** It goes on by itself. */
export const ON_THE_WAY: readonly Phase[] = ["waiting", "sending", "paused"];

export interface Sending {
  readonly key: string;
  readonly name: string;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly phase: Phase;
  /** Bytes that the server has. */
  readonly sent: number;
  /** Why it failed, in the server's words. */
  readonly problem: string | null;
}

/** A file, and where in the base it goes. */
export interface Wanted extends Chosen {
  readonly folderId: string | null;
  /** An archive whose files are wanted. */
  readonly unpack: boolean;
}

export interface QueueOptions {
  personId: string;
  announce: (upload: Upload) => Promise<Announcement>;
  withdraw: (id: string) => Promise<unknown>;
  /** A file is with the server. */
  arrived: (baseId: string) => void;
  pause: Hooks["pause"];
  blobs: Blobs;
  kept: KeptUploads;
  page: OpenPage;
}

export interface Entry {
  readonly key: string;
  upload: Upload;
  phase: Phase;
  sent: number;
  problem: string | null;
}

type Identity = Pick<Upload, "name" | "size" | "lastModified" | "path" | "folderId" | "unpack">;

/** The same file chosen twice is one file. */
export const identityOf = ({ name, size, lastModified, path, folderId, unpack }: Identity): string =>
  JSON.stringify([folderId, path, name, size, lastModified, unpack]);
