"""What can be set, with its default and its meaning.

An area's field is the variable `CONVOSPHERE_<AREA>_<FIELD>` and the key `[area] field` of `convosphere.toml`;
the fields of `Settings` itself have no area. The descriptions are the documentation.
"""

from pathlib import Path
from typing import Literal

from pydantic import Field, HttpUrl, SecretStr

from convosphere.platform.settings.area import Area
from convosphere.platform.settings.embeddings import EmbeddingsSettings, RerankSettings
from convosphere.platform.settings.fields import (
    ClamavAddress,
    DatabaseUrl,
    Host,
    HostList,
    MailAddress,
    NetworkList,
    PublicUrl,
    RedisUrl,
    RegistrationPolicy,
    SecretKey,
    StorageUrl,
    TextList,
)
from convosphere.platform.settings.knowledge import KnowledgeSettings
from convosphere.platform.settings.retrieval import RetrievalSettings


class DatabaseSettings(Area):
    """Where the data lives."""

    url: DatabaseUrl | None = Field(
        None,
        description="PostgreSQL 16 or later, `postgresql://user:password@host/name`; none: an own one is started",
    )
    owner_url: DatabaseUrl | None = Field(
        None, description="A role that owns the tables and runs migrations, when `url` is an unprivileged one"
    )
    pool_size: int = Field(10, ge=1, le=200, description="Connections kept open per process")
    max_overflow: int = Field(10, ge=0, le=200, description="Connections opened beyond that under load")


class RedisSettings(Area):
    """Needed by more than one process."""

    url: RedisUrl | None = Field(None, description="`redis://host:6379/0`; carries running answers between processes")


class AccountsSettings(Area):
    """Signing in."""

    registration: RegistrationPolicy = Field(
        "invitation", description="Who may register in a new organisation: open, invitation or closed"
    )
    access_token_minutes: int = Field(15, ge=1, le=60, description="Life of an access token")
    session_days: int = Field(30, ge=1, le=365, description="Life of a session that is not used")
    password_min_length: int = Field(12, ge=8, le=128, description="Shortest password accepted")
    sign_in_attempts: int = Field(10, ge=1, le=1000, description="Failed sign-ins per account and 15 minutes")
    sign_in_attempts_per_address: int = Field(50, ge=1, le=100_000, description="The same per network address")


class ModelsSettings(Area):
    """Language models."""

    discover_local: bool = Field(default=True, description="Look for Ollama, LM Studio and llama.cpp on this machine")
    connect_timeout_seconds: float = Field(10, gt=0, le=120, description="Time to reach a provider")
    first_token_timeout_seconds: float = Field(120, gt=0, le=3600, description="Time until an answer begins")
    between_tokens_timeout_seconds: float = Field(60, gt=0, le=3600, description="Longest pause within an answer")
    reserved_output_tokens: int = Field(
        4096, ge=1, le=1_000_000, description="What a budget reserves for an answer that names no limit of its own"
    )
    answer_seconds: float = Field(3600, ge=10, le=86_400, description="Time after which an endless answer is ended")
    answer_bytes: int = Field(4_000_000, ge=10_000, le=100_000_000, description="Size at which it is ended")
    retries: int = Field(2, ge=0, le=10, description="Further tries of a call that failed before its first token")
    retry_pause_seconds: float = Field(0.5, ge=0, le=20, description="Longest pause before the first retry; doubled")
    retry_total_seconds: float = Field(60, ge=0, le=600, description="Time after the first try when no retry begins")
    circuit_failures: int = Field(
        5, ge=1, le=1000, description="Failures after which a connection is not asked for a while"
    )
    circuit_window_seconds: float = Field(30, gt=0, le=3600, description="Time in which these failures count")
    circuit_pause_seconds: float = Field(30, gt=0, le=3600, description="How long it is not asked then")


class JobsSettings(Area):
    """Work in the background."""

    concurrency: int = Field(256, ge=1, le=2000, description="Jobs one worker runs at the same time")
    heavy: int = Field(6, ge=1, le=500, description="Of heavy ones, documents taken in say")
    heartbeat_seconds: float = Field(2, gt=0, le=60, description="How often a worker says that it lives")
    stalled_after_seconds: float = Field(10, gt=0, le=600, description="Silence after which its jobs are taken over")
    shutdown_grace_seconds: float = Field(2, ge=0, le=600, description="Time running jobs get to end at a stop")


