"""Scanning files for malware, by a daemon beside us."""

from convosphere.engines.antivirus.clamav import Clamav, ScannerUnavailableError, TooLargeToScanError, Verdict

__all__ = ["Clamav", "ScannerUnavailableError", "TooLargeToScanError", "Verdict"]
