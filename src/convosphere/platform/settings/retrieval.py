"""Settings of the index that knowledge is searched in."""

from pydantic import Field, HttpUrl, SecretStr

from convosphere.platform.settings.area import Area


class RetrievalSettings(Area):
    """The index that knowledge is searched in: in the database, unless Weaviate is named."""

    weaviate_url: HttpUrl | None = Field(
        None, description="Address of a Weaviate server, `http://weaviate:8080`; none: the index is in PostgreSQL"
    )
    weaviate_grpc_port: int = Field(50051, ge=1, le=65535, description="Port of its gRPC interface, on the same host")
    weaviate_api_key: SecretStr | None = Field(None, description="Key that it asks for; none: it is open to this host")
    weaviate_prefix: str = Field(
        "ConvoSphere",
        pattern="^[A-Z][A-Za-z0-9]{0,40}$",
        description="What its collections' names begin with; one of its own for each installation",
    )
    weaviate_seconds: float = Field(30, gt=0, le=600, description="Time for one request to it")
