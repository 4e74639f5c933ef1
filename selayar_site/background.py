"""Tasks beside the requests, on threads of this process: the usual back end of `django.tasks` here.

For what nobody waits for and anybody can ask for again: a mail, a look at some links. Nothing is kept of a task,
so what a killed process had not done is lost; work that must not be lost is a row and a duty of `tick`.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections
from django.tasks.backends.immediate import ImmediateBackend
from django.tasks.base import Task, TaskResult, TaskResultStatus
from django.utils.crypto import get_random_string


class ThreadBackend(ImmediateBackend):
    """Answers at once; the task runs when one of `OPTIONS["threads"]` (2) is free. A process waits for its last one."""

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, params)
        self.pool = ThreadPoolExecutor(self.options.get("threads", 2), thread_name_prefix=f"tasks-{alias}")

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        self.validate_task(task)
        result: TaskResult = TaskResult(
            task=task, id=get_random_string(32), status=TaskResultStatus.READY, enqueued_at=None, started_at=None,
            last_attempted_at=None, finished_at=None, args=args, kwargs=kwargs, backend=self.alias, errors=[],
            worker_ids=[],
        )  # fmt: skip
        self.pool.submit(self._run, result)
        return result

    def _run(self, result: TaskResult) -> None:
        try:
            self._execute_task(result)  # type: ignore[attr-defined]  # ImmediateBackend's, which the stubs leave out
        finally:
            connections.close_all()  # those of this thread
