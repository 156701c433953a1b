"""One method for each operation of the API, by its name. Made from the document by `make openapi`."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal
from uuid import UUID

from convosphere_client import models_gen as models
from convosphere_client._sync.calling import Caller
from convosphere_client.requests import request, segment


class Operations(Caller):
    """The API. Errors come as `ProblemError`, one class a status."""

    def add_group_member(self, group_id: UUID, person_id: UUID) -> None:
        """Take a person into a group."""
        self._send(request("PUT", f"/groups/{segment(group_id)}/members/{segment(person_id)}"))

    def begin_knowledge_operation(self, base_id: UUID, body: models.OperationIn) -> models.OperationOut:
        """Do something with many documents."""
        return self._call(
            request("POST", f"/knowledge/bases/{segment(base_id)}/operations", body=body), models.OperationOut
        )

    def cancel_embedder_switch(self, base_id: UUID) -> models.BaseEmbedder:
        """Call a change of embedder off."""
        return self._call(
            request("DELETE", f"/knowledge/bases/{segment(base_id)}/embedder/switch"), models.BaseEmbedder
        )

    def cancel_knowledge_operation(self, operation_id: UUID) -> models.OperationOut:
        """End an operation."""
        return self._call(request("POST", f"/knowledge/operations/{segment(operation_id)}/cancel"), models.OperationOut)

    def change_budget(self, budget_id: UUID, body: models.BudgetPatch) -> models.BudgetOut:
        """Change a budget."""
        return self._call(request("PATCH", f"/budgets/{segment(budget_id)}", body=body), models.BudgetOut)

    def change_chat_preferences(self, body: models.ChatPreferencesPatch) -> models.ChatPreferencesOut:
        """Wish for something else."""
        return self._call(request("PATCH", "/chat/preferences", body=body), models.ChatPreferencesOut)

    def change_connection(self, connection_id: UUID, body: models.ConnectionPatch) -> models.ConnectionOut:
        """Change a connection."""
        return self._call(request("PATCH", f"/connections/{segment(connection_id)}", body=body), models.ConnectionOut)

    def change_conversation(self, conversation_id: UUID, body: models.ConversationPatch) -> models.ConversationOut:
        """Rename, archive, pin, file, tag, choose a model."""
        return self._call(
            request("PATCH", f"/conversations/{segment(conversation_id)}", body=body), models.ConversationOut
        )

    def change_conversations(self, body: models.BulkChange) -> models.BulkResult:
        """Change many conversations."""
        return self._call(request("POST", "/conversations/bulk", body=body), models.BulkResult)

    def change_document(self, document_id: UUID, body: models.DocumentPatch) -> models.DocumentOut:
        """Change a document."""
        return self._call(
            request("PATCH", f"/knowledge/documents/{segment(document_id)}", body=body), models.DocumentOut
        )

    def change_document_chunk(self, document_id: UUID, chunk_id: UUID, body: models.ChunkPatch) -> models.ChunkOut:
        """Edit a chunk, or switch it off."""
        return self._call(
            request("PATCH", f"/knowledge/documents/{segment(document_id)}/chunks/{segment(chunk_id)}", body=body),
            models.ChunkOut,
        )

    def change_folder(self, folder_id: UUID, body: models.FolderPatch) -> models.FolderOut:
        """Rename, colour, move a folder."""
        return self._call(request("PATCH", f"/folders/{segment(folder_id)}", body=body), models.FolderOut)

    def change_group(self, group_id: UUID, body: models.GroupPatch) -> models.GroupOut:
        """Rename or describe a group."""
        return self._call(request("PATCH", f"/groups/{segment(group_id)}", body=body), models.GroupOut)

    def change_knowledge_base(self, base_id: UUID, body: models.BasePatch) -> models.BaseOut:
        """Change a knowledge base."""
        return self._call(request("PATCH", f"/knowledge/bases/{segment(base_id)}", body=body), models.BaseOut)

    def change_knowledge_folder(self, folder_id: UUID, body: models.BaseFolderPatch) -> models.BaseFolderOut:
        """Rename or move a folder."""
        return self._call(request("PATCH", f"/knowledge/folders/{segment(folder_id)}", body=body), models.BaseFolderOut)

    def change_knowledge_tag(self, tag_id: UUID, body: models.BaseTagPatch) -> models.BaseTagOut:
        """Change a tag."""
        return self._call(request("PATCH", f"/knowledge/tags/{segment(tag_id)}", body=body), models.BaseTagOut)

    def change_me(self, body: models.MePatch) -> models.PersonOut:
        """Change my profile."""
        return self._call(request("PATCH", "/me", body=body), models.PersonOut)

    def change_model(self, model_id: UUID, body: models.ModelPatch) -> models.ManagedModel:
        """Change a model: switch, name, default, stand-ins, what it can, what it costs."""
        return self._call(request("PATCH", f"/models/{segment(model_id)}", body=body), models.ManagedModel)

    def change_organization(self, body: models.OrganizationPatch) -> models.OrganizationOut:
        """Change the organisation."""
        return self._call(request("PATCH", "/organization", body=body), models.OrganizationOut)

    def change_password(self, body: models.PasswordChangeIn) -> None:
        """Change my password."""
        self._send(request("POST", "/me/password", body=body))

    def change_person(self, person_id: UUID, body: models.PersonPatch) -> models.PersonItem:
        """Change a person's role, close or open their account."""
        return self._call(request("PATCH", f"/people/{segment(person_id)}", body=body), models.PersonItem)

    def change_question_set(self, set_id: UUID, body: models.QuestionSetIn) -> models.QuestionSetOut:
        """Change a set of questions."""
        return self._call(
            request("PUT", f"/knowledge/question-sets/{segment(set_id)}", body=body), models.QuestionSetOut
        )

    def change_queued_question(
        self, conversation_id: UUID, question_id: UUID, body: models.QueuedQuestionPatch
    ) -> models.QueuedQuestionOut:
        """Have a waiting question ask something else."""
        return self._call(
            request("PATCH", f"/conversations/{segment(conversation_id)}/queue/{segment(question_id)}", body=body),
            models.QueuedQuestionOut,
        )

    def change_saved_search(self, saved_id: UUID, body: models.SavedSearchIn) -> models.SavedSearchOut:
        """Change a kept search."""
        return self._call(
            request("PUT", f"/knowledge/searches/saved/{segment(saved_id)}", body=body), models.SavedSearchOut
        )

    def change_tag(self, tag_id: UUID, body: models.TagPatch) -> models.TagOut:
        """Rename, colour a tag."""
        return self._call(request("PATCH", f"/tags/{segment(tag_id)}", body=body), models.TagOut)

    def choose_answer(self, conversation_id: UUID, message_id: UUID) -> models.ConversationOut:
        """Go on with one answer of several."""
        return self._call(
            request("POST", f"/conversations/{segment(conversation_id)}/messages/{segment(message_id)}/choose"),
            models.ConversationOut,
        )

    def choose_base_embedder(self, base_id: UUID, body: models.EmbedderIn) -> models.BaseEmbedder:
        """Choose a base's embedder."""
        return self._call(
            request("PUT", f"/knowledge/bases/{segment(base_id)}/embedder", body=body), models.BaseEmbedder
        )

    def confirm_password_reset(self, body: models.PasswordResetConfirmIn) -> None:
        """Set a new password by a link's token."""
        self._send(request("POST", "/auth/password-reset/confirm", body=body))

    def continue_answer(self, conversation_id: UUID, message_id: UUID) -> models.AnswerStarted:
        """Go on with an answer that was cut off."""
        return self._call(
            request("POST", f"/conversations/{segment(conversation_id)}/messages/{segment(message_id)}/continue"),
            models.AnswerStarted,
        )

    def copy_share(self, share_id: UUID) -> models.ConversationOut:
        """Go on from a snapshot."""
        return self._call(request("POST", f"/shares/{segment(share_id)}/copy"), models.ConversationOut)

    def create_api_key(self, body: models.ApiKeyIn) -> models.ApiKeyCreated:
        """Make an API key."""
        return self._call(request("POST", "/me/api-keys", body=body), models.ApiKeyCreated)

    def create_budget(self, body: models.BudgetCreate) -> models.BudgetOut:
        """Set a budget."""
        return self._call(request("POST", "/budgets", body=body), models.BudgetOut)

    def create_connection(self, body: models.ConnectionCreate) -> models.ConnectionOut:
        """Connect a provider."""
        return self._call(request("POST", "/connections", body=body), models.ConnectionOut)

    def create_conversation(self, body: models.ConversationCreate) -> models.ConversationOut:
        """Begin a conversation."""
        return self._call(request("POST", "/conversations", body=body), models.ConversationOut)

    def create_document_from_text(self, base_id: UUID, body: models.TextIn) -> models.DocumentOut:
        """Make a document of a text."""
        return self._call(
            request("POST", f"/knowledge/bases/{segment(base_id)}/documents/from-text", body=body), models.DocumentOut
        )

    def create_document_from_url(self, base_id: UUID, body: models.UrlIn) -> models.DocumentOut:
        """Make a document of an address."""
        return self._call(
            request("POST", f"/knowledge/bases/{segment(base_id)}/documents/from-url", body=body), models.DocumentOut
        )

    def create_export(self, body: models.ExportCreate) -> models.ExportOut:
        """Export conversations."""
        return self._call(request("POST", "/exports", body=body), models.ExportOut)

    def create_file(self, body: models.FileCreate) -> models.FileCreated:
        """Announce a file."""
        return self._call(request("POST", "/files", body=body), models.FileCreated)

    def create_folder(self, body: models.FolderCreate) -> models.FolderOut:
        """Make a folder."""
        return self._call(request("POST", "/folders", body=body), models.FolderOut)

    def create_group(self, body: models.GroupIn) -> models.GroupOut:
        """Make a group."""
        return self._call(request("POST", "/groups", body=body), models.GroupOut)

    def create_import(self, body: models.ImportCreate) -> models.ImportCreated:
        """Announce a file to import."""
        return self._call(request("POST", "/imports", body=body), models.ImportCreated)

    def create_invitation(self, body: models.InvitationIn) -> models.InvitationCreated:
        """Invite somebody."""
        return self._call(request("POST", "/invitations", body=body), models.InvitationCreated)

    def create_knowledge_base(self, body: models.BaseIn) -> models.BaseOut:
        """Make a knowledge base."""
        return self._call(request("POST", "/knowledge/bases", body=body), models.BaseOut)

    def create_knowledge_folder(self, base_id: UUID, body: models.BaseFolderIn) -> models.BaseFolderOut:
        """Make a folder."""
        return self._call(
            request("POST", f"/knowledge/bases/{segment(base_id)}/folders", body=body), models.BaseFolderOut
        )

    def create_knowledge_tag(self, base_id: UUID, body: models.BaseTagIn) -> models.BaseTagOut:
        """Make a tag."""
        return self._call(request("POST", f"/knowledge/bases/{segment(base_id)}/tags", body=body), models.BaseTagOut)

    def create_knowledge_upload(self, base_id: UUID, body: models.UploadCreate) -> models.UploadOut:
        """Announce a file."""
        return self._call(request("POST", f"/knowledge/bases/{segment(base_id)}/uploads", body=body), models.UploadOut)

    def create_password_reset_link(self, person_id: UUID) -> models.LinkOut:
        """Make a link by which a person sets a new password."""
        return self._call(request("POST", f"/people/{segment(person_id)}/password-reset-link"), models.LinkOut)

    def create_prompt(self, body: models.PromptIn) -> models.PromptOut:
        """Keep a prompt."""
        return self._call(request("POST", "/prompts", body=body), models.PromptOut)

    def create_question_set(self, base_id: UUID, body: models.QuestionSetIn) -> models.QuestionSetOut:
        """Make a set of questions."""
        return self._call(
            request("POST", f"/knowledge/bases/{segment(base_id)}/question-sets", body=body), models.QuestionSetOut
        )

    def create_tag(self, body: models.TagCreate) -> models.TagOut:
        """Make a tag."""
        return self._call(request("POST", "/tags", body=body), models.TagOut)

    def create_template(self, body: models.TemplateIn) -> models.TemplateOut:
        """Keep a template."""
        return self._call(request("POST", "/templates", body=body), models.TemplateOut)

    def delete_budget(self, budget_id: UUID) -> None:
        """Remove a budget."""
        self._send(request("DELETE", f"/budgets/{segment(budget_id)}"))

    def delete_connection(self, connection_id: UUID) -> None:
        """Remove a connection with its models."""
        self._send(request("DELETE", f"/connections/{segment(connection_id)}"))

    def delete_conversation(self, conversation_id: UUID) -> None:
        """Delete a conversation."""
        self._send(request("DELETE", f"/conversations/{segment(conversation_id)}"))

    def delete_document(self, document_id: UUID) -> None:
        """Delete a document."""
        self._send(request("DELETE", f"/knowledge/documents/{segment(document_id)}"))

    def delete_export(self, export_id: UUID) -> None:
        """Cancel or remove an export."""
        self._send(request("DELETE", f"/exports/{segment(export_id)}"))

    def delete_file(self, file_id: UUID) -> None:
        """Delete a file that was not sent."""
        self._send(request("DELETE", f"/files/{segment(file_id)}"))

    def delete_folder(self, folder_id: UUID, *, contents: Literal["keep", "delete"] | None = None) -> None:
        """Delete a folder."""
        self._send(request("DELETE", f"/folders/{segment(folder_id)}", query={"contents": contents}))

    def delete_group(self, group_id: UUID) -> None:
        """Delete a group."""
        self._send(request("DELETE", f"/groups/{segment(group_id)}"))

    def delete_import(self, import_id: UUID) -> None:
        """Cancel or remove an import."""
        self._send(request("DELETE", f"/imports/{segment(import_id)}"))

    def delete_knowledge_base(self, base_id: UUID, *, for_good: bool | None = None) -> None:
        """Delete a knowledge base."""
        self._send(request("DELETE", f"/knowledge/bases/{segment(base_id)}", query={"for_good": for_good}))

    def delete_knowledge_folder(self, folder_id: UUID) -> models.FolderDeletion:
        """Delete a folder."""
        return self._call(request("DELETE", f"/knowledge/folders/{segment(folder_id)}"), models.FolderDeletion)

    def delete_knowledge_tag(self, tag_id: UUID) -> models.TagDeletion:
        """Delete a tag."""
        return self._call(request("DELETE", f"/knowledge/tags/{segment(tag_id)}"), models.TagDeletion)

    def delete_knowledge_upload(self, upload_id: UUID) -> None:
        """Give up an upload."""
        self._send(request("DELETE", f"/knowledge/uploads/{segment(upload_id)}"))

    def delete_member(self, conversation_id: UUID, kind: Literal["person", "group"], subject_id: UUID) -> None:
        """Take access away, or leave."""
        self._send(
            request(
                "DELETE", f"/conversations/{segment(conversation_id)}/members/{segment(kind)}/{segment(subject_id)}"
            )
        )

    def delete_message(self, conversation_id: UUID, message_id: UUID) -> None:
        """Delete a message."""
        self._send(request("DELETE", f"/conversations/{segment(conversation_id)}/messages/{segment(message_id)}"))

    def delete_prompt(self, prompt_id: UUID) -> None:
        """Delete a prompt."""
        self._send(request("DELETE", f"/prompts/{segment(prompt_id)}"))

    def delete_question_set(self, set_id: UUID) -> None:
        """Delete a set of questions."""
        self._send(request("DELETE", f"/knowledge/question-sets/{segment(set_id)}"))

    def delete_saved_search(self, saved_id: UUID) -> None:
        """Keep a search no longer."""
        self._send(request("DELETE", f"/knowledge/searches/saved/{segment(saved_id)}"))

    def delete_tag(self, tag_id: UUID) -> None:
        """Delete a tag."""
        self._send(request("DELETE", f"/tags/{segment(tag_id)}"))

    def delete_template(self, template_id: UUID) -> None:
        """Delete a template."""
        self._send(request("DELETE", f"/templates/{segment(template_id)}"))

    def discover_servers(self) -> models.DiscoveredServers:
        """Find model servers on ConvoSphere's own machine."""
        return self._call(request("GET", "/connections/discovered"), models.DiscoveredServers)

    def end_session(self, session_id: UUID) -> None:
        """Sign out one session."""
        self._send(request("DELETE", f"/me/sessions/{segment(session_id)}"))

    def end_sessions(self, *, keep_current: bool | None = None) -> None:
        """Sign out everywhere."""
        self._send(request("DELETE", "/me/sessions", query={"keep_current": keep_current}))

    def export_knowledge_figures(
        self,
        table: Literal["days", "bases", "documents", "questions", "never_used", "outdated", "broken", "poorly_read"],
        *,
        base_id: UUID | None = None,
        from_: str | None = None,
        to: str | None = None,
        old_days: int | None = None,
    ) -> bytes:
        """The figures as a table."""
        return (
            self._send(
                request(
                    "GET",
                    f"/knowledge/figures/{segment(table)}.csv",
                    query={"base_id": base_id, "from": from_, "to": to, "old_days": old_days},
                )
            )
        ).content

    def export_usage(
        self,
        *,
        days: int | None = None,
        from_: str | None = None,
        to: str | None = None,
        time_zone: str | None = None,
        by: models.UsageBy | None = None,
        of: models.UsageBy | None = None,
        key: str | None = None,
    ) -> bytes:
        """Calls to models, or their sums, as a table."""
        return (
            self._send(
                request(
                    "GET",
                    "/usage/export.csv",
                    query={
                        "days": days,
                        "from": from_,
                        "to": to,
                        "time_zone": time_zone,
                        "by": by,
                        "of": of,
                        "key": key,
                    },
                )
            )
        ).content

    def fetch_local_embedder(self) -> models.FetchOut:
        """Fetch the local embedder."""
        return self._call(request("POST", "/knowledge/embedders/local/fetch"), models.FetchOut)

    def forget_knowledge_search(self, search_id: UUID) -> None:
        """Forget an earlier search."""
        self._send(request("DELETE", f"/knowledge/searches/{segment(search_id)}"))

    def forget_knowledge_searches(self) -> None:
        """Forget all earlier searches."""
        self._send(request("DELETE", "/knowledge/searches"))

    def get_archive_retention(self) -> models.RetentionOut:
        """How long the archive stays."""
        return self._call(request("GET", "/archive/retention"), models.RetentionOut)

    def get_attachment_link(
        self,
        conversation_id: UUID,
        file_id: UUID,
        *,
        variant: models.Variant | None = None,
        download: bool | None = None,
    ) -> models.FileLink:
        """A link to a file in a conversation."""
        return self._call(
            request(
                "GET",
                f"/conversations/{segment(conversation_id)}/files/{segment(file_id)}/link",
                query={"variant": variant, "download": download},
            ),
            models.FileLink,
        )

    def get_base_embedder(self, base_id: UUID) -> models.BaseEmbedder:
        """How a base is searched."""
        return self._call(request("GET", f"/knowledge/bases/{segment(base_id)}/embedder"), models.BaseEmbedder)

    def get_bench_run(self, run_id: UUID) -> models.BenchRunDetail:
        """One run."""
        return self._call(request("GET", f"/knowledge/bench-runs/{segment(run_id)}"), models.BenchRunDetail)

    def get_budget(self, budget_id: UUID) -> models.BudgetOut:
        """Read a budget."""
        return self._call(request("GET", f"/budgets/{segment(budget_id)}"), models.BudgetOut)

    def get_chat_preferences(self) -> models.ChatPreferencesOut:
        """What holds for oneself."""
        return self._call(request("GET", "/chat/preferences"), models.ChatPreferencesOut)

    def get_connection(self, connection_id: UUID) -> models.ConnectionOut:
        """Read a connection."""
        return self._call(request("GET", f"/connections/{segment(connection_id)}"), models.ConnectionOut)

    def get_conversation(self, conversation_id: UUID) -> models.ConversationOut:
        """One conversation."""
        return self._call(request("GET", f"/conversations/{segment(conversation_id)}"), models.ConversationOut)

    def get_document(self, document_id: UUID) -> models.DocumentDetail:
        """One document."""
        return self._call(request("GET", f"/knowledge/documents/{segment(document_id)}"), models.DocumentDetail)

    def get_document_access(self, document_id: UUID) -> models.DocumentAccess:
        """Who reads a document."""
        return self._call(request("GET", f"/knowledge/documents/{segment(document_id)}/access"), models.DocumentAccess)

    def get_document_content(
        self,
        document_id: UUID,
        *,
        version: int | None = None,
        at: int | None = None,
        page: int | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> models.ContentOut:
        """Read a document."""
        return self._call(
            request(
                "GET",
                f"/knowledge/documents/{segment(document_id)}/content",
                query={"version": version, "at": at, "page": page, "limit": limit, "cursor": cursor},
            ),
            models.ContentOut,
        )

    def iterate_get_document_content(
        self,
        document_id: UUID,
        *,
        version: int | None = None,
        at: int | None = None,
        page: int | None = None,
        limit: int | None = None,
    ) -> Iterator[models.BlockOut]:
        """Everything that `get_document_content` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.get_document_content(
                document_id, version=version, at=at, page=page, limit=limit, cursor=cursor
            )
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def get_document_link(
        self, document_id: UUID, *, version: int | None = None, inline: bool | None = None
    ) -> models.Link:
        """A link to the file."""
        return self._call(
            request(
                "GET",
                f"/knowledge/documents/{segment(document_id)}/download",
                query={"version": version, "inline": inline},
            ),
            models.Link,
        )

    def get_document_page(
        self,
        document_id: UUID,
        page: int,
        *,
        width: int | None = None,
        chunk: UUID | None = None,
        at: int | None = None,
        to: int | None = None,
        version: int | None = None,
    ) -> models.PagePicture:
        """A page as a picture."""
        return self._call(
            request(
                "GET",
                f"/knowledge/documents/{segment(document_id)}/pages/{segment(page)}",
                query={"width": width, "chunk": chunk, "at": at, "to": to, "version": version},
            ),
            models.PagePicture,
        )

    def get_export(self, export_id: UUID) -> models.ExportOut:
        """One export."""
        return self._call(request("GET", f"/exports/{segment(export_id)}"), models.ExportOut)

    def get_export_content(self, token: str) -> bytes:
        """The file behind a link."""
        return (self._send(request("GET", f"/exports/content/{segment(token)}"))).content

    def get_export_link(self, export_id: UUID) -> models.ExportLink:
        """A link to the file."""
        return self._call(request("GET", f"/exports/{segment(export_id)}/link"), models.ExportLink)

    def get_file(self, file_id: UUID) -> models.Attachment:
        """One file."""
        return self._call(request("GET", f"/files/{segment(file_id)}"), models.Attachment)

    def get_file_content(self, token: str) -> bytes:
        """The content behind a link."""
        return (self._send(request("GET", f"/files/content/{segment(token)}"))).content

    def get_file_limits(self) -> models.FileLimits:
        """What one may upload."""
        return self._call(request("GET", "/files/limits"), models.FileLimits)

    def get_file_link(
        self, file_id: UUID, *, variant: models.Variant | None = None, download: bool | None = None
    ) -> models.FileLink:
        """A link to the content."""
        return self._call(
            request("GET", f"/files/{segment(file_id)}/link", query={"variant": variant, "download": download}),
            models.FileLink,
        )

    def get_group(self, group_id: UUID) -> models.GroupOut:
        """A group."""
        return self._call(request("GET", f"/groups/{segment(group_id)}"), models.GroupOut)

    def get_import(self, import_id: UUID) -> models.ImportOut:
        """One import."""
        return self._call(request("GET", f"/imports/{segment(import_id)}"), models.ImportOut)

    def get_import_offset(self, import_id: UUID) -> bytes:
        """How far an upload is."""
        return (self._send(request("HEAD", f"/imports/{segment(import_id)}/content"))).content

    def get_instance(self) -> models.InstanceOut:
        """What everybody may know about this installation."""
        return self._call(request("GET", "/instance"), models.InstanceOut)

    def get_knowledge_base(self, base_id: UUID) -> models.BaseOut:
        """One knowledge base."""
        return self._call(request("GET", f"/knowledge/bases/{segment(base_id)}"), models.BaseOut)

    def get_knowledge_content(self, token: str) -> bytes:
        """The content behind a link."""
        return (self._send(request("GET", f"/knowledge/content/{segment(token)}"))).content

    def get_knowledge_limits(self) -> models.KnowledgeLimits:
        """What one may bring in."""
        return self._call(request("GET", "/knowledge/limits"), models.KnowledgeLimits)

    def get_knowledge_operation(self, operation_id: UUID) -> models.OperationOut:
        """One operation."""
        return self._call(request("GET", f"/knowledge/operations/{segment(operation_id)}"), models.OperationOut)

    def get_knowledge_upload(self, upload_id: UUID) -> models.UploadOut:
        """What became of an upload."""
        return self._call(request("GET", f"/knowledge/uploads/{segment(upload_id)}"), models.UploadOut)

    def get_knowledge_upload_offset(self, upload_id: UUID) -> bytes:
        """How far an upload is."""
        return (self._send(request("HEAD", f"/knowledge/uploads/{segment(upload_id)}/content"))).content

    def get_me(self) -> models.PersonOut:
        """Who I am."""
        return self._call(request("GET", "/me"), models.PersonOut)

    def get_model_access(self, model_id: UUID) -> models.AccessOut:
        """See who may use a model."""
        return self._call(request("GET", f"/models/{segment(model_id)}/access"), models.AccessOut)

    def get_organization(self) -> models.OrganizationOut:
        """My organisation."""
        return self._call(request("GET", "/organization"), models.OrganizationOut)

    def get_prompt(self, prompt_id: UUID) -> models.PromptOut:
        """One prompt."""
        return self._call(request("GET", f"/prompts/{segment(prompt_id)}"), models.PromptOut)

    def get_shared_file_link(
        self, share_id: UUID, file_id: UUID, *, variant: models.Variant | None = None, download: bool | None = None
    ) -> models.FileLink:
        """A link to a file in a snapshot."""
        return self._call(
            request(
                "GET",
                f"/shares/{segment(share_id)}/files/{segment(file_id)}/link",
                query={"variant": variant, "download": download},
            ),
            models.FileLink,
        )

    def get_template(self, template_id: UUID) -> models.TemplateOut:
        """One template."""
        return self._call(request("GET", f"/templates/{segment(template_id)}"), models.TemplateOut)

    def get_upload_offset(self, file_id: UUID) -> bytes:
        """How far an upload is."""
        return (self._send(request("HEAD", f"/files/{segment(file_id)}/content"))).content

    def list_all_api_keys(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        q: str | None = None,
        person_id: UUID | None = None,
    ) -> models.ApiKeyItemPage:
        """Everybody's API keys."""
        return self._call(
            request("GET", "/api-keys", query={"limit": limit, "cursor": cursor, "q": q, "person_id": person_id}),
            models.ApiKeyItemPage,
        )

    def iterate_all_api_keys(
        self, *, limit: int | None = None, q: str | None = None, person_id: UUID | None = None
    ) -> Iterator[models.ApiKeyItem]:
        """Everything that `list_all_api_keys` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_all_api_keys(limit=limit, q=q, person_id=person_id, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def list_answering_models(self, *, limit: int | None = None, cursor: str | None = None) -> models.AnsweringModels:
        """Models that answered among one's messages."""
        return self._call(
            request("GET", "/search/models", query={"limit": limit, "cursor": cursor}), models.AnsweringModels
        )

    def iterate_answering_models(self, *, limit: int | None = None) -> Iterator[models.AnsweringModel]:
        """Everything that `list_answering_models` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_answering_models(limit=limit, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def list_api_keys(self, *, limit: int | None = None, cursor: str | None = None) -> models.ApiKeyPage:
        """My API keys."""
        return self._call(request("GET", "/me/api-keys", query={"limit": limit, "cursor": cursor}), models.ApiKeyPage)

    def iterate_api_keys(self, *, limit: int | None = None) -> Iterator[models.ApiKeyOut]:
        """Everything that `list_api_keys` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_api_keys(limit=limit, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def list_audit_records(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        action: str | None = None,
        actor: UUID | None = None,
        from_: datetime | None = None,
        to: datetime | None = None,
    ) -> models.AuditPage:
        """The audit trail."""
        return self._call(
            request(
                "GET",
                "/audit",
                query={"limit": limit, "cursor": cursor, "action": action, "actor": actor, "from": from_, "to": to},
            ),
            models.AuditPage,
        )

    def iterate_audit_records(
        self,
        *,
        limit: int | None = None,
        action: str | None = None,
        actor: UUID | None = None,
        from_: datetime | None = None,
        to: datetime | None = None,
    ) -> Iterator[models.AuditRecordOut]:
        """Everything that `list_audit_records` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_audit_records(limit=limit, action=action, actor=actor, from_=from_, to=to, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def list_bench_runs(
        self, set_id: UUID, *, limit: int | None = None, cursor: str | None = None
    ) -> models.BenchRunPage:
        """Figures over time."""
        return self._call(
            request(
                "GET", f"/knowledge/question-sets/{segment(set_id)}/runs", query={"limit": limit, "cursor": cursor}
            ),
            models.BenchRunPage,
        )

    def iterate_bench_runs(self, set_id: UUID, *, limit: int | None = None) -> Iterator[models.BenchRunOut]:
        """Everything that `list_bench_runs` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_bench_runs(set_id, limit=limit, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def list_budget_balances(
        self, budget_id: UUID, *, limit: int | None = None, cursor: str | None = None
    ) -> models.BudgetBalancePage:
        """Who has used how much of a budget."""
        return self._call(
            request("GET", f"/budgets/{segment(budget_id)}/balances", query={"limit": limit, "cursor": cursor}),
            models.BudgetBalancePage,
        )

    def iterate_budget_balances(
        self, budget_id: UUID, *, limit: int | None = None
    ) -> Iterator[models.BudgetBalanceOut]:
        """Everything that `list_budget_balances` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_budget_balances(budget_id, limit=limit, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def list_budgets(
        self, *, limit: int | None = None, cursor: str | None = None, subject_id: UUID | None = None
    ) -> models.BudgetPage:
        """List the budgets."""
        return self._call(
            request("GET", "/budgets", query={"limit": limit, "cursor": cursor, "subject_id": subject_id}),
            models.BudgetPage,
        )

    def iterate_budgets(
        self, *, limit: int | None = None, subject_id: UUID | None = None
    ) -> Iterator[models.BudgetOut]:
        """Everything that `list_budgets` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_budgets(limit=limit, subject_id=subject_id, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def list_connection_models(
        self, connection_id: UUID, *, limit: int | None = None, cursor: str | None = None
    ) -> models.ManagedModelPage:
        """List all models of a connection."""
        return self._call(
            request("GET", f"/connections/{segment(connection_id)}/models", query={"limit": limit, "cursor": cursor}),
            models.ManagedModelPage,
        )

    def iterate_connection_models(
        self, connection_id: UUID, *, limit: int | None = None
    ) -> Iterator[models.ManagedModel]:
        """Everything that `list_connection_models` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_connection_models(connection_id, limit=limit, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def list_connections(self, *, limit: int | None = None, cursor: str | None = None) -> models.ConnectionPage:
        """List the ways to providers."""
        return self._call(
            request("GET", "/connections", query={"limit": limit, "cursor": cursor}), models.ConnectionPage
        )

    def iterate_connections(self, *, limit: int | None = None) -> Iterator[models.ConnectionOut]:
        """Everything that `list_connections` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_connections(limit=limit, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def list_conversation_shares(
        self, conversation_id: UUID, *, limit: int | None = None, cursor: str | None = None
    ) -> models.SharePage:
        """A conversation's snapshots."""
        return self._call(
            request(
                "GET", f"/conversations/{segment(conversation_id)}/shares", query={"limit": limit, "cursor": cursor}
            ),
            models.SharePage,
        )

    def iterate_conversation_shares(
        self, conversation_id: UUID, *, limit: int | None = None
    ) -> Iterator[models.ShareOut]:
        """Everything that `list_conversation_shares` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_conversation_shares(conversation_id, limit=limit, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def list_conversations(
        self,
        *,
        folder: UUID | Literal["none"] | None = None,
        tag: UUID | None = None,
        pinned: bool | None = None,
        archived: bool | None = None,
        q: str | None = None,
        scope: Literal["own", "joined"] | None = None,
        sort: Literal["recent", "oldest", "title"] | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> models.ConversationPage:
        """One's conversations."""
        return self._call(
            request(
                "GET",
                "/conversations",
                query={
                    "folder": folder,
                    "tag": tag,
                    "pinned": pinned,
                    "archived": archived,
                    "q": q,
                    "scope": scope,
                    "sort": sort,
                    "limit": limit,
                    "cursor": cursor,
                },
            ),
            models.ConversationPage,
        )

    def iterate_conversations(
        self,
        *,
        folder: UUID | Literal["none"] | None = None,
        tag: UUID | None = None,
        pinned: bool | None = None,
        archived: bool | None = None,
        q: str | None = None,
        scope: Literal["own", "joined"] | None = None,
        sort: Literal["recent", "oldest", "title"] | None = None,
        limit: int | None = None,
    ) -> Iterator[models.ConversationOut]:
        """Everything that `list_conversations` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_conversations(
                folder=folder,
                tag=tag,
                pinned=pinned,
                archived=archived,
                q=q,
                scope=scope,
                sort=sort,
                limit=limit,
                cursor=cursor,
            )
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def list_document_chunks(
        self, document_id: UUID, *, limit: int | None = None, cursor: str | None = None, enabled: bool | None = None
    ) -> models.ChunkPage:
        """Chunks of a document."""
        return self._call(
            request(
                "GET",
                f"/knowledge/documents/{segment(document_id)}/chunks",
                query={"limit": limit, "cursor": cursor, "enabled": enabled},
            ),
            models.ChunkPage,
        )

    def iterate_document_chunks(
        self, document_id: UUID, *, limit: int | None = None, enabled: bool | None = None
    ) -> Iterator[models.ChunkOut]:
        """Everything that `list_document_chunks` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_document_chunks(document_id, limit=limit, enabled=enabled, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def list_document_versions(
        self, document_id: UUID, *, limit: int | None = None, cursor: str | None = None
    ) -> models.VersionPage:
        """Versions of a document."""
        return self._call(
            request(
                "GET", f"/knowledge/documents/{segment(document_id)}/versions", query={"limit": limit, "cursor": cursor}
            ),
            models.VersionPage,
        )

    def iterate_document_versions(self, document_id: UUID, *, limit: int | None = None) -> Iterator[models.VersionOut]:
        """Everything that `list_document_versions` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_document_versions(document_id, limit=limit, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def list_documents(
        self,
        base_id: UUID,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        folder: UUID | Literal["root"] | None = None,
        deep: bool | None = None,
        tag: list[UUID] | None = None,
        status: models.DocumentStatus | None = None,
        kind: models.MediaKind | None = None,
        q: str | None = None,
        deleted: bool | None = None,
        sort: Literal["name", "-name", "updated", "-updated", "created", "-created", "size", "-size"] | None = None,
    ) -> models.DocumentPage:
        """Documents of a base."""
        return self._call(
            request(
                "GET",
                f"/knowledge/bases/{segment(base_id)}/documents",
                query={
                    "limit": limit,
                    "cursor": cursor,
                    "folder": folder,
                    "deep": deep,
                    "tag": tag,
                    "status": status,
                    "kind": kind,
                    "q": q,
                    "deleted": deleted,
                    "sort": sort,
                },
            ),
            models.DocumentPage,
        )

    def iterate_documents(
        self,
        base_id: UUID,
        *,
        limit: int | None = None,
        folder: UUID | Literal["root"] | None = None,
        deep: bool | None = None,
        tag: list[UUID] | None = None,
        status: models.DocumentStatus | None = None,
        kind: models.MediaKind | None = None,
        q: str | None = None,
        deleted: bool | None = None,
        sort: Literal["name", "-name", "updated", "-updated", "created", "-created", "size", "-size"] | None = None,
    ) -> Iterator[models.DocumentOut]:
        """Everything that `list_documents` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_documents(
                base_id,
                limit=limit,
                folder=folder,
                deep=deep,
                tag=tag,
                status=status,
                kind=kind,
                q=q,
                deleted=deleted,
                sort=sort,
                cursor=cursor,
            )
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def list_embedders(self) -> models.EmbedderList:
        """Who can embed documents."""
        return self._call(request("GET", "/knowledge/embedders"), models.EmbedderList)

    def list_events(self, conversation_id: UUID, after: int, *, wait: float | None = None) -> models.EventPage:
        """What happened since."""
        return self._call(
            request("GET", f"/conversations/{segment(conversation_id)}/events", query={"after": after, "wait": wait}),
            models.EventPage,
        )

    def list_exports(self, *, limit: int | None = None, cursor: str | None = None) -> models.ExportPage:
        """One's exports."""
        return self._call(request("GET", "/exports", query={"limit": limit, "cursor": cursor}), models.ExportPage)

    def iterate_exports(self, *, limit: int | None = None) -> Iterator[models.ExportOut]:
        """Everything that `list_exports` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_exports(limit=limit, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def list_folders(self) -> models.FolderList:
        """One's folders."""
        return self._call(request("GET", "/folders"), models.FolderList)

    def list_group_members(
        self, group_id: UUID, *, limit: int | None = None, cursor: str | None = None
    ) -> models.GroupMemberPage:
        """Who is in a group."""
        return self._call(
            request("GET", f"/groups/{segment(group_id)}/members", query={"limit": limit, "cursor": cursor}),
            models.GroupMemberPage,
        )

    def iterate_group_members(self, group_id: UUID, *, limit: int | None = None) -> Iterator[models.GroupMemberItem]:
        """Everything that `list_group_members` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_group_members(group_id, limit=limit, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def list_groups(
        self, *, limit: int | None = None, cursor: str | None = None, q: str | None = None
    ) -> models.GroupPage:
        """The organisation's groups."""
        return self._call(request("GET", "/groups", query={"limit": limit, "cursor": cursor, "q": q}), models.GroupPage)

    def iterate_groups(self, *, limit: int | None = None, q: str | None = None) -> Iterator[models.GroupOut]:
        """Everything that `list_groups` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_groups(limit=limit, q=q, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def list_imports(self, *, limit: int | None = None, cursor: str | None = None) -> models.ImportPage:
        """One's imports."""
        return self._call(request("GET", "/imports", query={"limit": limit, "cursor": cursor}), models.ImportPage)

    def iterate_imports(self, *, limit: int | None = None) -> Iterator[models.ImportOut]:
        """Everything that `list_imports` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_imports(limit=limit, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def list_invitations(self, *, limit: int | None = None, cursor: str | None = None) -> models.InvitationPage:
        """Open invitations."""
        return self._call(
            request("GET", "/invitations", query={"limit": limit, "cursor": cursor}), models.InvitationPage
        )

    def iterate_invitations(self, *, limit: int | None = None) -> Iterator[models.InvitationOut]:
        """Everything that `list_invitations` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_invitations(limit=limit, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def list_knowledge_bases(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        q: str | None = None,
        role: models.BaseRole | None = None,
        deleted: bool | None = None,
    ) -> models.BasePage:
        """Knowledge bases."""
        return self._call(
            request(
                "GET",
                "/knowledge/bases",
                query={"limit": limit, "cursor": cursor, "q": q, "role": role, "deleted": deleted},
            ),
            models.BasePage,
        )

    def iterate_knowledge_bases(
        self,
        *,
        limit: int | None = None,
        q: str | None = None,
        role: models.BaseRole | None = None,
        deleted: bool | None = None,
    ) -> Iterator[models.BaseOut]:
        """Everything that `list_knowledge_bases` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_knowledge_bases(limit=limit, q=q, role=role, deleted=deleted, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def list_knowledge_failures(
        self, operation_id: UUID, *, limit: int | None = None, cursor: str | None = None
    ) -> models.FailurePage:
        """What it failed for, and why."""
        return self._call(
            request(
                "GET",
                f"/knowledge/operations/{segment(operation_id)}/failures",
                query={"limit": limit, "cursor": cursor},
            ),
            models.FailurePage,
        )

    def iterate_knowledge_failures(
        self, operation_id: UUID, *, limit: int | None = None
    ) -> Iterator[models.FailureOut]:
        """Everything that `list_knowledge_failures` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_knowledge_failures(operation_id, limit=limit, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def list_knowledge_folders(self, base_id: UUID) -> models.BaseFolderList:
        """Folders of a base."""
        return self._call(request("GET", f"/knowledge/bases/{segment(base_id)}/folders"), models.BaseFolderList)

    def list_knowledge_members(self, base_id: UUID) -> models.BaseMemberList:
        """Who may what."""
        return self._call(request("GET", f"/knowledge/bases/{segment(base_id)}/members"), models.BaseMemberList)

    def list_knowledge_operations(
        self, base_id: UUID, *, limit: int | None = None, cursor: str | None = None
    ) -> models.OperationPage:
        """Operations of a base."""
        return self._call(
            request("GET", "/knowledge/operations", query={"limit": limit, "cursor": cursor, "base_id": base_id}),
            models.OperationPage,
        )

    def iterate_knowledge_operations(self, base_id: UUID, *, limit: int | None = None) -> Iterator[models.OperationOut]:
        """Everything that `list_knowledge_operations` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_knowledge_operations(base_id, limit=limit, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def list_knowledge_searches(self, *, limit: int | None = None, cursor: str | None = None) -> models.PastSearchPage:
        """One's earlier searches."""
        return self._call(
            request("GET", "/knowledge/searches", query={"limit": limit, "cursor": cursor}), models.PastSearchPage
        )

    def iterate_knowledge_searches(self, *, limit: int | None = None) -> Iterator[models.PastSearch]:
        """Everything that `list_knowledge_searches` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_knowledge_searches(limit=limit, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def list_knowledge_tags(self, base_id: UUID) -> models.BaseTagList:
        """Tags of a base."""
        return self._call(request("GET", f"/knowledge/bases/{segment(base_id)}/tags"), models.BaseTagList)

    def list_members(self, conversation_id: UUID) -> models.MemberList:
        """Whom a conversation is opened to."""
        return self._call(request("GET", f"/conversations/{segment(conversation_id)}/members"), models.MemberList)

    def list_messages(
        self,
        conversation_id: UUID,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        newer: str | None = None,
        around: UUID | None = None,
    ) -> models.MessagePage:
        """Messages of a conversation."""
        return self._call(
            request(
                "GET",
                f"/conversations/{segment(conversation_id)}/messages",
                query={"limit": limit, "cursor": cursor, "newer": newer, "around": around},
            ),
            models.MessagePage,
        )

    def list_models(self, *, limit: int | None = None, cursor: str | None = None) -> models.ModelPage:
        """List the models to choose from."""
        return self._call(request("GET", "/models", query={"limit": limit, "cursor": cursor}), models.ModelPage)

    def iterate_models(self, *, limit: int | None = None) -> Iterator[models.ModelOut]:
        """Everything that `list_models` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_models(limit=limit, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def list_own_limits(self) -> models.OwnLimits:
        """What limits me now."""
        return self._call(request("GET", "/budgets/mine"), models.OwnLimits)

    def list_people(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        q: str | None = None,
        role: models.Role | None = None,
        active: bool | None = None,
    ) -> models.PersonPage:
        """The organisation's people."""
        return self._call(
            request("GET", "/people", query={"limit": limit, "cursor": cursor, "q": q, "role": role, "active": active}),
            models.PersonPage,
        )

    def iterate_people(
        self,
        *,
        limit: int | None = None,
        q: str | None = None,
        role: models.Role | None = None,
        active: bool | None = None,
    ) -> Iterator[models.PersonItem]:
        """Everything that `list_people` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_people(limit=limit, q=q, role=role, active=active, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def list_popular_searches(self) -> models.PopularList:
        """What is asked often."""
        return self._call(request("GET", "/knowledge/searches/popular"), models.PopularList)

    def list_prompts(
        self,
        *,
        q: str | None = None,
        visibility: Literal["private", "organization"] | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> models.PromptPage:
        """The prompt library."""
        return self._call(
            request("GET", "/prompts", query={"q": q, "visibility": visibility, "limit": limit, "cursor": cursor}),
            models.PromptPage,
        )

    def iterate_prompts(
        self,
        *,
        q: str | None = None,
        visibility: Literal["private", "organization"] | None = None,
        limit: int | None = None,
    ) -> Iterator[models.PromptOut]:
        """Everything that `list_prompts` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_prompts(q=q, visibility=visibility, limit=limit, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def list_question_sets(self, base_id: UUID) -> models.QuestionSetList:
        """Sets of questions."""
        return self._call(request("GET", f"/knowledge/bases/{segment(base_id)}/question-sets"), models.QuestionSetList)

    def list_saved_searches(self) -> models.SavedSearchList:
        """Searches that one keeps."""
        return self._call(request("GET", "/knowledge/searches/saved"), models.SavedSearchList)

    def list_sessions(self, *, limit: int | None = None, cursor: str | None = None) -> models.SessionPage:
        """Where I am signed in."""
        return self._call(request("GET", "/me/sessions", query={"limit": limit, "cursor": cursor}), models.SessionPage)

    def iterate_sessions(self, *, limit: int | None = None) -> Iterator[models.SessionItem]:
        """Everything that `list_sessions` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_sessions(limit=limit, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def list_shared_messages(
        self, share_id: UUID, *, limit: int | None = None, cursor: str | None = None
    ) -> models.SharedMessagePage:
        """A snapshot's messages."""
        return self._call(
            request("GET", f"/shares/{segment(share_id)}/messages", query={"limit": limit, "cursor": cursor}),
            models.SharedMessagePage,
        )

    def iterate_shared_messages(self, share_id: UUID, *, limit: int | None = None) -> Iterator[models.SharedMessageOut]:
        """Everything that `list_shared_messages` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_shared_messages(share_id, limit=limit, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def list_shares(self, *, limit: int | None = None, cursor: str | None = None) -> models.SharePage:
        """One's snapshots."""
        return self._call(request("GET", "/shares", query={"limit": limit, "cursor": cursor}), models.SharePage)

    def iterate_shares(self, *, limit: int | None = None) -> Iterator[models.ShareOut]:
        """Everything that `list_shares` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_shares(limit=limit, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def list_similar_documents(self, document_id: UUID, *, limit: int | None = None) -> models.SimilarList:
        """Documents that speak of the same."""
        return self._call(
            request("GET", f"/knowledge/documents/{segment(document_id)}/similar", query={"limit": limit}),
            models.SimilarList,
        )

    def list_sources(self, conversation_id: UUID) -> models.SourceList:
        """What answers may rest on."""
        return self._call(request("GET", f"/conversations/{segment(conversation_id)}/sources"), models.SourceList)

    def list_tags(self) -> models.TagList:
        """One's tags."""
        return self._call(request("GET", "/tags"), models.TagList)

    def list_templates(
        self,
        *,
        q: str | None = None,
        visibility: Literal["private", "organization"] | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> models.TemplatePage:
        """Chat templates."""
        return self._call(
            request("GET", "/templates", query={"q": q, "visibility": visibility, "limit": limit, "cursor": cursor}),
            models.TemplatePage,
        )

    def iterate_templates(
        self,
        *,
        q: str | None = None,
        visibility: Literal["private", "organization"] | None = None,
        limit: int | None = None,
    ) -> Iterator[models.TemplateOut]:
        """Everything that `list_templates` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.list_templates(q=q, visibility=visibility, limit=limit, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def merge_knowledge_tag(self, tag_id: UUID, body: models.BaseTagMerge) -> models.BaseTagMerged:
        """Merge a tag into another."""
        return self._call(request("POST", f"/knowledge/tags/{segment(tag_id)}/merge", body=body), models.BaseTagMerged)

    def move_receipt(self, conversation_id: UUID, body: models.ReceiptIn) -> None:
        """Say what has arrived and what was read."""
        self._send(request("POST", f"/conversations/{segment(conversation_id)}/receipts", body=body))

    def open_citation(self, conversation_id: UUID, message_id: UUID, number: int) -> models.CitationPlace:
        """Where a cited passage stands."""
        return self._call(
            request(
                "GET",
                f"/conversations/{segment(conversation_id)}/messages/{segment(message_id)}/citations/{segment(number)}",
            ),
            models.CitationPlace,
        )

    def open_share(self, share_id: UUID) -> models.SharedConversation:
        """Open a snapshot."""
        return self._call(request("GET", f"/shares/{segment(share_id)}"), models.SharedConversation)

    def pin_message(self, conversation_id: UUID, message_id: UUID) -> models.MessageOut:
        """Keep a message in the context."""
        return self._call(
            request("PUT", f"/conversations/{segment(conversation_id)}/messages/{segment(message_id)}/pin"),
            models.MessageOut,
        )

    def preview_chunks(self, base_id: UUID, body: models.PreviewIn) -> models.Preview:
        """How would this be cut?"""
        return self._call(
            request("POST", f"/knowledge/bases/{segment(base_id)}/preview-chunks", body=body), models.Preview
        )

    def put_document_access(self, document_id: UUID, body: models.DocumentAccessIn) -> models.DocumentAccess:
        """Say who reads a document."""
        return self._call(
            request("PUT", f"/knowledge/documents/{segment(document_id)}/access", body=body), models.DocumentAccess
        )

    def put_knowledge_member(
        self, base_id: UUID, kind: Literal["person", "group"], subject_id: UUID, body: models.BaseMemberIn
    ) -> models.BaseMemberOut:
        """Let a person or a group in."""
        return self._call(
            request(
                "PUT", f"/knowledge/bases/{segment(base_id)}/members/{segment(kind)}/{segment(subject_id)}", body=body
            ),
            models.BaseMemberOut,
        )

    def put_member(
        self, conversation_id: UUID, kind: Literal["person", "group"], subject_id: UUID, body: models.MemberPut
    ) -> models.MemberOut:
        """Open a conversation to a person or a group."""
        return self._call(
            request(
                "PUT",
                f"/conversations/{segment(conversation_id)}/members/{segment(kind)}/{segment(subject_id)}",
                body=body,
            ),
            models.MemberOut,
        )

    def rate_answer(self, conversation_id: UUID, message_id: UUID, body: models.RatingIn) -> models.RatingOut:
        """Rate an answer."""
        return self._call(
            request(
                "PUT", f"/conversations/{segment(conversation_id)}/messages/{segment(message_id)}/rating", body=body
            ),
            models.RatingOut,
        )

    def refresh_models(
        self, connection_id: UUID, *, limit: int | None = None, cursor: str | None = None
    ) -> models.ManagedModelPage:
        """List a provider's models afresh."""
        return self._call(
            request(
                "POST",
                f"/connections/{segment(connection_id)}/refresh-models",
                query={"limit": limit, "cursor": cursor},
            ),
            models.ManagedModelPage,
        )

    def iterate_refresh_models(self, connection_id: UUID, *, limit: int | None = None) -> Iterator[models.ManagedModel]:
        """Everything that `refresh_models` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.refresh_models(connection_id, limit=limit, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def register(self, body: models.RegisterIn) -> models.SessionOut:
        """Register a new person."""
        return self._call(request("POST", "/auth/register", body=body), models.SessionOut)

    def remove_group_member(self, group_id: UUID, person_id: UUID) -> None:
        """Take a person out of a group."""
        self._send(request("DELETE", f"/groups/{segment(group_id)}/members/{segment(person_id)}"))

    def remove_knowledge_member(self, base_id: UUID, kind: Literal["person", "group"], subject_id: UUID) -> None:
        """Take an entry away."""
        self._send(
            request("DELETE", f"/knowledge/bases/{segment(base_id)}/members/{segment(kind)}/{segment(subject_id)}")
        )

    def replace_prompt(self, prompt_id: UUID, body: models.PromptIn) -> models.PromptOut:
        """Change a prompt."""
        return self._call(request("PUT", f"/prompts/{segment(prompt_id)}", body=body), models.PromptOut)

    def replace_template(self, template_id: UUID, body: models.TemplateIn) -> models.TemplateOut:
        """Change a template."""
        return self._call(request("PUT", f"/templates/{segment(template_id)}", body=body), models.TemplateOut)

    def request_password_reset(self, body: models.PasswordResetIn) -> bytes:
        """Ask for a link to set a new password."""
        return (self._send(request("POST", "/auth/password-reset", body=body))).content

    def restore_document(self, document_id: UUID) -> models.DocumentOut:
        """Bring a deleted document back."""
        return self._call(request("POST", f"/knowledge/documents/{segment(document_id)}/restore"), models.DocumentOut)

    def restore_document_version(self, document_id: UUID, number: int) -> models.DocumentOut:
        """Make an old version the newest."""
        return self._call(
            request("POST", f"/knowledge/documents/{segment(document_id)}/versions/{segment(number)}/restore"),
            models.DocumentOut,
        )

    def restore_knowledge_base(self, base_id: UUID) -> models.BaseOut:
        """Bring a deleted knowledge base back."""
        return self._call(request("POST", f"/knowledge/bases/{segment(base_id)}/restore"), models.BaseOut)

    def retry_answer(
        self, conversation_id: UUID, message_id: UUID, body: models.RetryIn | None = None
    ) -> models.AnswerStarted:
        """Answer again."""
        return self._call(
            request(
                "POST", f"/conversations/{segment(conversation_id)}/messages/{segment(message_id)}/retry", body=body
            ),
            models.AnswerStarted,
        )

    def retry_document(self, document_id: UUID) -> models.DocumentOut:
        """Try a failed document again."""
        return self._call(request("POST", f"/knowledge/documents/{segment(document_id)}/retry"), models.DocumentOut)

    def retry_knowledge_operation(self, operation_id: UUID) -> models.OperationOut:
        """Try again what failed."""
        return self._call(request("POST", f"/knowledge/operations/{segment(operation_id)}/retry"), models.OperationOut)

    def revoke_any_api_key(self, key_id: UUID) -> None:
        """Revoke anybody's API key."""
        self._send(request("DELETE", f"/api-keys/{segment(key_id)}"))

    def revoke_api_key(self, key_id: UUID) -> None:
        """Revoke an API key."""
        self._send(request("DELETE", f"/me/api-keys/{segment(key_id)}"))

    def revoke_invitation(self, invitation_id: UUID) -> None:
        """Withdraw an invitation."""
        self._send(request("DELETE", f"/invitations/{segment(invitation_id)}"))

    def revoke_share(self, share_id: UUID) -> None:
        """Revoke a snapshot."""
        self._send(request("DELETE", f"/shares/{segment(share_id)}"))

    def run_import(self, import_id: UUID) -> models.ImportOut:
        """Take in what the dry run has found."""
        return self._call(request("POST", f"/imports/{segment(import_id)}/run"), models.ImportOut)

    def save_search(self, body: models.SavedSearchIn) -> models.SavedSearchOut:
        """Keep a search."""
        return self._call(request("POST", "/knowledge/searches/saved", body=body), models.SavedSearchOut)

    def search_conversations(
        self, q: str, *, limit: int | None = None, cursor: str | None = None
    ) -> models.ConversationHits:
        """Find conversations by title."""
        return self._call(
            request("GET", "/search/conversations", query={"q": q, "limit": limit, "cursor": cursor}),
            models.ConversationHits,
        )

    def iterate_search_conversations(self, q: str, *, limit: int | None = None) -> Iterator[models.ConversationHit]:
        """Everything that `search_conversations` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.search_conversations(q, limit=limit, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def search_directory(
        self, *, q: str | None = None, limit: int | None = None, cursor: str | None = None
    ) -> models.DirectoryPage:
        """Find people and groups to open something to."""
        return self._call(
            request("GET", "/directory", query={"q": q, "limit": limit, "cursor": cursor}), models.DirectoryPage
        )

    def iterate_search_directory(
        self, *, q: str | None = None, limit: int | None = None
    ) -> Iterator[models.DirectoryEntry]:
        """Everything that `search_directory` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.search_directory(q=q, limit=limit, cursor=cursor)
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def search_knowledge(self, body: models.SearchIn) -> models.SearchOut:
        """Search documents."""
        return self._call(request("POST", "/knowledge/search", body=body), models.SearchOut)

    def search_messages(
        self,
        q: str,
        *,
        from_: datetime | None = None,
        to: datetime | None = None,
        folder: UUID | None = None,
        tag: UUID | None = None,
        role: models.MessageRole | None = None,
        model: UUID | None = None,
        model_name: str | None = None,
        conversation: UUID | None = None,
        sort: models.SearchSort | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> models.MessageHits:
        """Search in one's messages."""
        return self._call(
            request(
                "GET",
                "/search/messages",
                query={
                    "q": q,
                    "from": from_,
                    "to": to,
                    "folder": folder,
                    "tag": tag,
                    "role": role,
                    "model": model,
                    "model_name": model_name,
                    "conversation": conversation,
                    "sort": sort,
                    "limit": limit,
                    "cursor": cursor,
                },
            ),
            models.MessageHits,
        )

    def iterate_search_messages(
        self,
        q: str,
        *,
        from_: datetime | None = None,
        to: datetime | None = None,
        folder: UUID | None = None,
        tag: UUID | None = None,
        role: models.MessageRole | None = None,
        model: UUID | None = None,
        model_name: str | None = None,
        conversation: UUID | None = None,
        sort: models.SearchSort | None = None,
        limit: int | None = None,
    ) -> Iterator[models.MessageHit]:
        """Everything that `search_messages` has, page by page."""
        cursor: str | None = None
        while True:
            found = self.search_messages(
                q,
                from_=from_,
                to=to,
                folder=folder,
                tag=tag,
                role=role,
                model=model,
                model_name=model_name,
                conversation=conversation,
                sort=sort,
                limit=limit,
                cursor=cursor,
            )
            yield from found.items
            cursor = found.next_cursor
            if cursor is None:
                return

    def send_message(self, conversation_id: UUID, body: models.MessageCreate) -> models.MessageSent:
        """Ask."""
        return self._call(
            request("POST", f"/conversations/{segment(conversation_id)}/messages", body=body), models.MessageSent
        )

    def set_archive_retention(self, body: models.RetentionPut) -> models.RetentionOut:
        """Set how long the archive stays."""
        return self._call(request("PUT", "/archive/retention", body=body), models.RetentionOut)

    def set_model_access(self, model_id: UUID, body: models.AccessIn) -> models.AccessOut:
        """Say who may use a model."""
        return self._call(request("PUT", f"/models/{segment(model_id)}/access", body=body), models.AccessOut)

    def set_sources(self, conversation_id: UUID, body: models.SourcesPut) -> models.SourceList:
        """Choose what answers may rest on."""
        return self._call(
            request("PUT", f"/conversations/{segment(conversation_id)}/sources", body=body), models.SourceList
        )

    def share_conversation(self, conversation_id: UUID, body: models.ShareCreate) -> models.ShareOut:
        """Share a snapshot."""
        return self._call(
            request("POST", f"/conversations/{segment(conversation_id)}/shares", body=body), models.ShareOut
        )

    def show_branch(self, conversation_id: UUID, message_id: UUID) -> models.ConversationOut:
        """Switch to the branch through a message."""
        return self._call(
            request("POST", f"/conversations/{segment(conversation_id)}/messages/{segment(message_id)}/show"),
            models.ConversationOut,
        )

    def show_context(
        self, conversation_id: UUID, *, model_id: UUID | None = None, attachment_id: list[UUID] | None = None
    ) -> models.ContextOut:
        """How much of the model's context is taken up."""
        return self._call(
            request(
                "GET",
                f"/conversations/{segment(conversation_id)}/context",
                query={"model_id": model_id, "attachment_id": attachment_id},
            ),
            models.ContextOut,
        )

    def show_knowledge_figures(
        self,
        *,
        base_id: UUID | None = None,
        from_: str | None = None,
        to: str | None = None,
        old_days: int | None = None,
    ) -> models.FiguresOut:
        """How knowledge is used, and what it lacks."""
        return self._call(
            request(
                "GET", "/knowledge/figures", query={"base_id": base_id, "from": from_, "to": to, "old_days": old_days}
            ),
            models.FiguresOut,
        )

    def start_bench_run(self, set_id: UUID, body: models.BenchSettings) -> models.BenchRunOut:
        """Put a set to the search."""
        return self._call(
            request("POST", f"/knowledge/question-sets/{segment(set_id)}/runs", body=body), models.BenchRunOut
        )

    def start_template(self, template_id: UUID, body: models.TemplateStart) -> models.ConversationOut:
        """Begin a chat from a template."""
        return self._call(
            request("POST", f"/templates/{segment(template_id)}/start", body=body), models.ConversationOut
        )

    def steer_queued_question(self, conversation_id: UUID, question_id: UUID) -> models.QueuedQuestionOut:
        """Stop what runs and ask this next."""
        return self._call(
            request("POST", f"/conversations/{segment(conversation_id)}/queue/{segment(question_id)}/steer"),
            models.QueuedQuestionOut,
        )

    def stop_answer(self, conversation_id: UUID, message_id: UUID) -> models.MessageOut:
        """Stop an answer."""
        return self._call(
            request("POST", f"/conversations/{segment(conversation_id)}/messages/{segment(message_id)}/stop"),
            models.MessageOut,
        )

    def suggest_knowledge(
        self, q: str, *, bases: list[UUID] | None = None, limit: int | None = None
    ) -> models.SuggestionList:
        """Complete what is being typed."""
        return self._call(
            request("GET", "/knowledge/suggest", query={"q": q, "bases": bases, "limit": limit}), models.SuggestionList
        )

    def summarize_usage(
        self,
        *,
        days: int | None = None,
        from_: str | None = None,
        to: str | None = None,
        time_zone: str | None = None,
        by: models.UsageBy | None = None,
        of: models.UsageBy | None = None,
        key: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> models.UsageSummary:
        """Sum up what calls to models took."""
        return self._call(
            request(
                "GET",
                "/usage/summary",
                query={
                    "days": days,
                    "from": from_,
                    "to": to,
                    "time_zone": time_zone,
                    "by": by,
                    "of": of,
                    "key": key,
                    "limit": limit,
                    "cursor": cursor,
                },
            ),
            models.UsageSummary,
        )

    def test_connection(self, connection_id: UUID) -> models.ConnectionTest:
        """Test a connection."""
        return self._call(request("POST", f"/connections/{segment(connection_id)}/test"), models.ConnectionTest)

    def try_knowledge_question(self, body: models.BenchIn) -> models.BenchOut:
        """Try a question."""
        return self._call(request("POST", "/knowledge/bench", body=body), models.BenchOut)

    def undo_knowledge_operation(self, operation_id: UUID) -> models.OperationOut:
        """Bring back what was deleted."""
        return self._call(request("POST", f"/knowledge/operations/{segment(operation_id)}/undo"), models.OperationOut)

    def unpin_message(self, conversation_id: UUID, message_id: UUID) -> models.MessageOut:
        """Let go of a message that was kept in the context."""
        return self._call(
            request("DELETE", f"/conversations/{segment(conversation_id)}/messages/{segment(message_id)}/pin"),
            models.MessageOut,
        )

    def unrate_answer(self, conversation_id: UUID, message_id: UUID) -> None:
        """Take a rating back."""
        self._send(
            request("DELETE", f"/conversations/{segment(conversation_id)}/messages/{segment(message_id)}/rating")
        )

    def upload_content(self, file_id: UUID, upload_offset: int, body: bytes) -> None:
        """Send the next piece."""
        self._send(
            request(
                "PATCH",
                f"/files/{segment(file_id)}/content",
                headers={"Upload-Offset": upload_offset},
                content=body,
                content_type="application/offset+octet-stream",
            )
        )

    def upload_import(self, import_id: UUID, upload_offset: int, body: bytes) -> None:
        """Send the next piece."""
        self._send(
            request(
                "PATCH",
                f"/imports/{segment(import_id)}/content",
                headers={"Upload-Offset": upload_offset},
                content=body,
                content_type="application/offset+octet-stream",
            )
        )

    def upload_knowledge_content(self, upload_id: UUID, upload_offset: int, body: bytes) -> None:
        """Send the next piece."""
        self._send(
            request(
                "PATCH",
                f"/knowledge/uploads/{segment(upload_id)}/content",
                headers={"Upload-Offset": upload_offset},
                content=body,
                content_type="application/offset+octet-stream",
            )
        )

    def withdraw_queued_question(self, conversation_id: UUID, question_id: UUID) -> None:
        """Take a waiting question back."""
        self._send(request("DELETE", f"/conversations/{segment(conversation_id)}/queue/{segment(question_id)}"))

    def zip_documents(self, base_id: UUID, body: models.ZipIn) -> models.Link:
        """A link to an archive of documents."""
        return self._call(request("POST", f"/knowledge/bases/{segment(base_id)}/zip", body=body), models.Link)
