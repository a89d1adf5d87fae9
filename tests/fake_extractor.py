"""An extractor without a language pipeline, for tests of the line around it: it obeys words in the article.

"BREAK" makes it fail on that article, "WAIT <file>" makes it touch the file and wait to be killed, "DIE" ends
its process. Every other article says one thing: its first line, said by the state of its second word.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from kg.model import Article, Extraction

VERSION = os.environ.get("FAKE_EXTRACTOR_VERSION", "fake-1")


def extract(article: Article) -> Extraction:
    if "BREAK" in article.text:
        raise ZeroDivisionError("told to break")
    if "DIE" in article.text:
        os._exit(9)
    if "WAIT" in article.text:
        Path(article.text.split("WAIT ", 1)[1].split()[0]).touch()
        time.sleep(600)
    log = os.environ.get("FAKE_EXTRACTOR_LOG")
    if log:
        with Path(log).open("a") as lines:
            lines.write(f"{article.id}\n")
    return Extraction(article=article.id, issued=article.issued, issued_basis=article.issued_basis)
