"""How the system says that a disk is full. Imports nothing else: the reader of a stranger's file asks here, too."""

import errno
from typing import Final

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
"""Numbers of an `OSError` that say so; a quota that is used up is one."""
