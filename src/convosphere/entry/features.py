"""The list of features, lowest first."""

import os
from collections.abc import Sequence

from convosphere.engines.llm import Gateway
from convosphere.features.accounts.feature import accounts_feature
from convosphere.features.assistants.feature import assistants_feature
from convosphere.features.audit.feature import audit_feature
from convosphere.features.chat.feature import chat_feature
from convosphere.features.files.feature import files_feature
from convosphere.features.models.feature import models_feature
from convosphere.features.prompts.feature import prompts_feature
from convosphere.features.transfer.feature import transfer_feature
from convosphere.platform.context import Platform
from convosphere.platform.feature import Feature


def build_features(platform: Platform, gateway: Gateway) -> Sequence[Feature]:
    """Every feature of the product, with what each needs."""
    return (
        accounts_feature(platform),
        audit_feature(platform),
        files_feature(platform),
        models_feature(platform, gateway, os.environ),
        assistants_feature(platform, gateway),
        prompts_feature(),
        chat_feature(platform, gateway),
        transfer_feature(platform),
    )
