"""ConvoSphere: the AI assistant platform that an organisation runs itself."""

__version__ = "0.1.0"
