"""Announces the chat."""

from functools import partial

from convosphere.engines.llm import Gateway
from convosphere.features.accounts.types import EVERYONE
from convosphere.features.chat import actions, jobs
from convosphere.features.chat.routes import conversations_router, messages_router, realtime_router
from convosphere.features.chat.routes.connections import Connections
from convosphere.platform.context import Platform
from convosphere.platform.feature import Feature, Job


def chat_feature(platform: Platform, gateway: Gateway) -> Feature:
    """Conversations, messages, the socket, and the job that writes answers."""
    desk = actions.AnswerDesk(platform, gateway)
    desk.listen()
    connections = Connections(per_person=platform.settings.realtime.connections_per_person)
    connections.listen(platform.control)
    return Feature(
        name="chat",
        routers=(conversations_router, messages_router, realtime_router),
        jobs=(
            Job(
                actions.ANSWER_JOB,
                partial(jobs.answer, desk),
                max_attempts=10,
                on_give_up=partial(jobs.give_answer_up, desk),
            ),
        ),
        permissions={"chat.read": EVERYONE, "chat.write": EVERYONE},
        state={"chat_connections": connections},
    )
