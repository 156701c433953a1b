"""Where conversations that come in are put: folders and tags by their names, looked up once for many conversations."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.chat import repository
from convosphere.features.chat.actions.importer import Importer
from convosphere.features.chat.actions.order.folders import MOST_FOLDERS
from convosphere.features.chat.actions.order.tags import MOST_TAGS
from convosphere.features.chat.actions.order.telling import tell_order_changed
from convosphere.features.chat.actions.order.tree import DEEPEST
from convosphere.features.chat.tables import Folder, Tag
from convosphere.platform.context import Platform
from convosphere.platform.ids import new_id

_LONGEST_FOLDER_NAME = 100
_LONGEST_TAG_NAME = 40
_MOST_TAGS_OF_ONE = 20


class Places:
    """A person's folders and tags within one transaction, made where they are missing."""

    def __init__(self, session: AsyncSession, platform: Platform, importer: Importer) -> None:
        self._session = session
        self._platform = platform
        self._importer = importer
        self._folders: list[Folder] | None = None
        self._tags: dict[str, UUID] | None = None
        self._told = False

    async def folder(self, path: Sequence[str]) -> UUID | None:
        """The folder at a path; at a limit the innermost one that there is."""
        if not path:
            return None
        if self._folders is None:
            self._folders = list(await repository.list_folders(self._session, self._importer.person_id, lock=True))
        parent: UUID | None = None
        for name in [each[:_LONGEST_FOLDER_NAME] for each in path if each][:DEEPEST]:
            found = next((each for each in self._folders if each.parent_id == parent and each.name == name), None)
            if found is None:
                if len(self._folders) >= MOST_FOLDERS:
                    break
                found = self._new_folder(self._folders, name, parent)
                self._session.add(found)
                # One after the other: a folder refers to the one around it.
                await self._session.flush()
                self._folders.append(found)
                self._tell()
            parent = found.id
        return parent

    async def tags(self, names: Sequence[str]) -> list[UUID]:
        """The tags of these names, as far as there is room for new ones."""
        wanted = dict.fromkeys(name[:_LONGEST_TAG_NAME] for name in names if name)
        if not wanted:
            return []
        if self._tags is None:
            known = await repository.list_tags(self._session, self._importer.person_id)
            self._tags = {tag.name.lower(): tag.id for tag in known}
        made = False
        for name in wanted:
            if name.lower() not in self._tags and len(self._tags) < MOST_TAGS:
                tag = self._new_tag(name)
                self._session.add(tag)
                self._tags[name.lower()] = tag.id
                made = True
        if made:
            # Before the conversations that carry them.
            await self._session.flush()
            self._tell()
        found = [self._tags[name.lower()] for name in wanted if name.lower() in self._tags]
        return list(dict.fromkeys(found))[:_MOST_TAGS_OF_ONE]

    def _new_folder(self, folders: Sequence[Folder], name: str, parent: UUID | None) -> Folder:
        now = self._platform.clock.now()
        return Folder(
            id=new_id(),
            organization_id=self._importer.organization_id,
            owner_id=self._importer.person_id,
            parent_id=parent,
            name=name,
            colour=None,
            position=max((each.position for each in folders if each.parent_id == parent), default=-1) + 1,
            created_at=now,
            updated_at=now,
        )

    def _new_tag(self, name: str) -> Tag:
        now = self._platform.clock.now()
        return Tag(
            id=new_id(),
            organization_id=self._importer.organization_id,
            owner_id=self._importer.person_id,
            name=name,
            colour=None,
            created_at=now,
            updated_at=now,
        )

    def _tell(self) -> None:
        if not self._told:
            self._told = True
            tell_order_changed(self._session, self._platform.log, self._importer.person_id)
