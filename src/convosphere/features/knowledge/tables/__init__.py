"""Tables of knowledge. Foreign keys look past policies, so in the migration they hold the organisation too."""

from convosphere.features.knowledge.tables.bases import KnowledgeBase, KnowledgeMember
from convosphere.features.knowledge.tables.chunks import Chunk
from convosphere.features.knowledge.tables.documents import Document, DocumentMember, DocumentVersion
from convosphere.features.knowledge.tables.operations import Operation, OperationItem
from convosphere.features.knowledge.tables.order import DocumentTag, KnowledgeFolder, KnowledgeTag
from convosphere.features.knowledge.tables.search import (
    BenchRun,
    DocumentUse,
    KnowledgeSearch,
    QuestionSet,
    SavedSearch,
)
from convosphere.features.knowledge.tables.uploads import KnowledgeUpload, KnowledgeUploadPart

__all__ = [
    "BenchRun",
    "Chunk",
    "Document",
    "DocumentMember",
    "DocumentTag",
    "DocumentUse",
    "DocumentVersion",
    "KnowledgeBase",
    "KnowledgeFolder",
    "KnowledgeMember",
    "KnowledgeSearch",
    "KnowledgeTag",
    "KnowledgeUpload",
    "KnowledgeUploadPart",
    "Operation",
    "OperationItem",
    "QuestionSet",
    "SavedSearch",
]
