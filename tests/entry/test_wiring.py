"""What `assemble` puts together: every feature's permissions, jobs, listeners and state."""

import pytest
from fastapi import FastAPI
from procrastinate.exceptions import TaskNotFound
from sqlalchemy import text

from convosphere.entry.wiring import Application, unconnected_application
from convosphere.features.accounts.types import ApiKeyScope, Role
from convosphere.platform.context import Platform
from tests.factories.accounts import create_organization

FEATURES = ["accounts", "audit", "files", "models", "knowledge", "assistants", "prompts", "chat", "transfer"]


def test_every_feature_is_there_lowest_first(application: Application) -> None:
    assert [feature.name for feature in application.features] == FEATURES


def test_permissions_of_all_features_are_gathered(application: Application) -> None:
    announced = {name for feature in application.features for name in feature.permissions}
    owner = application.roles.of(Role.OWNER)
    assert announced == owner, "an owner may do all there is"
    assert {name.split(".")[0] for name in announced} >= {"chat", "models", "audit"}
    guest, member, admin = (application.roles.of(role) for role in (Role.GUEST, Role.MEMBER, Role.ADMIN))
    assert guest < member < admin <= owner
    assert {"chat.read", "chat.write"} <= guest


def test_a_keys_scope_never_gives_more_than_the_role(application: Application) -> None:
    for role in Role:
        for scope in ApiKeyScope:
            assert application.roles.of(role, [scope]) <= application.roles.of(role)
    assert application.roles.of(Role.OWNER, [ApiKeyScope.CHAT]) == {
        name for name in application.roles.of(Role.OWNER) if name.startswith("chat.")
    }
    assert application.roles.of(Role.OWNER, []) == frozenset()


async def test_every_announced_job_can_be_asked_for_and_no_other(application: Application, platform: Platform) -> None:
    names = [job.name for feature in application.features for job in feature.jobs]
    assert "chat.answer" in names
    assert len(names) == len(set(names))
    async with platform.database.transaction(None) as session:
        for name in names:
            assert await platform.jobs.defer(session, name) > 0
        assert await session.scalar(text("SELECT count(*) FROM procrastinate_jobs")) == len(names)
        with pytest.raises(TaskNotFound):
            await platform.jobs.defer(session, "chat.nothing")
        await session.rollback()


async def test_listeners_hear_what_lower_features_state(application: Application, platform: Platform) -> None:
    """Founding an organisation gives it models and audit records, though accounts know of neither."""
    del application
    organization = await create_organization(platform)
    async with platform.database.transaction(organization.id) as session:
        assert await session.scalar(text("SELECT count(*) FROM audit_records"))
        assert await session.scalar(text("SELECT count(*) FROM model_connections"))


def test_what_features_need_in_requests_is_on_the_applications_state(app: FastAPI, application: Application) -> None:
    assert app.state.platform is application.platform
    assert app.state.role_permissions is application.roles
    announced = {name: value for feature in application.features for name, value in feature.state.items()}
    assert announced
    for name, value in announced.items():
        assert getattr(app.state, name) is value


def test_documents_need_no_database() -> None:
    assert [feature.name for feature in unconnected_application().features] == FEATURES
