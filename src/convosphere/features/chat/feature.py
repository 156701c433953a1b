"""Announces the chat."""

from functools import partial

from convosphere.engines.llm import Gateway
from convosphere.features.accounts.events import GroupDeleted, GroupMembershipChanged
from convosphere.features.accounts.types import EVERYONE, STAFF
from convosphere.features.chat import actions, jobs
from convosphere.features.chat.actions.summaries import SUMMARY_JOB
from convosphere.features.chat.listeners import ChatListeners
from convosphere.features.chat.routes import ROUTERS
from convosphere.features.chat.routes.connections import Connections
from convosphere.features.knowledge.actions.search import Ground
from convosphere.platform.context import Platform
from convosphere.platform.feature import Feature, Job


def chat_feature(platform: Platform, gateway: Gateway, ground: Ground | None = None) -> Feature:
    """Conversations, messages, the socket, and the job that writes answers.

    `ground` finds what these may rest on; None: nothing is searched.
    """
    desk = actions.AnswerDesk(platform, gateway, ground)
    desk.listen()
    listeners = ChatListeners(platform)
    connections = Connections(per_person=platform.settings.realtime.connections_per_person)
    connections.listen(platform.control)
    return Feature(
        name="chat",
        routers=ROUTERS,
        jobs=(
            Job(
                actions.ANSWER_JOB,
                partial(jobs.answer, desk),
                max_attempts=10,
                on_give_up=partial(jobs.give_answer_up, desk),
            ),
            Job("chat.expire_shares", partial(jobs.expire_shares, platform), cron="47 * * * *"),
            Job(actions.SMALL_TASKS_JOB, partial(jobs.small_tasks, desk), max_attempts=2),
            Job(SUMMARY_JOB, partial(jobs.summarise, desk), max_attempts=1),
            Job("chat.purge_temporary", partial(jobs.purge_temporary, platform), cron="27 * * * *"),
            Job("chat.expire_archive", partial(jobs.expire_archive, platform), cron="17 3 * * *"),
        ),
        listeners=(
            (GroupDeleted, listeners.on_group_deleted),
            (GroupMembershipChanged, listeners.on_membership_changed),
        ),
        permissions={"chat.read": EVERYONE, "chat.write": EVERYONE, "chat.share": STAFF},
        state={"chat_connections": connections},
    )
