"""What a trial found, told as it is found."""

import time
from dataclasses import dataclass, field


@dataclass
class Report:
    failures: list[str] = field(default_factory=list)
    passed: int = 0
    begun: float = field(default_factory=time.monotonic)

    def check(self, holds: bool, promise: str, *found: object) -> None:
        """Count a promise; one that is broken is told with what was found."""
        if holds:
            self.passed += 1
        else:
            text = f"{promise}: {'; '.join(str(item)[:300] for item in found)}" if found else promise
            self.failures.append(text)
            self.tell(f"FAILED  {text}")

    def tell(self, text: str) -> None:
        print(f"{time.monotonic() - self.begun:7.1f} s  {text}", flush=True)
