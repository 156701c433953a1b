/** The shapes of knowledge by short names. */
import type { components } from "@/api/schema.gen";

type Schemas = components["schemas"];

export type KnowledgeBase = Schemas["BaseOut"];
export type NewBase = Pick<Schemas["BaseIn"], "name"> & Partial<Schemas["BaseIn"]>;
export type BaseChanges = Partial<Schemas["BasePatch"]>;
export type BaseRole = Schemas["BaseRole"];
export type Strategy = Required<Schemas["Strategy"]>;
export type BaseMember = Schemas["BaseMemberOut"];
export type BaseMembers = Schemas["BaseMemberList"];
export type KnowledgeLimits = Schemas["KnowledgeLimits"];

export type KnowledgeDocument = Schemas["DocumentOut"];
export type DocumentDetail = Schemas["DocumentDetail"];
export type DocumentChanges = Partial<Schemas["DocumentPatch"]>;
export type DocumentAccess = Schemas["DocumentAccess"];
export type DocumentStatus = Schemas["DocumentStatus"];
export type MediaKind = Schemas["MediaKind"];
export type Version = Schemas["VersionOut"];
export type Stage = Schemas["Stage"];
export type Problem = Schemas["Problem"];

export type Folder = Schemas["BaseFolderOut"];
export type Tag = Schemas["BaseTagOut"];

export type Upload = Schemas["UploadOut"];
export type Operation = Schemas["OperationOut"];
export type OperationKind = Schemas["OperationKind"];
export type Failure = Schemas["FailureOut"];
export type Selection = Partial<Schemas["Selection"]>;
export interface NewOperation {
  kind: Schemas["OperationIn"]["kind"];
  selection: Selection;
  /** `move`: where to; null: to the top. */
  folder_id?: string | null;
  /** `move`: into another base, of which that folder is then. */
  to_base_id?: string;
  add_tags?: string[];
  remove_tags?: string[];
}

export type Block = Schemas["BlockOut"];
export type Content = Schemas["ContentOut"];
export type PagePicture = Schemas["PagePicture"];
export type Box = Schemas["Box"];
export type Chunk = Schemas["ChunkOut"];
export type ChunkPreview = Schemas["Preview"];

const RANKS: Readonly<Record<BaseRole, number>> = { viewer: 1, editor: 2, manager: 3 };

/** Whether a role is enough where `need` is asked for. */
export const allows = (role: BaseRole, need: BaseRole): boolean => RANKS[role] >= RANKS[need];

/** Something is still being done with its newest version. */
export const isInWork = ({ status }: Pick<KnowledgeDocument, "status">): boolean =>
  status === "waiting" || status === "running";
