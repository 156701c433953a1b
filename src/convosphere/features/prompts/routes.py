"""REST: the prompt library and chat templates."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from convosphere.features.accounts.access import InTransaction
from convosphere.features.prompts import actions
from convosphere.features.prompts.schemas import (
    LibraryQuery,
    PromptIn,
    PromptOut,
    PromptPage,
    TemplateIn,
    TemplateOut,
    TemplatePage,
)
from convosphere.platform.problems import problems

router = APIRouter(tags=["Prompts"], responses=problems(401, 403, 422))

Wanted = Annotated[LibraryQuery, Query()]


@router.get("/prompts", operation_id="listPrompts", summary="The prompt library")
async def list_prompts(tx: InTransaction, query: Wanted) -> PromptPage:
    """One's own prompts and those that the organisation shares, by title."""
    page = await actions.list_prompts(tx.session, tx.actor, query)
    items = [actions.present_prompt(row, tx.actor) for row in page.items]
    return PromptPage(items=items, next_cursor=page.next_cursor)


@router.post(
    "/prompts",
    operation_id="createPrompt",
    summary="Keep a prompt",
    status_code=status.HTTP_201_CREATED,
    responses=problems(409),
)
async def create_prompt(tx: InTransaction, body: PromptIn) -> PromptOut:
    """Private, or shared with the organisation by those who may."""
    row = await actions.create_prompt(tx.session, tx.platform.clock, tx.actor, body)
    return actions.present_prompt(row, tx.actor)


@router.get("/prompts/{prompt_id}", operation_id="getPrompt", summary="One prompt", responses=problems(404))
async def get_prompt(tx: InTransaction, prompt_id: UUID) -> PromptOut:
    """A prompt that one sees."""
    return actions.present_prompt(await actions.get_prompt(tx.session, tx.actor, prompt_id), tx.actor)


@router.put(
    "/prompts/{prompt_id}", operation_id="replacePrompt", summary="Change a prompt", responses=problems(404, 409)
)
async def replace_prompt(tx: InTransaction, prompt_id: UUID, body: PromptIn) -> PromptOut:
    """It becomes what is sent. Shared ones are changed by their owner and by administrators."""
    row = await actions.replace_prompt(tx.session, tx.platform.clock, tx.actor, prompt_id, body)
    return actions.present_prompt(row, tx.actor)


@router.delete(
    "/prompts/{prompt_id}",
    operation_id="deletePrompt",
    summary="Delete a prompt",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(404),
)
async def delete_prompt(tx: InTransaction, prompt_id: UUID) -> None:
    """Chats that used it keep their texts."""
    await actions.delete_prompt(tx.session, tx.actor, prompt_id)


@router.get("/templates", operation_id="listTemplates", summary="Chat templates")
async def list_templates(tx: InTransaction, query: Wanted) -> TemplatePage:
    """One's own templates and those that the organisation shares, by name."""
    page = await actions.list_templates(tx.session, tx.actor, query)
    items = [actions.present_template(row, tx.actor) for row in page.items]
    return TemplatePage(items=items, next_cursor=page.next_cursor)


@router.post(
    "/templates",
    operation_id="createTemplate",
    summary="Keep a template",
    status_code=status.HTTP_201_CREATED,
    responses=problems(404, 409),
)
async def create_template(tx: InTransaction, body: TemplateIn) -> TemplateOut:
    """Private, or shared with the organisation by those who may."""
    row = await actions.create_template(tx.session, tx.platform.clock, tx.actor, body)
    return actions.present_template(row, tx.actor)


@router.get("/templates/{template_id}", operation_id="getTemplate", summary="One template", responses=problems(404))
async def get_template(tx: InTransaction, template_id: UUID) -> TemplateOut:
    """A template that one sees."""
    return actions.present_template(await actions.get_template(tx.session, tx.actor, template_id), tx.actor)


@router.put(
    "/templates/{template_id}", operation_id="replaceTemplate", summary="Change a template", responses=problems(404)
)
async def replace_template(tx: InTransaction, template_id: UUID, body: TemplateIn) -> TemplateOut:
    """It becomes what is sent. Shared ones are changed by their owner and by administrators."""
    row = await actions.replace_template(tx.session, tx.platform.clock, tx.actor, template_id, body)
    return actions.present_template(row, tx.actor)


@router.delete(
    "/templates/{template_id}",
    operation_id="deleteTemplate",
    summary="Delete a template",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(404),
)
async def delete_template(tx: InTransaction, template_id: UUID) -> None:
    """Chats that began with it stay."""
    await actions.delete_template(tx.session, tx.actor, template_id)
