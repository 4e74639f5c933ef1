"""A program of its own that sets one letter: data as JSON on its input, the PDF on its output.

Typst keeps some 50 MB for itself once it has worked, and a text that it takes long over could not be stopped in a
thread. Here both end with the process. Started by news/letter.py; knows nothing of Django.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst


def main(template: str, fonts: str) -> None:
    """What falls short of PDF/UA-1 is set without it, and the error output says why."""
    data = sys.stdin.buffer.read().decode()
    moment = datetime.fromtimestamp(json.loads(data)["changed"], UTC)
    # The root is the folder of the fonts: a template could read nothing else.
    compiler = typst.Compiler(root=fonts, font_paths=[fonts], ignore_system_fonts=True)
    work: dict[str, Any] = {
        "input": Path(template).read_bytes(),
        "format": "pdf",
        "sys_inputs": {"data": data},
        "timestamp": moment,
    }
    try:
        pdf = compiler.compile(**work, pdf_standards="ua-1")
    except typst.TypstError as error:
        print(error, file=sys.stderr)
        pdf = compiler.compile(**work)
    assert isinstance(pdf, bytes)
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main(*sys.argv[1:])
