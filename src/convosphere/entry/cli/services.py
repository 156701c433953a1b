"""The part of `convosphere doctor` that asks what stands around ConvoSphere, each only where the settings name it."""

import asyncio

from convosphere.engines.antivirus import Clamav, ScannerUnavailableError
from convosphere.entry.cli.findings import Check, Finding, Verdict
from convosphere.platform.clock import SystemClock
from convosphere.platform.mail import MailError, open_mailer
from convosphere.platform.realtime import EventLogUnavailableError, open_event_log
from convosphere.platform.settings import Settings
from convosphere.platform.storage import Storage, StorageUnavailableError

_PATIENCE_SECONDS = 5.0


async def _event_log(settings: Settings) -> Finding:
    name = "event log"
    if settings.redis.url is None:
        return Finding(name, Verdict.GOOD, "in memory, for one process")
    log = open_event_log(settings.redis.url.get_secret_value(), SystemClock())
    try:
        await log.ping()
    except EventLogUnavailableError:
        return Finding(name, Verdict.BAD, "Redis does not answer", "Start it, or correct CONVOSPHERE_REDIS_URL.")
    finally:
        await log.close()
    return Finding(name, Verdict.GOOD, "Redis answers")


async def _storage(settings: Settings) -> Finding:
    name = "file storage"
    storage = Storage(settings)
    if settings.storage.url is None:
        # The data directory was tried before.
        if settings.redis.url is None:
            return Finding(name, Verdict.GOOD, storage.place)
        mend = "All processes must see this folder; on several machines set CONVOSPHERE_STORAGE_URL."
        return Finding(name, Verdict.NOTE, storage.place, mend)
    try:
        await storage.probe()
    except StorageUnavailableError as error:
        # Below its first line the library prints its own inside.
        says = str(error.params.get("says", "does not answer")).strip().partition("\n")[0]
        return Finding(name, Verdict.BAD, f"{storage.place}: {says}", "Correct CONVOSPHERE_STORAGE_URL and its keys.")
    return Finding(name, Verdict.GOOD, f"{storage.place}: written and read")


async def _scanner(settings: Settings) -> Finding:
    name = "virus scanner"
    address = settings.files.clamav
    if address is None:
        return Finding(
            name, Verdict.NOTE, "none; files are not scanned", "Set CONVOSPHERE_FILES_CLAMAV to scan with ClamAV."
        )
    try:
        await Clamav(address, seconds=_PATIENCE_SECONDS).ping()
    except ScannerUnavailableError as error:
        mend = "Start clamd, or correct CONVOSPHERE_FILES_CLAMAV. Until then no file passes its check."
        return Finding(name, Verdict.BAD, f"{address}: {error}", mend)
    return Finding(name, Verdict.GOOD, f"{address} answers")


async def _recognition(_settings: Settings) -> Finding:
    from convosphere.engines.documents.formats.recognition import words_folder  # noqa: PLC0415 - it brings pictures

    name = "text recognition"
    folder = await asyncio.to_thread(words_folder)
    if folder is None:
        mend = "Install tesseract-ocr with its words for German and English (deu, eng)."
        return Finding(name, Verdict.NOTE, "none; scanned pages stay without text", mend)
    return Finding(name, Verdict.GOOD, folder)


async def _index(settings: Settings) -> Finding:
    name = "search index"
    wanted = settings.retrieval
    if wanted.weaviate_url is None:
        return Finding(name, Verdict.GOOD, "in PostgreSQL")
    host, port = wanted.weaviate_url.host or "", wanted.weaviate_url.port
    for each in (port, wanted.weaviate_grpc_port):
        if each is not None and not await _listens(host, each):
            mend = "Start it, or correct CONVOSPHERE_RETRIEVAL_WEAVIATE_URL and …_WEAVIATE_GRPC_PORT."
            return Finding(name, Verdict.BAD, f"Weaviate does not answer at {host}:{each}", mend)
    return Finding(name, Verdict.GOOD, f"Weaviate answers at {host}:{port} and :{wanted.weaviate_grpc_port}")


async def _embedder(settings: Settings) -> Finding:
    name = "embedder"
    wanted = settings.embeddings
    if wanted.directory is not None:
        missing = [file for file in ("model.onnx", "tokenizer.json") if not (wanted.directory / file).is_file()]
        if missing:
            mend = "Put it there, or correct CONVOSPHERE_EMBEDDINGS_DIRECTORY."
            return Finding(name, Verdict.BAD, f"{wanted.directory}: no {missing[0]}", mend)
        return Finding(name, Verdict.GOOD, f"{wanted.directory}")
    if wanted.model == "none":
        return Finding(name, Verdict.NOTE, "none on this machine; bases without another are searched by words alone")
    if not (settings.data_dir / "models" / wanted.model).is_dir():
        mend = f"An administrator fetches it in the settings of knowledge, from {wanted.hub_url}."
        return Finding(name, Verdict.NOTE, f"{wanted.model} is not fetched yet", mend)
    return Finding(name, Verdict.GOOD, f"{wanted.model} is fetched")


async def _reranker(settings: Settings) -> Finding:
    name = "reranker"
    wanted = settings.rerank
    if wanted.url is not None:
        host, port = wanted.url.host or "", wanted.url.port or 443
        if not await _listens(host, port):
            mend = "Start it, or correct CONVOSPHERE_RERANK_URL. Until then searches go on without it."
            return Finding(name, Verdict.BAD, f"nobody listens at {host}:{port}", mend)
        return Finding(name, Verdict.GOOD, f"{host}:{port} listens")
    if wanted.directory is None:
        return Finding(name, Verdict.GOOD, "none")
    if not (wanted.directory / "model.onnx").is_file():
        mend = "Put it there, or correct CONVOSPHERE_RERANK_DIRECTORY."
        return Finding(name, Verdict.BAD, f"{wanted.directory}: no model.onnx", mend)
    return Finding(name, Verdict.GOOD, f"{wanted.directory}")


async def _mail(settings: Settings) -> Finding:
    name = "mail"
    mailer = open_mailer(settings.mail)
    if not mailer.available:
        return Finding(
            name, Verdict.NOTE, "not set up; administrators hand over links", "Set CONVOSPHERE_MAIL_HOST to send mail."
        )
    where = f"{settings.mail.host}:{settings.mail.port}"
    try:
        await mailer.probe(_PATIENCE_SECONDS)
    except MailError as error:
        mend = "Start it, or correct the settings CONVOSPHERE_MAIL_…; SECURITY and PORT belong together."
        return Finding(name, Verdict.BAD, f"{where}: {error}", mend)
    if settings.mail.from_address.endswith("@localhost"):
        mend = "Set CONVOSPHERE_MAIL_FROM_ADDRESS: few servers take mail from localhost."
        return Finding(name, Verdict.NOTE, f"{where} answers; mail comes from {settings.mail.from_address}", mend)
    return Finding(name, Verdict.GOOD, f"{where} answers")


async def _listens(host: str, port: int) -> bool:
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            _, writer = await asyncio.open_connection(host.strip("[]"), port)
            writer.close()
            await writer.wait_closed()
    except OSError:  # TimeoutError is one
        return False
    return True


SERVICES: tuple[Check, ...] = (
    _event_log,
    _storage,
    _scanner,
    _recognition,
    _index,
    _embedder,
    _reranker,
    _mail,
)
