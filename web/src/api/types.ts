/** The shapes of the API by short names; generated from the server's OpenAPI document (`npm run generate`). */
import type { components } from "./schema.gen";

type Schemas = components["schemas"];

export type Instance = Schemas["InstanceOut"];
export type RegistrationPolicy = Instance["registration"];
export type Session = Schemas["SessionOut"];
export type Registration = Schemas["RegisterIn"];

export type Person = Schemas["PersonOut"];
export type PersonChanges = Schemas["MePatch"];
export type Role = Schemas["Role"];
export type ThemeChoice = Person["theme"];

export type SignedInSession = Schemas["SessionItem"];
export type ApiKey = Schemas["ApiKeyOut"];
/** With the secret, told this once. */
export type NewApiKey = Schemas["ApiKeyCreated"];
export type ApiKeyScope = Schemas["ApiKeyScope"];

/** A person as administrators see them. */
export type PersonRow = Schemas["PersonItem"];
export type Invitation = Schemas["InvitationOut"];
/** With the link, told this once. */
export type NewInvitation = Schemas["InvitationCreated"];
export type HandoverLink = Schemas["LinkOut"];
export type Organization = Schemas["OrganizationOut"];

export type AuditRecord = Schemas["AuditRecordOut"];

export type Connection = Schemas["ConnectionOut"];
export type Provider = Connection["provider"];
export type NewConnection = Schemas["ConnectionCreate"];
export type ConnectionChanges = Schemas["ConnectionPatch"];
export type ConnectionTest = Schemas["ConnectionTest"];
export type DiscoveredServer = Schemas["DiscoveredServer"];
export type Model = Schemas["ModelOut"];
/** A model as administrators see it. */
export type ManagedModel = Schemas["ManagedModel"];
export type ModelChanges = Schemas["ModelPatch"];

/**
 * A problem+json body (RFC 9457); `errors[].field` is a path such as `body.email`. The server sends all of it; what
 * stands between (a proxy) or this client itself may know less.
 */
export type Problem = Pick<Schemas["Problem"], "code" | "title" | "status"> & Partial<Schemas["Problem"]>;

/** One page of any list. */
export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

/** A snapshot of a conversation as its owner sees it. */
export type Share = Schemas["ShareOut"];
export type SharedMessage = Schemas["SharedMessageOut"];

/** What a search finds, with the words looked for marked. */
export type SnippetPart = Schemas["SnippetPart"];
export type MessageHit = Schemas["MessageHit"];
export type MessageHits = Schemas["MessageHits"];
export type AnsweringModel = Schemas["AnsweringModel"];
export type AnsweringModels = Schemas["AnsweringModels"];
export type ConversationHit = Schemas["ConversationHit"];

/** What a model would see of a conversation; all counts in tokens. */
export type ContextUse = Schemas["ContextOut"];

export type UserGroup = Schemas["GroupOut"];
export type GroupMember = Schemas["GroupMemberItem"];
/** A person or a group that something can be opened to. */
export type DirectoryEntry = Schemas["DirectoryEntry"];