class RealtimeSettings(Area):
    """The socket and the event log behind it."""

    heartbeat_seconds: float = Field(15, gt=0, le=120, description="How often the server speaks on a quiet socket")
    connections_per_person: int = Field(20, ge=1, le=1000, description="Sockets one person may hold")
    subscriptions_per_connection: int = Field(32, ge=1, le=1000, description="Conversations one socket may follow")
    frames_per_second: int = Field(50, ge=1, le=10_000, description="Frames one socket may send in a second")
    max_frame_bytes: int = Field(2_000_000, ge=1_000, le=16_000_000, description="Largest frame accepted")


class HttpSettings(Area):
    """Requests to the outside that a user or a model can steer."""

    allowed_networks: HostList = Field(
        default_factory=list,
        description="Hosts and networks (CIDR) inside the private network that may be reached",
    )


class LimitsSettings(Area):
    """Sizes."""

    message_characters: int = Field(200_000, ge=100, le=2_000_000, description="Longest message")
    request_bytes: int = Field(4_000_000, ge=10_000, le=100_000_000, description="Largest JSON request body")


class ApiSettings(Area):
    """What programs may ask of `/v1`. Sizes are bytes."""

    requests_per_minute: int = Field(
        600, ge=1, le=1_000_000, description="Requests per API key and minute, over all processes together"
    )
    request_bytes: int = Field(32_000_000, ge=10_000, le=500_000_000, description="Largest request body at `/v1`")
    image_bytes: int = Field(20_000_000, ge=1_000, le=200_000_000, description="Largest picture in a request")
    fetch_images: bool = Field(
        default=True, description="Fetch pictures that requests name by their address on the web"
    )


class ChatSettings(Area):
    """What chats ask of a small model beside the answers. It costs tokens; without a provider nothing is asked."""

    titles: bool = Field(default=True, description="A title for a conversation after its first answer")
    suggestions: bool = Field(default=True, description="What could be asked next, after each answer")
    summaries: bool = Field(
        default=True, description="A summary of what no longer fits into the model's context, in long conversations"
    )


class FilesSettings(Area):
    """Files that people attach. Sizes are bytes."""

    max_bytes: int = Field(100_000_000, ge=1_000, le=5_000_000_000, description="Largest file")
    guest_max_bytes: int = Field(10_000_000, ge=1_000, le=5_000_000_000, description="Largest file of a guest")
    person_bytes: int = Field(10_000_000_000, ge=1_000, description="What all files of one person may take")
    guest_person_bytes: int = Field(200_000_000, ge=1_000, description="What all files of one guest may take")
    organization_bytes: int = Field(
        500_000_000_000, ge=1_000, description="What all files of one organisation may take"
    )
    unsent_per_person: int = Field(200, ge=1, le=100_000, description="Files one person may have uploaded but not sent")
    unsent_hours: int = Field(24, ge=1, le=8_760, description="How long a file that was never sent is kept")
    chunk_bytes: int = Field(1_048_576, ge=65_536, le=67_108_864, description="Most that one upload request carries")
    link_seconds: int = Field(300, ge=10, le=86_400, description="Life of a link to a file's content")
    refused_types: TextList = Field(
        default_factory=lambda: ["application/x-dosexec", "application/x-elf", "application/x-mach-binary"],
        description="Media types, found in the content, that are not accepted",
    )
    image_pixels: int = Field(50_000_000, ge=10_000, le=200_000_000, description="Largest picture, in pixels")
    text_characters: int = Field(
        2_000_000, ge=1_000, le=20_000_000, description="Most text taken out of one document, in characters"
    )
    check_seconds: float = Field(60, gt=0, le=3_600, description="Time for reading one file")
    check_memory_mb: int = Field(1_024, ge=256, le=65_536, description="Memory for reading one file")
    check_processes: int = Field(2, ge=1, le=64, description="Files read at the same time, each in its own process")
    clamav: ClamavAddress | None = Field(
        None, description="ClamAV's daemon that scans files: `tcp://host:3310` or `unix:///run/clamd.sock`"
    )
    clamav_seconds: float = Field(120, gt=0, le=3_600, description="Time for scanning one file")


