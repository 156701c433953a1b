"""The list of features, lowest first."""

import os
from collections.abc import Sequence
from functools import partial

from convosphere.engines.llm import Gateway
from convosphere.engines.retrieval import open_index
from convosphere.features.accounts.feature import accounts_feature
from convosphere.features.assistants.feature import assistants_feature
from convosphere.features.audit.feature import audit_feature
from convosphere.features.chat.feature import chat_feature
from convosphere.features.files.feature import files_feature
from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.actions.embedding import Embedders
from convosphere.features.knowledge.actions.search.desk import SearchDesk
from convosphere.features.knowledge.actions.search.ground import ground
from convosphere.features.knowledge.feature import knowledge_feature
from convosphere.features.models.feature import models_feature
from convosphere.features.prompts.feature import prompts_feature
from convosphere.features.transfer.feature import transfer_feature
from convosphere.platform.context import Platform
from convosphere.platform.feature import Feature


def build_features(platform: Platform, gateway: Gateway) -> Sequence[Feature]:
    """Every feature of the product, with what each needs."""
    index = open_index(platform.settings.retrieval, platform.database)
    embedders = Embedders(platform, gateway)
    search = SearchDesk(platform, index, embedders)
    return (
        accounts_feature(platform),
        audit_feature(platform),
        files_feature(platform),
        models_feature(platform, gateway, os.environ),
        knowledge_feature(Desk.of(platform, index, embedders), search),
        assistants_feature(platform, gateway),
        prompts_feature(),
        chat_feature(platform, gateway, partial(ground, search)),
        transfer_feature(platform),
    )
