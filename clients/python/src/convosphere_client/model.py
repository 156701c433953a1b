"""What all models have in common."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Base of the generated models. Fields that this version does not know are passed over.

    Models are built when they are first used: there are many, and a program uses few.
    """

    model_config = ConfigDict(defer_build=True, protected_namespaces=())