class StorageSettings(Area):
    """Where files lie."""

    url: StorageUrl | None = Field(
        None, description="`s3://bucket/folder`, `gs://bucket/folder`, `az://container/folder`; none: in data_dir"
    )
    endpoint: HttpUrl | None = Field(None, description="Address of an S3-compatible server other than Amazon's")
    region: str | None = Field(None, description="S3: the bucket's region")
    access_key: SecretStr | None = Field(None, description="S3: access key id; Azure: account name")
    secret_key: SecretStr | None = Field(
        None, description="S3: secret access key; Azure: account key; Google: service account key (JSON)"
    )


class TransferSettings(Area):
    """Exports and imports of chats. Sizes are bytes."""

    keep_days: int = Field(7, ge=1, le=365, description="How long a finished export can be fetched")
    exports_per_person: int = Field(3, ge=1, le=100, description="Exports one person may have running")
    imports_per_person: int = Field(3, ge=1, le=100, description="Imports one person may have begun and not ended")
    export_files_bytes: int = Field(
        4_294_967_296, ge=0, description="Most that attached files take in one export; what is beyond is only named"
    )
    import_bytes: int = Field(2_147_483_648, ge=1_000, description="Largest file to import")
    unpacked_bytes: int = Field(
        8_589_934_592, ge=1_000, description="Most that may come out of an archive to import, in all"
    )
    conversation_bytes: int = Field(
        67_108_864, ge=1_000, description="Largest single conversation in a file to import, as JSON"
    )
    paper_seconds: float = Field(300, gt=0, le=3_600, description="Time for writing one conversation as a document")
    paper_memory_mb: int = Field(1_024, ge=256, le=65_536, description="Memory for writing documents")


class MailSettings(Area):
    """Outgoing mail; without a host, administrators hand over links."""

    host: Host | None = Field(None, description="SMTP server")
    port: int = Field(587, ge=1, le=65535, description="Its port")
    security: Literal["starttls", "tls", "none"] = Field("starttls", description="starttls, tls or none")
    username: str | None = Field(None, description="SMTP user")
    password: SecretStr | None = Field(None, description="SMTP password")
    from_address: MailAddress = Field("convosphere@localhost", description="Sender")


class LogSettings(Area):
    """Logs."""

    format: Literal["console", "json"] = Field("console", description="console or json")
    level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least level that is written")


class TelemetrySettings(Area):
    """Metrics and traces."""

    metrics_token: SecretStr | None = Field(None, description="Bearer token for /metrics; none: this machine only")
    otlp_endpoint: HttpUrl | None = Field(None, description="Where traces go (OTLP over HTTP); none: no traces")


class Settings(Area):
    """All settings. `load_settings` makes one; tests build one by hand."""

    host: Host = Field("127.0.0.1", description="Address to listen on")
    port: int = Field(8080, ge=0, le=65535, description="Port to listen on; 0 takes a free one")
    data_dir: Path = Field(Path("data"), description="Where files, keys and the own PostgreSQL live")
    public_url: PublicUrl | None = Field(None, description="Address people type, when a proxy stands in front")
    secret_key: SecretKey | None = Field(None, description="Key of tokens and stored secrets; none: made in data_dir")
    trusted_proxies: NetworkList = Field(
        default_factory=list, description="Addresses whose X-Forwarded-For and -Proto are believed"
    )

    database: DatabaseSettings = DatabaseSettings()
    redis: RedisSettings = RedisSettings()
    accounts: AccountsSettings = AccountsSettings()
    models: ModelsSettings = ModelsSettings()
    jobs: JobsSettings = JobsSettings()
    realtime: RealtimeSettings = RealtimeSettings()
    http: HttpSettings = HttpSettings()
    chat: ChatSettings = ChatSettings()
    limits: LimitsSettings = LimitsSettings()
    api: ApiSettings = ApiSettings()
    files: FilesSettings = FilesSettings()
    storage: StorageSettings = StorageSettings()
    transfer: TransferSettings = TransferSettings()
    knowledge: KnowledgeSettings = KnowledgeSettings()
    retrieval: RetrievalSettings = RetrievalSettings()
    embeddings: EmbeddingsSettings = EmbeddingsSettings()
    rerank: RerankSettings = RerankSettings()
    mail: MailSettings = MailSettings()
    log: LogSettings = LogSettings()
    telemetry: TelemetrySettings = TelemetrySettings()
