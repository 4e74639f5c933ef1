"""nginx in front, as deploy/nginx.conf has it: one second of holding for pages, and the same bytes as a file."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.scratch import Server, ask
from tests.servers import free_port

CONFIGURATION = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off; keepalive_requests 1000000; default_type text/html;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  proxy_cache_path {folder}/held levels=1:2 keys_zone=held:1m use_temp_path=off;
  server {{
    listen 127.0.0.1:{port};
    location = /file.html {{ root {folder}; }}
    location / {{
      proxy_pass http://127.0.0.1:{behind}; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header Host $host; proxy_set_header Accept-Encoding $http_accept_encoding;
      proxy_cache held; proxy_cache_key $scheme$host$request_uri; proxy_cache_lock on;
      proxy_ignore_headers Cache-Control Expires Vary; proxy_cache_valid 200 1s;
    }}
  }}
}}
"""


def find_nginx() -> str | None:
    return shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")


@contextmanager
def nginx(command: str, folder: Path, behind: int, held: bytes) -> Iterator[Server]:
    """In front of the server on that port; `/file.html` is a file with these bytes. Raises RuntimeError."""
    folder.mkdir()
    folder.chmod(0o755)  # its workers are somebody else where root starts it
    folder.parent.chmod(0o755)
    (folder / "file.html").write_bytes(held)
    port, log = free_port(), folder / "error.log"
    (folder / "nginx.conf").write_text(CONFIGURATION.format(folder=folder, port=port, behind=behind))
    with log.open("wb") as out:
        started = [command, "-c", str(folder / "nginx.conf"), "-e", str(log)]
        process = subprocess.Popen(started, stdout=out, stderr=out, start_new_session=True)
    server = Server(process, port, log)
    try:
        for _ in range(100):
            try:
                ask(port, "/file.html")
                break
            except OSError:
                time.sleep(0.05)
        else:
            raise RuntimeError(f"nginx did not start:\n{log.read_text(errors='replace')}")
        yield server
    finally:
        server.kill()
