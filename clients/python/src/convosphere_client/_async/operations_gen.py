"""One method for each operation of the API, by its name. Made from the document by `make openapi`."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Literal
from uuid import UUID

from convosphere_client import models_gen as models
from convosphere_client._async.calling import AsyncCaller
from convosphere_client.requests import request, segment


class AsyncOperations(AsyncCaller):
    """The API. Errors come as `ProblemError`, one class a status."""

    async def add_group_member(self, group_id: UUID, person_id: UUID) -> None:
        """Take a person into a group."""
        await self._send(request("PUT", f"/groups/{segment(group_id)}/members/{segment(person_id)}"))

    async def begin_knowledge_operation(self, base_id: UUID, body: models.OperationIn) -> models.OperationOut:
        """Do something with many documents."""
        return await self._call(
            request("POST", f"/knowledge/bases/{segment(base_id)}/operations", body=body), models.OperationOut
        )

    async def cancel_embedder_switch(self, base_id: UUID) -> models.BaseEmbedder:
        """Call a change of embedder off."""
        return await self._call(
            request("DELETE", f"/knowledge/bases/{segment(base_id)}/embedder/switch"), models.BaseEmbedder
        )

    async def cancel_knowledge_operation(self, operation_id: UUID) -> models.OperationOut:
        """End an operation."""
        return await self._call(
            request("POST", f"/knowledge/operations/{segment(operation_id)}/cancel"), models.OperationOut
        )

    async def change_budget(self, budget_id: UUID, body: models.BudgetPatch) -> models.BudgetOut:
        """Change a budget."""
        return await self._call(request("PATCH", f"/budgets/{segment(budget_id)}", body=body), models.BudgetOut)

    async def change_chat_preferences(self, body: models.ChatPreferencesPatch) -> models.ChatPreferencesOut:
        """Wish for something else."""
        return await self._call(request("PATCH", "/chat/preferences", body=body), models.ChatPreferencesOut)

    async def change_connection(self, connection_id: UUID, body: models.ConnectionPatch) -> models.ConnectionOut:
        """Change a connection."""
        return await self._call(
            request("PATCH", f"/connections/{segment(connection_id)}", body=body), models.ConnectionOut
        )

    async def change_conversation(
        self, conversation_id: UUID, body: models.ConversationPatch
    ) -> models.ConversationOut:
        """Rename, archive, pin, file, tag, choose a model."""
        return await self._call(
            request("PATCH", f"/conversations/{segment(conversation_id)}", body=body), models.ConversationOut
        )

    async def change_conversations(self, body: models.BulkChange) -> models.BulkResult:
        """Change many conversations."""
        return await self._call(request("POST", "/conversations/bulk", body=body), models.BulkResult)

    async def change_document(self, document_id: UUID, body: models.DocumentPatch) -> models.DocumentOut:
        """Change a document."""
        return await self._call(
            request("PATCH", f"/knowledge/documents/{segment(document_id)}", body=body), models.DocumentOut
        )

    async def change_document_chunk(
        self, document_id: UUID, chunk_id: UUID, body: models.ChunkPatch
    ) -> models.ChunkOut:
        """Edit a chunk, or switch it off."""
        return await self._call(
            request("PATCH", f"/knowledge/documents/{segment(document_id)}/chunks/{segment(chunk_id)}", body=body),
            models.ChunkOut,
        )

    async def change_folder(self, folder_id: UUID, body: models.FolderPatch) -> models.FolderOut:
        """Rename, colour, move a folder."""
        return await self._call(request("PATCH", f"/folders/{segment(folder_id)}", body=body), models.FolderOut)

    async def change_group(self, group_id: UUID, body: models.GroupPatch) -> models.GroupOut:
        """Rename or describe a group."""
        return await self._call(request("PATCH", f"/groups/{segment(group_id)}", body=body), models.GroupOut)

    async def change_knowledge_base(self, base_id: UUID, body: models.BasePatch) -> models.BaseOut:
        """Change a knowledge base."""
        return await self._call(request("PATCH", f"/knowledge/bases/{segment(base_id)}", body=body), models.BaseOut)

    async def change_knowledge_folder(self, folder_id: UUID, body: models.BaseFolderPatch) -> models.BaseFolderOut:
        """Rename or move a folder."""
        return await self._call(
            request("PATCH", f"/knowledge/folders/{segment(folder_id)}", body=body), models.BaseFolderOut
        )

    async def change_knowledge_tag(self, tag_id: UUID, body: models.BaseTagPatch) -> models.BaseTagOut:
        """Change a tag."""
        return await self._call(request("PATCH", f"/knowledge/tags/{segment(tag_id)}", body=body), models.BaseTagOut)

    async def change_me(self, body: models.MePatch) -> models.PersonOut:
        """Change my profile."""
        return await self._call(request("PATCH", "/me", body=body), models.PersonOut)

    async def change_model(self, model_id: UUID, body: models.ModelPatch) -> models.ManagedModel:
        """Change a model: switch, name, default, stand-ins, what it can, what it costs."""
        return await self._call(request("PATCH", f"/models/{segment(model_id)}", body=body), models.ManagedModel)

    async def change_organization(self, body: models.OrganizationPatch) -> models.OrganizationOut:
        """Change the organisation."""
        return await self._call(request("PATCH", "/organization", body=body), models.OrganizationOut)

    async def change_password(self, body: models.PasswordChangeIn) -> None:
        """Change my password."""
        await self._send(request("POST", "/me/password", body=body))

    async def change_person(self, person_id: UUID, body: models.PersonPatch) -> models.PersonItem:
        """Change a person's role, close or open their account."""
        return await self._call(request("PATCH", f"/people/{segment(person_id)}", body=body), models.PersonItem)

    async def change_question_set(self, set_id: UUID, body: models.QuestionSetIn) -> models.QuestionSetOut:
        """Change a set of questions."""
        return await self._call(
            request("PUT", f"/knowledge/question-sets/{segment(set_id)}", body=body), models.QuestionSetOut
        )

    async def change_queued_question(
        self, conversation_id: UUID, question_id: UUID, body: models.QueuedQuestionPatch
    ) -> models.QueuedQuestionOut:
        """Have a waiting question ask something else."""
        return await self._call(
            request("PATCH", f"/conversations/{segment(conversation_id)}/queue/{segment(question_id)}", body=body),
            models.QueuedQuestionOut,
        )

    async def change_saved_search(self, saved_id: UUID, body: models.SavedSearchIn) -> models.SavedSearchOut:
        """Change a kept search."""
        return await self._call(
            request("PUT", f"/knowledge/searches/saved/{segment(saved_id)}", body=body), models.SavedSearchOut
        )

    async def change_tag(self, tag_id: UUID, body: models.TagPatch) -> models.TagOut:
        """Rename, colour a tag."""
        return await self._call(request("PATCH", f"/tags/{segment(tag_id)}", body=body), models.TagOut)

    async def choose_answer(self, conversation_id: UUID, message_id: UUID) -> models.ConversationOut:
        """Go on with one answer of several."""
        return await self._call(
            request("POST", f"/conversations/{segment(conversation_id)}/messages/{segment(message_id)}/choose"),
            models.ConversationOut,
        )

    async def choose_base_embedder(self, base_id: UUID, body: models.EmbedderIn) -> models.BaseEmbedder:
        """Choose a base's embedder."""
        return await self._call(
            request("PUT", f"/knowledge/bases/{segment(base_id)}/embedder", body=body), models.BaseEmbedder
        )

    async def confirm_password_reset(self, body: models.PasswordResetConfirmIn) -> None:
        """Set a new password by a link's token."""
        await self._send(request("POST", "/auth/password-reset/confirm", body=body))

    async def continue_answer(self, conversation_id: UUID, message_id: UUID) -> models.AnswerStarted:
        """Go on with an answer that was cut off."""
        return await self._call(
            request("POST", f"/conversations/{segment(conversation_id)}/messages/{segment(message_id)}/continue"),
            models.AnswerStarted,
        )

    async def copy_share(self, share_id: UUID) -> models.ConversationOut:
        """Go on from a snapshot."""
        return await self._call(request("POST", f"/shares/{segment(share_id)}/copy"), models.ConversationOut)

    async def create_api_key(self, body: models.ApiKeyIn) -> models.ApiKeyCreated:
        """Make an API key."""
        return await self._call(request("POST", "/me/api-keys", body=body), models.ApiKeyCreated)

    async def create_budget(self, body: models.BudgetCreate) -> models.BudgetOut:
        """Set a budget."""
        return await self._call(request("POST", "/budgets", body=body), models.BudgetOut)

    async def create_connection(self, body: models.ConnectionCreate) -> models.ConnectionOut:
        """Connect a provider."""
        return await self._call(request("POST", "/connections", body=body), models.ConnectionOut)

    async def create_conversation(self, body: models.ConversationCreate) -> models.ConversationOut:
        """Begin a conversation."""
        return await self._call(request("POST", "/conversations", body=body), models.ConversationOut)

    async def create_document_from_text(self, base_id: UUID, body: models.TextIn) -> models.DocumentOut:
        """Make a document of a text."""
        return await self._call(
            request("POST", f"/knowledge/bases/{segment(base_id)}/documents/from-text", body=body), models.DocumentOut
        )

    async def create_document_from_url(self, base_id: UUID, body: models.UrlIn) -> models.DocumentOut:
        """Make a document of an address."""
        return await self._call(
            request("POST", f"/knowledge/bases/{segment(base_id)}/documents/from-url", body=body), models.DocumentOut
        )

    async def create_export(self, body: models.ExportCreate) -> models.ExportOut:
        """Export conversations."""
        return await self._call(request("POST", "/exports", body=body), models.ExportOut)

    async def create_file(self, body: models.FileCreate) -> models.FileCreated:
        """Announce a file."""
        return await self._call(request("POST", "/files", body=body), models.FileCreated)

    async def create_folder(self, body: models.FolderCreate) -> models.FolderOut:
        """Make a folder."""
        return await self._call(request("POST", "/folders", body=body), models.FolderOut)

    async def create_group(self, body: models.GroupIn) -> models.GroupOut:
        """Make a group."""
        return await self._call(request("POST", "/groups", body=body), models.GroupOut)

    async def create_import(self, body: models.ImportCreate) -> models.ImportCreated:
        """Announce a file to import."""
        return await self._call(request("POST", "/imports", body=body), models.ImportCreated)

    async def create_invitation(self, body: models.InvitationIn) -> models.InvitationCreated:
        """Invite somebody."""
        return await self._call(request("POST", "/invitations", body=body), models.InvitationCreated)

    async def create_knowledge_base(self, body: models.BaseIn) -> models.BaseOut:
        """Make a knowledge base."""
        return await self._call(request("POST", "/knowledge/bases", body=body), models.BaseOut)

    async def create_knowledge_folder(self, base_id: UUID, body: models.BaseFolderIn) -> models.BaseFolderOut:
        """Make a folder."""
        return await self._call(
            request("POST", f"/knowledge/bases/{segment(base_id)}/folders", body=body), models.BaseFolderOut
        )

    async def create_knowledge_tag(self, base_id: UUID, body: models.BaseTagIn) -> models.BaseTagOut:
        """Make a tag."""
        return await self._call(
            request("POST", f"/knowledge/bases/{segment(base_id)}/tags", body=body), models.BaseTagOut
        )

    async def create_knowledge_upload(self, base_id: UUID, body: models.UploadCreate) -> models.UploadOut:
        """Announce a file."""
        return await self._call(
            request("POST", f"/knowledge/bases/{segment(base_id)}/uploads", body=body), models.UploadOut
        )

    async def create_password_reset_link(self, person_id: UUID) -> models.LinkOut:
        """Make a link by which a person sets a new password."""
        return await self._call(request("POST", f"/people/{segment(person_id)}/password-reset-link"), models.LinkOut)

    async def create_prompt(self, body: models.PromptIn) -> models.PromptOut:
        """Keep a prompt."""
        return await self._call(request("POST", "/prompts", body=body), models.PromptOut)

    async def create_question_set(self, base_id: UUID, body: models.QuestionSetIn) -> models.QuestionSetOut:
        """Make a set of questions."""
        return await self._call(
            request("POST", f"/knowledge/bases/{segment(base_id)}/question-sets", body=body), models.QuestionSetOut
        )

    async def create_tag(self, body: models.TagCreate) -> models.TagOut:
        """Make a tag."""
        return await self._call(request("POST", "/tags", body=body), models.TagOut)

    async def create_template(self, body: models.TemplateIn) -> models.TemplateOut:
        """Keep a template."""
        return await self._call(request("POST", "/templates", body=body), models.TemplateOut)

    async def delete_budget(self, budget_id: UUID) -> None:
        """Remove a budget."""
        await self._send(request("DELETE", f"/budgets/{segment(budget_id)}"))

    async def delete_connection(self, connection_id: UUID) -> None:
        """Remove a connection with its models."""
        await self._send(request("DELETE", f"/connections/{segment(connection_id)}"))

    async def delete_conversation(self, conversation_id: UUID) -> None:
        """Delete a conversation."""
        await self._send(request("DELETE", f"/conversations/{segment(conversation_id)}"))

    async def delete_document(self, document_id: UUID) -> None:
        """Delete a document."""
        await self._send(request("DELETE", f"/knowledge/documents/{segment(document_id)}"))

    async def delete_export(self, export_id: UUID) -> None:
        """Cancel or remove an export."""
        await self._send(request("DELETE", f"/exports/{segment(export_id)}"))

    async def delete_file(self, file_id: UUID) -> None:
        """Delete a file that was not sent."""
        await self._send(request("DELETE", f"/files/{segment(file_id)}"))

    async def delete_folder(self, folder_id: UUID, *, contents: Literal["keep", "delete"] | None = None) -> None:
        """Delete a folder."""
        await self._send(request("DELETE", f"/folders/{segment(folder_id)}", query={"contents": contents}))

    async def delete_group(self, group_id: UUID) -> None:
        """Delete a group."""
        await self._send(request("DELETE", f"/groups/{segment(group_id)}"))

    async def delete_import(self, import_id: UUID) -> None:
        """Cancel or remove an import."""
        await self._send(request("DELETE", f"/imports/{segment(import_id)}"))

    async def delete_knowledge_base(self, base_id: UUID, *, for_good: bool | None = None) -> None:
        """Delete a knowledge base."""
        await self._send(request("DELETE", f"/knowledge/bases/{segment(base_id)}", query={"for_good": for_good}))

    async def delete_knowledge_folder(self, folder_id: UUID) -> models.FolderDeletion:
        """Delete a folder."""
        return await self._call(request("DELETE", f"/knowledge/folders/{segment(folder_id)}"), models.FolderDeletion)

    async def delete_knowledge_tag(self, tag_id: UUID) -> models.TagDeletion:
        """Delete a tag."""
        return await self._call(request("DELETE", f"/knowledge/tags/{segment(tag_id)}"), models.TagDeletion)

    async def delete_knowledge_upload(self, upload_id: UUID) -> None:
        """Give up an upload."""
        await self._send(request("DELETE", f"/knowledge/uploads/{segment(upload_id)}"))

    async def delete_member(self, conversation_id: UUID, kind: Literal["person", "group"], subject_id: UUID) -> None:
        """Take access away, or leave."""
        await self._send(
            request(
                "DELETE", f"/conversations/{segment(conversation_id)}/members/{segment(kind)}/{segment(subject_id)}"
            )
        )

    async def delete_message(self, conversation_id: UUID, message_id: UUID) -> None:
        """Delete a message."""
        await self._send(request("DELETE", f"/conversations/{segment(conversation_id)}/messages/{segment(message_id)}"))

    async def delete_prompt(self, prompt_id: UUID) -> None:
        """Delete a prompt."""
        await self._send(request("DELETE", f"/prompts/{segment(prompt_id)}"))

    async def delete_question_set(self, set_id: UUID) -> None:
        """Delete a set of questions."""
        await self._send(request("DELETE", f"/knowledge/question-sets/{segment(set_id)}"))

    async def delete_saved_search(self, saved_id: UUID) -> None:
        """Keep a search no longer."""
        await self._send(request("DELETE", f"/knowledge/searches/saved/{segment(saved_id)}"))

    async def delete_tag(self, tag_id: UUID) -> None:
        """Delete a tag."""
        await self._send(request("DELETE", f"/tags/{segment(tag_id)}"))

    async def delete_template(self, template_id: UUID) -> None:
        """Delete a template."""
        await self._send(request("DELETE", f"/templates/{segment(template_id)}"))

    async def discover_servers(self) -> models.DiscoveredServers:
        """Find model servers on ConvoSphere's own machine."""
        return await self._call(request("GET", "/connections/discovered"), models.DiscoveredServers)

    async def end_session(self, session_id: UUID) -> None:
        """Sign out one session."""
        await self._send(request("DELETE", f"/me/sessions/{segment(session_id)}"))

    async def end_sessions(self, *, keep_current: bool | None = None) -> None:
        """Sign out everywhere."""
        await self._send(request("DELETE", "/me/sessions", query={"keep_current": keep_current}))

    async def export_knowledge_figures(
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
            await self._send(
                request(
                    "GET",
                    f"/knowledge/figures/{segment(table)}.csv",
                    query={"base_id": base_id, "from": from_, "to": to, "old_days": old_days},
                )
            )
        ).content

    async def export_usage(
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
            await self._send(
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

    async def fetch_local_embedder(self) -> models.FetchOut:
        """Fetch the local embedder."""
        return await self._call(request("POST", "/knowledge/embedders/local/fetch"), models.FetchOut)

    async def forget_knowledge_search(self, search_id: UUID) -> None:
        """Forget an earlier search."""
        await self._send(request("DELETE", f"/knowledge/searches/{segment(search_id)}"))

    async def forget_knowledge_searches(self) -> None:
        """Forget all earlier searches."""
        await self._send(request("DELETE", "/knowledge/searches"))

    async def get_archive_retention(self) -> models.RetentionOut:
        """How long the archive stays."""
        return await self._call(request("GET", "/archive/retention"), models.RetentionOut)

    async def get_attachment_link(
        self,
        conversation_id: UUID,
        file_id: UUID,
        *,
        variant: models.Variant | None = None,
        download: bool | None = None,
    ) -> models.FileLink:
        """A link to a file in a conversation."""
        return await self._call(
            request(
                "GET",
                f"/conversations/{segment(conversation_id)}/files/{segment(file_id)}/link",
                query={"variant": variant, "download": download},
            ),
            models.FileLink,
        )

    async def get_base_embedder(self, base_id: UUID) -> models.BaseEmbedder:
        """How a base is searched."""
        return await self._call(request("GET", f"/knowledge/bases/{segment(base_id)}/embedder"), models.BaseEmbedder)

    async def get_bench_run(self, run_id: UUID) -> models.BenchRunDetail:
        """One run."""
        return await self._call(request("GET", f"/knowledge/bench-runs/{segment(run_id)}"), models.BenchRunDetail)

    async def get_budget(self, budget_id: UUID) -> models.BudgetOut:
        """Read a budget."""
        return await self._call(request("GET", f"/budgets/{segment(budget_id)}"), models.BudgetOut)

    async def get_chat_preferences(self) -> models.ChatPreferencesOut:
        """What holds for oneself."""
        return await self._call(request("GET", "/chat/preferences"), models.ChatPreferencesOut)

    async def get_connection(self, connection_id: UUID) -> models.ConnectionOut:
        """Read a connection."""
        return await self._call(request("GET", f"/connections/{segment(connection_id)}"), models.ConnectionOut)

    async def get_conversation(self, conversation_id: UUID) -> models.ConversationOut:
        """One conversation."""
        return await self._call(request("GET", f"/conversations/{segment(conversation_id)}"), models.ConversationOut)

    async def get_document(self, document_id: UUID) -> models.DocumentDetail:
        """One document."""
        return await self._call(request("GET", f"/knowledge/documents/{segment(document_id)}"), models.DocumentDetail)

    async def get_document_access(self, document_id: UUID) -> models.DocumentAccess:
        """Who reads a document."""
        return await self._call(
            request("GET", f"/knowledge/documents/{segment(document_id)}/access"), models.DocumentAccess
        )

    async def get_document_content(
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
        return await self._call(
            request(
                "GET",
                f"/knowledge/documents/{segment(document_id)}/content",
                query={"version": version, "at": at, "page": page, "limit": limit, "cursor": cursor},
            ),
            models.ContentOut,
        )

    async def iterate_get_document_content(
        self,
        document_id: UUID,
        *,
        version: int | None = None,
        at: int | None = None,
        page: int | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[models.BlockOut]:
        """Everything that `get_document_content` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.get_document_content(
                document_id, version=version, at=at, page=page, limit=limit, cursor=cursor
            )
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def get_document_link(
        self, document_id: UUID, *, version: int | None = None, inline: bool | None = None
    ) -> models.Link:
        """A link to the file."""
        return await self._call(
            request(
                "GET",
                f"/knowledge/documents/{segment(document_id)}/download",
                query={"version": version, "inline": inline},
            ),
            models.Link,
        )

    async def get_document_page(
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
        return await self._call(
            request(
                "GET",
                f"/knowledge/documents/{segment(document_id)}/pages/{segment(page)}",
                query={"width": width, "chunk": chunk, "at": at, "to": to, "version": version},
            ),
            models.PagePicture,
        )

    async def get_export(self, export_id: UUID) -> models.ExportOut:
        """One export."""
        return await self._call(request("GET", f"/exports/{segment(export_id)}"), models.ExportOut)

    async def get_export_content(self, token: str) -> bytes:
        """The file behind a link."""
        return (await self._send(request("GET", f"/exports/content/{segment(token)}"))).content

    async def get_export_link(self, export_id: UUID) -> models.ExportLink:
        """A link to the file."""
        return await self._call(request("GET", f"/exports/{segment(export_id)}/link"), models.ExportLink)

    async def get_file(self, file_id: UUID) -> models.Attachment:
        """One file."""
        return await self._call(request("GET", f"/files/{segment(file_id)}"), models.Attachment)

    async def get_file_content(self, token: str) -> bytes:
        """The content behind a link."""
        return (await self._send(request("GET", f"/files/content/{segment(token)}"))).content

    async def get_file_limits(self) -> models.FileLimits:
        """What one may upload."""
        return await self._call(request("GET", "/files/limits"), models.FileLimits)

    async def get_file_link(
        self, file_id: UUID, *, variant: models.Variant | None = None, download: bool | None = None
    ) -> models.FileLink:
        """A link to the content."""
        return await self._call(
            request("GET", f"/files/{segment(file_id)}/link", query={"variant": variant, "download": download}),
            models.FileLink,
        )

    async def get_group(self, group_id: UUID) -> models.GroupOut:
        """A group."""
        return await self._call(request("GET", f"/groups/{segment(group_id)}"), models.GroupOut)

    async def get_import(self, import_id: UUID) -> models.ImportOut:
        """One import."""
        return await self._call(request("GET", f"/imports/{segment(import_id)}"), models.ImportOut)

    async def get_import_offset(self, import_id: UUID) -> bytes:
        """How far an upload is."""
        return (await self._send(request("HEAD", f"/imports/{segment(import_id)}/content"))).content

    async def get_instance(self) -> models.InstanceOut:
        """What everybody may know about this installation."""
        return await self._call(request("GET", "/instance"), models.InstanceOut)

    async def get_knowledge_base(self, base_id: UUID) -> models.BaseOut:
        """One knowledge base."""
        return await self._call(request("GET", f"/knowledge/bases/{segment(base_id)}"), models.BaseOut)

    async def get_knowledge_content(self, token: str) -> bytes:
        """The content behind a link."""
        return (await self._send(request("GET", f"/knowledge/content/{segment(token)}"))).content

    async def get_knowledge_limits(self) -> models.KnowledgeLimits:
        """What one may bring in."""
        return await self._call(request("GET", "/knowledge/limits"), models.KnowledgeLimits)

    async def get_knowledge_operation(self, operation_id: UUID) -> models.OperationOut:
        """One operation."""
        return await self._call(request("GET", f"/knowledge/operations/{segment(operation_id)}"), models.OperationOut)

    async def get_knowledge_upload(self, upload_id: UUID) -> models.UploadOut:
        """What became of an upload."""
        return await self._call(request("GET", f"/knowledge/uploads/{segment(upload_id)}"), models.UploadOut)

    async def get_knowledge_upload_offset(self, upload_id: UUID) -> bytes:
        """How far an upload is."""
        return (await self._send(request("HEAD", f"/knowledge/uploads/{segment(upload_id)}/content"))).content

    async def get_me(self) -> models.PersonOut:
        """Who I am."""
        return await self._call(request("GET", "/me"), models.PersonOut)

    async def get_model_access(self, model_id: UUID) -> models.AccessOut:
        """See who may use a model."""
        return await self._call(request("GET", f"/models/{segment(model_id)}/access"), models.AccessOut)

    async def get_organization(self) -> models.OrganizationOut:
        """My organisation."""
        return await self._call(request("GET", "/organization"), models.OrganizationOut)

    async def get_prompt(self, prompt_id: UUID) -> models.PromptOut:
        """One prompt."""
        return await self._call(request("GET", f"/prompts/{segment(prompt_id)}"), models.PromptOut)

    async def get_shared_file_link(
        self, share_id: UUID, file_id: UUID, *, variant: models.Variant | None = None, download: bool | None = None
    ) -> models.FileLink:
        """A link to a file in a snapshot."""
        return await self._call(
            request(
                "GET",
                f"/shares/{segment(share_id)}/files/{segment(file_id)}/link",
                query={"variant": variant, "download": download},
            ),
            models.FileLink,
        )

    async def get_template(self, template_id: UUID) -> models.TemplateOut:
        """One template."""
        return await self._call(request("GET", f"/templates/{segment(template_id)}"), models.TemplateOut)

    async def get_upload_offset(self, file_id: UUID) -> bytes:
        """How far an upload is."""
        return (await self._send(request("HEAD", f"/files/{segment(file_id)}/content"))).content

    async def list_all_api_keys(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        q: str | None = None,
        person_id: UUID | None = None,
    ) -> models.ApiKeyItemPage:
        """Everybody's API keys."""
        return await self._call(
            request("GET", "/api-keys", query={"limit": limit, "cursor": cursor, "q": q, "person_id": person_id}),
            models.ApiKeyItemPage,
        )

    async def iterate_all_api_keys(
        self, *, limit: int | None = None, q: str | None = None, person_id: UUID | None = None
    ) -> AsyncIterator[models.ApiKeyItem]:
        """Everything that `list_all_api_keys` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_all_api_keys(limit=limit, q=q, person_id=person_id, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def list_answering_models(
        self, *, limit: int | None = None, cursor: str | None = None
    ) -> models.AnsweringModels:
        """Models that answered among one's messages."""
        return await self._call(
            request("GET", "/search/models", query={"limit": limit, "cursor": cursor}), models.AnsweringModels
        )

    async def iterate_answering_models(self, *, limit: int | None = None) -> AsyncIterator[models.AnsweringModel]:
        """Everything that `list_answering_models` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_answering_models(limit=limit, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def list_api_keys(self, *, limit: int | None = None, cursor: str | None = None) -> models.ApiKeyPage:
        """My API keys."""
        return await self._call(
            request("GET", "/me/api-keys", query={"limit": limit, "cursor": cursor}), models.ApiKeyPage
        )

    async def iterate_api_keys(self, *, limit: int | None = None) -> AsyncIterator[models.ApiKeyOut]:
        """Everything that `list_api_keys` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_api_keys(limit=limit, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def list_audit_records(
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
        return await self._call(
            request(
                "GET",
                "/audit",
                query={"limit": limit, "cursor": cursor, "action": action, "actor": actor, "from": from_, "to": to},
            ),
            models.AuditPage,
        )

    async def iterate_audit_records(
        self,
        *,
        limit: int | None = None,
        action: str | None = None,
        actor: UUID | None = None,
        from_: datetime | None = None,
        to: datetime | None = None,
    ) -> AsyncIterator[models.AuditRecordOut]:
        """Everything that `list_audit_records` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_audit_records(
                limit=limit, action=action, actor=actor, from_=from_, to=to, cursor=cursor
            )
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def list_bench_runs(
        self, set_id: UUID, *, limit: int | None = None, cursor: str | None = None
    ) -> models.BenchRunPage:
        """Figures over time."""
        return await self._call(
            request(
                "GET", f"/knowledge/question-sets/{segment(set_id)}/runs", query={"limit": limit, "cursor": cursor}
            ),
            models.BenchRunPage,
        )

    async def iterate_bench_runs(self, set_id: UUID, *, limit: int | None = None) -> AsyncIterator[models.BenchRunOut]:
        """Everything that `list_bench_runs` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_bench_runs(set_id, limit=limit, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def list_budget_balances(
        self, budget_id: UUID, *, limit: int | None = None, cursor: str | None = None
    ) -> models.BudgetBalancePage:
        """Who has used how much of a budget."""
        return await self._call(
            request("GET", f"/budgets/{segment(budget_id)}/balances", query={"limit": limit, "cursor": cursor}),
            models.BudgetBalancePage,
        )

    async def iterate_budget_balances(
        self, budget_id: UUID, *, limit: int | None = None
    ) -> AsyncIterator[models.BudgetBalanceOut]:
        """Everything that `list_budget_balances` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_budget_balances(budget_id, limit=limit, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def list_budgets(
        self, *, limit: int | None = None, cursor: str | None = None, subject_id: UUID | None = None
    ) -> models.BudgetPage:
        """List the budgets."""
        return await self._call(
            request("GET", "/budgets", query={"limit": limit, "cursor": cursor, "subject_id": subject_id}),
            models.BudgetPage,
        )

    async def iterate_budgets(
        self, *, limit: int | None = None, subject_id: UUID | None = None
    ) -> AsyncIterator[models.BudgetOut]:
        """Everything that `list_budgets` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_budgets(limit=limit, subject_id=subject_id, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def list_connection_models(
        self, connection_id: UUID, *, limit: int | None = None, cursor: str | None = None
    ) -> models.ManagedModelPage:
        """List all models of a connection."""
        return await self._call(
            request("GET", f"/connections/{segment(connection_id)}/models", query={"limit": limit, "cursor": cursor}),
            models.ManagedModelPage,
        )

    async def iterate_connection_models(
        self, connection_id: UUID, *, limit: int | None = None
    ) -> AsyncIterator[models.ManagedModel]:
        """Everything that `list_connection_models` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_connection_models(connection_id, limit=limit, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def list_connections(self, *, limit: int | None = None, cursor: str | None = None) -> models.ConnectionPage:
        """List the ways to providers."""
        return await self._call(
            request("GET", "/connections", query={"limit": limit, "cursor": cursor}), models.ConnectionPage
        )

    async def iterate_connections(self, *, limit: int | None = None) -> AsyncIterator[models.ConnectionOut]:
        """Everything that `list_connections` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_connections(limit=limit, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def list_conversation_shares(
        self, conversation_id: UUID, *, limit: int | None = None, cursor: str | None = None
    ) -> models.SharePage:
        """A conversation's snapshots."""
        return await self._call(
            request(
                "GET", f"/conversations/{segment(conversation_id)}/shares", query={"limit": limit, "cursor": cursor}
            ),
            models.SharePage,
        )

    async def iterate_conversation_shares(
        self, conversation_id: UUID, *, limit: int | None = None
    ) -> AsyncIterator[models.ShareOut]:
        """Everything that `list_conversation_shares` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_conversation_shares(conversation_id, limit=limit, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def list_conversations(
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
        return await self._call(
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

    async def iterate_conversations(
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
    ) -> AsyncIterator[models.ConversationOut]:
        """Everything that `list_conversations` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_conversations(
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
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def list_document_chunks(
        self, document_id: UUID, *, limit: int | None = None, cursor: str | None = None, enabled: bool | None = None
    ) -> models.ChunkPage:
        """Chunks of a document."""
        return await self._call(
            request(
                "GET",
                f"/knowledge/documents/{segment(document_id)}/chunks",
                query={"limit": limit, "cursor": cursor, "enabled": enabled},
            ),
            models.ChunkPage,
        )

    async def iterate_document_chunks(
        self, document_id: UUID, *, limit: int | None = None, enabled: bool | None = None
    ) -> AsyncIterator[models.ChunkOut]:
        """Everything that `list_document_chunks` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_document_chunks(document_id, limit=limit, enabled=enabled, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def list_document_versions(
        self, document_id: UUID, *, limit: int | None = None, cursor: str | None = None
    ) -> models.VersionPage:
        """Versions of a document."""
        return await self._call(
            request(
                "GET", f"/knowledge/documents/{segment(document_id)}/versions", query={"limit": limit, "cursor": cursor}
            ),
            models.VersionPage,
        )

    async def iterate_document_versions(
        self, document_id: UUID, *, limit: int | None = None
    ) -> AsyncIterator[models.VersionOut]:
        """Everything that `list_document_versions` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_document_versions(document_id, limit=limit, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def list_documents(
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
        return await self._call(
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

    async def iterate_documents(
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
    ) -> AsyncIterator[models.DocumentOut]:
        """Everything that `list_documents` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_documents(
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
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def list_embedders(self) -> models.EmbedderList:
        """Who can embed documents."""
        return await self._call(request("GET", "/knowledge/embedders"), models.EmbedderList)

    async def list_events(self, conversation_id: UUID, after: int, *, wait: float | None = None) -> models.EventPage:
        """What happened since."""
        return await self._call(
            request("GET", f"/conversations/{segment(conversation_id)}/events", query={"after": after, "wait": wait}),
            models.EventPage,
        )

    async def list_exports(self, *, limit: int | None = None, cursor: str | None = None) -> models.ExportPage:
        """One's exports."""
        return await self._call(request("GET", "/exports", query={"limit": limit, "cursor": cursor}), models.ExportPage)

    async def iterate_exports(self, *, limit: int | None = None) -> AsyncIterator[models.ExportOut]:
        """Everything that `list_exports` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_exports(limit=limit, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def list_folders(self) -> models.FolderList:
        """One's folders."""
        return await self._call(request("GET", "/folders"), models.FolderList)

    async def list_group_members(
        self, group_id: UUID, *, limit: int | None = None, cursor: str | None = None
    ) -> models.GroupMemberPage:
        """Who is in a group."""
        return await self._call(
            request("GET", f"/groups/{segment(group_id)}/members", query={"limit": limit, "cursor": cursor}),
            models.GroupMemberPage,
        )

    async def iterate_group_members(
        self, group_id: UUID, *, limit: int | None = None
    ) -> AsyncIterator[models.GroupMemberItem]:
        """Everything that `list_group_members` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_group_members(group_id, limit=limit, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def list_groups(
        self, *, limit: int | None = None, cursor: str | None = None, q: str | None = None
    ) -> models.GroupPage:
        """The organisation's groups."""
        return await self._call(
            request("GET", "/groups", query={"limit": limit, "cursor": cursor, "q": q}), models.GroupPage
        )

    async def iterate_groups(self, *, limit: int | None = None, q: str | None = None) -> AsyncIterator[models.GroupOut]:
        """Everything that `list_groups` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_groups(limit=limit, q=q, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def list_imports(self, *, limit: int | None = None, cursor: str | None = None) -> models.ImportPage:
        """One's imports."""
        return await self._call(request("GET", "/imports", query={"limit": limit, "cursor": cursor}), models.ImportPage)

    async def iterate_imports(self, *, limit: int | None = None) -> AsyncIterator[models.ImportOut]:
        """Everything that `list_imports` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_imports(limit=limit, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def list_invitations(self, *, limit: int | None = None, cursor: str | None = None) -> models.InvitationPage:
        """Open invitations."""
        return await self._call(
            request("GET", "/invitations", query={"limit": limit, "cursor": cursor}), models.InvitationPage
        )

    async def iterate_invitations(self, *, limit: int | None = None) -> AsyncIterator[models.InvitationOut]:
        """Everything that `list_invitations` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_invitations(limit=limit, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def list_knowledge_bases(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        q: str | None = None,
        role: models.BaseRole | None = None,
        deleted: bool | None = None,
    ) -> models.BasePage:
        """Knowledge bases."""
        return await self._call(
            request(
                "GET",
                "/knowledge/bases",
                query={"limit": limit, "cursor": cursor, "q": q, "role": role, "deleted": deleted},
            ),
            models.BasePage,
        )

    async def iterate_knowledge_bases(
        self,
        *,
        limit: int | None = None,
        q: str | None = None,
        role: models.BaseRole | None = None,
        deleted: bool | None = None,
    ) -> AsyncIterator[models.BaseOut]:
        """Everything that `list_knowledge_bases` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_knowledge_bases(limit=limit, q=q, role=role, deleted=deleted, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def list_knowledge_failures(
        self, operation_id: UUID, *, limit: int | None = None, cursor: str | None = None
    ) -> models.FailurePage:
        """What it failed for, and why."""
        return await self._call(
            request(
                "GET",
                f"/knowledge/operations/{segment(operation_id)}/failures",
                query={"limit": limit, "cursor": cursor},
            ),
            models.FailurePage,
        )

    async def iterate_knowledge_failures(
        self, operation_id: UUID, *, limit: int | None = None
    ) -> AsyncIterator[models.FailureOut]:
        """Everything that `list_knowledge_failures` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_knowledge_failures(operation_id, limit=limit, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def list_knowledge_folders(self, base_id: UUID) -> models.BaseFolderList:
        """Folders of a base."""
        return await self._call(request("GET", f"/knowledge/bases/{segment(base_id)}/folders"), models.BaseFolderList)

    async def list_knowledge_members(self, base_id: UUID) -> models.BaseMemberList:
        """Who may what."""
        return await self._call(request("GET", f"/knowledge/bases/{segment(base_id)}/members"), models.BaseMemberList)

    async def list_knowledge_operations(
        self, base_id: UUID, *, limit: int | None = None, cursor: str | None = None
    ) -> models.OperationPage:
        """Operations of a base."""
        return await self._call(
            request("GET", "/knowledge/operations", query={"limit": limit, "cursor": cursor, "base_id": base_id}),
            models.OperationPage,
        )

    async def iterate_knowledge_operations(
        self, base_id: UUID, *, limit: int | None = None
    ) -> AsyncIterator[models.OperationOut]:
        """Everything that `list_knowledge_operations` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_knowledge_operations(base_id, limit=limit, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def list_knowledge_searches(
        self, *, limit: int | None = None, cursor: str | None = None
    ) -> models.PastSearchPage:
        """One's earlier searches."""
        return await self._call(
            request("GET", "/knowledge/searches", query={"limit": limit, "cursor": cursor}), models.PastSearchPage
        )

    async def iterate_knowledge_searches(self, *, limit: int | None = None) -> AsyncIterator[models.PastSearch]:
        """Everything that `list_knowledge_searches` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_knowledge_searches(limit=limit, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def list_knowledge_tags(self, base_id: UUID) -> models.BaseTagList:
        """Tags of a base."""
        return await self._call(request("GET", f"/knowledge/bases/{segment(base_id)}/tags"), models.BaseTagList)

    async def list_members(self, conversation_id: UUID) -> models.MemberList:
        """Whom a conversation is opened to."""
        return await self._call(request("GET", f"/conversations/{segment(conversation_id)}/members"), models.MemberList)

    async def list_messages(
        self,
        conversation_id: UUID,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        newer: str | None = None,
        around: UUID | None = None,
    ) -> models.MessagePage:
        """Messages of a conversation."""
        return await self._call(
            request(
                "GET",
                f"/conversations/{segment(conversation_id)}/messages",
                query={"limit": limit, "cursor": cursor, "newer": newer, "around": around},
            ),
            models.MessagePage,
        )

    async def list_models(self, *, limit: int | None = None, cursor: str | None = None) -> models.ModelPage:
        """List the models to choose from."""
        return await self._call(request("GET", "/models", query={"limit": limit, "cursor": cursor}), models.ModelPage)

    async def iterate_models(self, *, limit: int | None = None) -> AsyncIterator[models.ModelOut]:
        """Everything that `list_models` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_models(limit=limit, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def list_own_limits(self) -> models.OwnLimits:
        """What limits me now."""
        return await self._call(request("GET", "/budgets/mine"), models.OwnLimits)

    async def list_people(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        q: str | None = None,
        role: models.Role | None = None,
        active: bool | None = None,
    ) -> models.PersonPage:
        """The organisation's people."""
        return await self._call(
            request("GET", "/people", query={"limit": limit, "cursor": cursor, "q": q, "role": role, "active": active}),
            models.PersonPage,
        )

    async def iterate_people(
        self,
        *,
        limit: int | None = None,
        q: str | None = None,
        role: models.Role | None = None,
        active: bool | None = None,
    ) -> AsyncIterator[models.PersonItem]:
        """Everything that `list_people` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_people(limit=limit, q=q, role=role, active=active, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def list_popular_searches(self) -> models.PopularList:
        """What is asked often."""
        return await self._call(request("GET", "/knowledge/searches/popular"), models.PopularList)

    async def list_prompts(
        self,
        *,
        q: str | None = None,
        visibility: Literal["private", "organization"] | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> models.PromptPage:
        """The prompt library."""
        return await self._call(
            request("GET", "/prompts", query={"q": q, "visibility": visibility, "limit": limit, "cursor": cursor}),
            models.PromptPage,
        )

    async def iterate_prompts(
        self,
        *,
        q: str | None = None,
        visibility: Literal["private", "organization"] | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[models.PromptOut]:
        """Everything that `list_prompts` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_prompts(q=q, visibility=visibility, limit=limit, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def list_question_sets(self, base_id: UUID) -> models.QuestionSetList:
        """Sets of questions."""
        return await self._call(
            request("GET", f"/knowledge/bases/{segment(base_id)}/question-sets"), models.QuestionSetList
        )

    async def list_saved_searches(self) -> models.SavedSearchList:
        """Searches that one keeps."""
        return await self._call(request("GET", "/knowledge/searches/saved"), models.SavedSearchList)

    async def list_sessions(self, *, limit: int | None = None, cursor: str | None = None) -> models.SessionPage:
        """Where I am signed in."""
        return await self._call(
            request("GET", "/me/sessions", query={"limit": limit, "cursor": cursor}), models.SessionPage
        )

    async def iterate_sessions(self, *, limit: int | None = None) -> AsyncIterator[models.SessionItem]:
        """Everything that `list_sessions` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_sessions(limit=limit, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def list_shared_messages(
        self, share_id: UUID, *, limit: int | None = None, cursor: str | None = None
    ) -> models.SharedMessagePage:
        """A snapshot's messages."""
        return await self._call(
            request("GET", f"/shares/{segment(share_id)}/messages", query={"limit": limit, "cursor": cursor}),
            models.SharedMessagePage,
        )

    async def iterate_shared_messages(
        self, share_id: UUID, *, limit: int | None = None
    ) -> AsyncIterator[models.SharedMessageOut]:
        """Everything that `list_shared_messages` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_shared_messages(share_id, limit=limit, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def list_shares(self, *, limit: int | None = None, cursor: str | None = None) -> models.SharePage:
        """One's snapshots."""
        return await self._call(request("GET", "/shares", query={"limit": limit, "cursor": cursor}), models.SharePage)

    async def iterate_shares(self, *, limit: int | None = None) -> AsyncIterator[models.ShareOut]:
        """Everything that `list_shares` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_shares(limit=limit, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def list_similar_documents(self, document_id: UUID, *, limit: int | None = None) -> models.SimilarList:
        """Documents that speak of the same."""
        return await self._call(
            request("GET", f"/knowledge/documents/{segment(document_id)}/similar", query={"limit": limit}),
            models.SimilarList,
        )

    async def list_sources(self, conversation_id: UUID) -> models.SourceList:
        """What answers may rest on."""
        return await self._call(request("GET", f"/conversations/{segment(conversation_id)}/sources"), models.SourceList)

    async def list_tags(self) -> models.TagList:
        """One's tags."""
        return await self._call(request("GET", "/tags"), models.TagList)

    async def list_templates(
        self,
        *,
        q: str | None = None,
        visibility: Literal["private", "organization"] | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> models.TemplatePage:
        """Chat templates."""
        return await self._call(
            request("GET", "/templates", query={"q": q, "visibility": visibility, "limit": limit, "cursor": cursor}),
            models.TemplatePage,
        )

    async def iterate_templates(
        self,
        *,
        q: str | None = None,
        visibility: Literal["private", "organization"] | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[models.TemplateOut]:
        """Everything that `list_templates` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.list_templates(q=q, visibility=visibility, limit=limit, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def merge_knowledge_tag(self, tag_id: UUID, body: models.BaseTagMerge) -> models.BaseTagMerged:
        """Merge a tag into another."""
        return await self._call(
            request("POST", f"/knowledge/tags/{segment(tag_id)}/merge", body=body), models.BaseTagMerged
        )

    async def move_receipt(self, conversation_id: UUID, body: models.ReceiptIn) -> None:
        """Say what has arrived and what was read."""
        await self._send(request("POST", f"/conversations/{segment(conversation_id)}/receipts", body=body))

    async def open_citation(self, conversation_id: UUID, message_id: UUID, number: int) -> models.CitationPlace:
        """Where a cited passage stands."""
        return await self._call(
            request(
                "GET",
                f"/conversations/{segment(conversation_id)}/messages/{segment(message_id)}/citations/{segment(number)}",
            ),
            models.CitationPlace,
        )

    async def open_share(self, share_id: UUID) -> models.SharedConversation:
        """Open a snapshot."""
        return await self._call(request("GET", f"/shares/{segment(share_id)}"), models.SharedConversation)

    async def pin_message(self, conversation_id: UUID, message_id: UUID) -> models.MessageOut:
        """Keep a message in the context."""
        return await self._call(
            request("PUT", f"/conversations/{segment(conversation_id)}/messages/{segment(message_id)}/pin"),
            models.MessageOut,
        )

    async def preview_chunks(self, base_id: UUID, body: models.PreviewIn) -> models.Preview:
        """How would this be cut?"""
        return await self._call(
            request("POST", f"/knowledge/bases/{segment(base_id)}/preview-chunks", body=body), models.Preview
        )

    async def put_document_access(self, document_id: UUID, body: models.DocumentAccessIn) -> models.DocumentAccess:
        """Say who reads a document."""
        return await self._call(
            request("PUT", f"/knowledge/documents/{segment(document_id)}/access", body=body), models.DocumentAccess
        )

    async def put_knowledge_member(
        self, base_id: UUID, kind: Literal["person", "group"], subject_id: UUID, body: models.BaseMemberIn
    ) -> models.BaseMemberOut:
        """Let a person or a group in."""
        return await self._call(
            request(
                "PUT", f"/knowledge/bases/{segment(base_id)}/members/{segment(kind)}/{segment(subject_id)}", body=body
            ),
            models.BaseMemberOut,
        )

    async def put_member(
        self, conversation_id: UUID, kind: Literal["person", "group"], subject_id: UUID, body: models.MemberPut
    ) -> models.MemberOut:
        """Open a conversation to a person or a group."""
        return await self._call(
            request(
                "PUT",
                f"/conversations/{segment(conversation_id)}/members/{segment(kind)}/{segment(subject_id)}",
                body=body,
            ),
            models.MemberOut,
        )

    async def rate_answer(self, conversation_id: UUID, message_id: UUID, body: models.RatingIn) -> models.RatingOut:
        """Rate an answer."""
        return await self._call(
            request(
                "PUT", f"/conversations/{segment(conversation_id)}/messages/{segment(message_id)}/rating", body=body
            ),
            models.RatingOut,
        )

    async def refresh_models(
        self, connection_id: UUID, *, limit: int | None = None, cursor: str | None = None
    ) -> models.ManagedModelPage:
        """List a provider's models afresh."""
        return await self._call(
            request(
                "POST",
                f"/connections/{segment(connection_id)}/refresh-models",
                query={"limit": limit, "cursor": cursor},
            ),
            models.ManagedModelPage,
        )

    async def iterate_refresh_models(
        self, connection_id: UUID, *, limit: int | None = None
    ) -> AsyncIterator[models.ManagedModel]:
        """Everything that `refresh_models` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.refresh_models(connection_id, limit=limit, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def register(self, body: models.RegisterIn) -> models.SessionOut:
        """Register a new person."""
        return await self._call(request("POST", "/auth/register", body=body), models.SessionOut)

    async def remove_group_member(self, group_id: UUID, person_id: UUID) -> None:
        """Take a person out of a group."""
        await self._send(request("DELETE", f"/groups/{segment(group_id)}/members/{segment(person_id)}"))

    async def remove_knowledge_member(self, base_id: UUID, kind: Literal["person", "group"], subject_id: UUID) -> None:
        """Take an entry away."""
        await self._send(
            request("DELETE", f"/knowledge/bases/{segment(base_id)}/members/{segment(kind)}/{segment(subject_id)}")
        )

    async def replace_prompt(self, prompt_id: UUID, body: models.PromptIn) -> models.PromptOut:
        """Change a prompt."""
        return await self._call(request("PUT", f"/prompts/{segment(prompt_id)}", body=body), models.PromptOut)

    async def replace_template(self, template_id: UUID, body: models.TemplateIn) -> models.TemplateOut:
        """Change a template."""
        return await self._call(request("PUT", f"/templates/{segment(template_id)}", body=body), models.TemplateOut)

    async def request_password_reset(self, body: models.PasswordResetIn) -> bytes:
        """Ask for a link to set a new password."""
        return (await self._send(request("POST", "/auth/password-reset", body=body))).content

    async def restore_document(self, document_id: UUID) -> models.DocumentOut:
        """Bring a deleted document back."""
        return await self._call(
            request("POST", f"/knowledge/documents/{segment(document_id)}/restore"), models.DocumentOut
        )

    async def restore_document_version(self, document_id: UUID, number: int) -> models.DocumentOut:
        """Make an old version the newest."""
        return await self._call(
            request("POST", f"/knowledge/documents/{segment(document_id)}/versions/{segment(number)}/restore"),
            models.DocumentOut,
        )

    async def restore_knowledge_base(self, base_id: UUID) -> models.BaseOut:
        """Bring a deleted knowledge base back."""
        return await self._call(request("POST", f"/knowledge/bases/{segment(base_id)}/restore"), models.BaseOut)

    async def retry_answer(
        self, conversation_id: UUID, message_id: UUID, body: models.RetryIn | None = None
    ) -> models.AnswerStarted:
        """Answer again."""
        return await self._call(
            request(
                "POST", f"/conversations/{segment(conversation_id)}/messages/{segment(message_id)}/retry", body=body
            ),
            models.AnswerStarted,
        )

    async def retry_document(self, document_id: UUID) -> models.DocumentOut:
        """Try a failed document again."""
        return await self._call(
            request("POST", f"/knowledge/documents/{segment(document_id)}/retry"), models.DocumentOut
        )

    async def retry_knowledge_operation(self, operation_id: UUID) -> models.OperationOut:
        """Try again what failed."""
        return await self._call(
            request("POST", f"/knowledge/operations/{segment(operation_id)}/retry"), models.OperationOut
        )

    async def revoke_any_api_key(self, key_id: UUID) -> None:
        """Revoke anybody's API key."""
        await self._send(request("DELETE", f"/api-keys/{segment(key_id)}"))

    async def revoke_api_key(self, key_id: UUID) -> None:
        """Revoke an API key."""
        await self._send(request("DELETE", f"/me/api-keys/{segment(key_id)}"))

    async def revoke_invitation(self, invitation_id: UUID) -> None:
        """Withdraw an invitation."""
        await self._send(request("DELETE", f"/invitations/{segment(invitation_id)}"))

    async def revoke_share(self, share_id: UUID) -> None:
        """Revoke a snapshot."""
        await self._send(request("DELETE", f"/shares/{segment(share_id)}"))

    async def run_import(self, import_id: UUID) -> models.ImportOut:
        """Take in what the dry run has found."""
        return await self._call(request("POST", f"/imports/{segment(import_id)}/run"), models.ImportOut)

    async def save_search(self, body: models.SavedSearchIn) -> models.SavedSearchOut:
        """Keep a search."""
        return await self._call(request("POST", "/knowledge/searches/saved", body=body), models.SavedSearchOut)

    async def search_conversations(
        self, q: str, *, limit: int | None = None, cursor: str | None = None
    ) -> models.ConversationHits:
        """Find conversations by title."""
        return await self._call(
            request("GET", "/search/conversations", query={"q": q, "limit": limit, "cursor": cursor}),
            models.ConversationHits,
        )

    async def iterate_search_conversations(
        self, q: str, *, limit: int | None = None
    ) -> AsyncIterator[models.ConversationHit]:
        """Everything that `search_conversations` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.search_conversations(q, limit=limit, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def search_directory(
        self, *, q: str | None = None, limit: int | None = None, cursor: str | None = None
    ) -> models.DirectoryPage:
        """Find people and groups to open something to."""
        return await self._call(
            request("GET", "/directory", query={"q": q, "limit": limit, "cursor": cursor}), models.DirectoryPage
        )

    async def iterate_search_directory(
        self, *, q: str | None = None, limit: int | None = None
    ) -> AsyncIterator[models.DirectoryEntry]:
        """Everything that `search_directory` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.search_directory(q=q, limit=limit, cursor=cursor)
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def search_knowledge(self, body: models.SearchIn) -> models.SearchOut:
        """Search documents."""
        return await self._call(request("POST", "/knowledge/search", body=body), models.SearchOut)

    async def search_messages(
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
        return await self._call(
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

    async def iterate_search_messages(
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
    ) -> AsyncIterator[models.MessageHit]:
        """Everything that `search_messages` has, page by page."""
        cursor: str | None = None
        while True:
            found = await self.search_messages(
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
            for item in found.items:
                yield item
            cursor = found.next_cursor
            if cursor is None:
                return

    async def send_message(self, conversation_id: UUID, body: models.MessageCreate) -> models.MessageSent:
        """Ask."""
        return await self._call(
            request("POST", f"/conversations/{segment(conversation_id)}/messages", body=body), models.MessageSent
        )

    async def set_archive_retention(self, body: models.RetentionPut) -> models.RetentionOut:
        """Set how long the archive stays."""
        return await self._call(request("PUT", "/archive/retention", body=body), models.RetentionOut)

    async def set_model_access(self, model_id: UUID, body: models.AccessIn) -> models.AccessOut:
        """Say who may use a model."""
        return await self._call(request("PUT", f"/models/{segment(model_id)}/access", body=body), models.AccessOut)

    async def set_sources(self, conversation_id: UUID, body: models.SourcesPut) -> models.SourceList:
        """Choose what answers may rest on."""
        return await self._call(
            request("PUT", f"/conversations/{segment(conversation_id)}/sources", body=body), models.SourceList
        )

    async def share_conversation(self, conversation_id: UUID, body: models.ShareCreate) -> models.ShareOut:
        """Share a snapshot."""
        return await self._call(
            request("POST", f"/conversations/{segment(conversation_id)}/shares", body=body), models.ShareOut
        )

    async def show_branch(self, conversation_id: UUID, message_id: UUID) -> models.ConversationOut:
        """Switch to the branch through a message."""
        return await self._call(
            request("POST", f"/conversations/{segment(conversation_id)}/messages/{segment(message_id)}/show"),
            models.ConversationOut,
        )

    async def show_context(
        self, conversation_id: UUID, *, model_id: UUID | None = None, attachment_id: list[UUID] | None = None
    ) -> models.ContextOut:
        """How much of the model's context is taken up."""
        return await self._call(
            request(
                "GET",
                f"/conversations/{segment(conversation_id)}/context",
                query={"model_id": model_id, "attachment_id": attachment_id},
            ),
            models.ContextOut,
        )

    async def show_knowledge_figures(
        self,
        *,
        base_id: UUID | None = None,
        from_: str | None = None,
        to: str | None = None,
        old_days: int | None = None,
    ) -> models.FiguresOut:
        """How knowledge is used, and what it lacks."""
        return await self._call(
            request(
                "GET", "/knowledge/figures", query={"base_id": base_id, "from": from_, "to": to, "old_days": old_days}
            ),
            models.FiguresOut,
        )

    async def start_bench_run(self, set_id: UUID, body: models.BenchSettings) -> models.BenchRunOut:
        """Put a set to the search."""
        return await self._call(
            request("POST", f"/knowledge/question-sets/{segment(set_id)}/runs", body=body), models.BenchRunOut
        )

    async def start_template(self, template_id: UUID, body: models.TemplateStart) -> models.ConversationOut:
        """Begin a chat from a template."""
        return await self._call(
            request("POST", f"/templates/{segment(template_id)}/start", body=body), models.ConversationOut
        )

    async def steer_queued_question(self, conversation_id: UUID, question_id: UUID) -> models.QueuedQuestionOut:
        """Stop what runs and ask this next."""
        return await self._call(
            request("POST", f"/conversations/{segment(conversation_id)}/queue/{segment(question_id)}/steer"),
            models.QueuedQuestionOut,
        )

    async def stop_answer(self, conversation_id: UUID, message_id: UUID) -> models.MessageOut:
        """Stop an answer."""
        return await self._call(
            request("POST", f"/conversations/{segment(conversation_id)}/messages/{segment(message_id)}/stop"),
            models.MessageOut,
        )

    async def suggest_knowledge(
        self, q: str, *, bases: list[UUID] | None = None, limit: int | None = None
    ) -> models.SuggestionList:
        """Complete what is being typed."""
        return await self._call(
            request("GET", "/knowledge/suggest", query={"q": q, "bases": bases, "limit": limit}), models.SuggestionList
        )

    async def summarize_usage(
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
        return await self._call(
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

    async def test_connection(self, connection_id: UUID) -> models.ConnectionTest:
        """Test a connection."""
        return await self._call(request("POST", f"/connections/{segment(connection_id)}/test"), models.ConnectionTest)

    async def try_knowledge_question(self, body: models.BenchIn) -> models.BenchOut:
        """Try a question."""
        return await self._call(request("POST", "/knowledge/bench", body=body), models.BenchOut)

    async def undo_knowledge_operation(self, operation_id: UUID) -> models.OperationOut:
        """Bring back what was deleted."""
        return await self._call(
            request("POST", f"/knowledge/operations/{segment(operation_id)}/undo"), models.OperationOut
        )

    async def unpin_message(self, conversation_id: UUID, message_id: UUID) -> models.MessageOut:
        """Let go of a message that was kept in the context."""
        return await self._call(
            request("DELETE", f"/conversations/{segment(conversation_id)}/messages/{segment(message_id)}/pin"),
            models.MessageOut,
        )

    async def unrate_answer(self, conversation_id: UUID, message_id: UUID) -> None:
        """Take a rating back."""
        await self._send(
            request("DELETE", f"/conversations/{segment(conversation_id)}/messages/{segment(message_id)}/rating")
        )

    async def upload_content(self, file_id: UUID, upload_offset: int, body: bytes) -> None:
        """Send the next piece."""
        await self._send(
            request(
                "PATCH",
                f"/files/{segment(file_id)}/content",
                headers={"Upload-Offset": upload_offset},
                content=body,
                content_type="application/offset+octet-stream",
            )
        )

    async def upload_import(self, import_id: UUID, upload_offset: int, body: bytes) -> None:
        """Send the next piece."""
        await self._send(
            request(
                "PATCH",
                f"/imports/{segment(import_id)}/content",
                headers={"Upload-Offset": upload_offset},
                content=body,
                content_type="application/offset+octet-stream",
            )
        )

    async def upload_knowledge_content(self, upload_id: UUID, upload_offset: int, body: bytes) -> None:
        """Send the next piece."""
        await self._send(
            request(
                "PATCH",
                f"/knowledge/uploads/{segment(upload_id)}/content",
                headers={"Upload-Offset": upload_offset},
                content=body,
                content_type="application/offset+octet-stream",
            )
        )

    async def withdraw_queued_question(self, conversation_id: UUID, question_id: UUID) -> None:
        """Take a waiting question back."""
        await self._send(request("DELETE", f"/conversations/{segment(conversation_id)}/queue/{segment(question_id)}"))

    async def zip_documents(self, base_id: UUID, body: models.ZipIn) -> models.Link:
        """A link to an archive of documents."""
        return await self._call(request("POST", f"/knowledge/bases/{segment(base_id)}/zip", body=body), models.Link)
