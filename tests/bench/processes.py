"""The programs under measurement, each a process of ours on a port of its own, and what they cost."""

import contextlib
import os
import pathlib
import signal
import socket
import subprocess
import time

import wire


class Program:
    """A server that was started here and is ended by its id."""

    def __init__(self, process, port):
        self.process = process
        self.port = port
        self.host = f"127.0.0.1:{port}"

    def ask(self, request):
        return wire.exchange(self.port, request)

    def processor_seconds(self):
        """Processor time of the process and its children so far."""
        return sum(_processor_seconds(pid) for pid in _family(self.process.pid))

    def wake_ups(self):
        """How often its threads have gone to sleep so far, and so how often they woke up."""
        return sum(_voluntary_switches(pid) for pid in _family(self.process.pid))

    def memory(self):
        """Resident and proportional bytes."""
        text = pathlib.Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        sizes = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in text.splitlines() if line.endswith("kB")}
        return sizes["Rss"], sizes["Pss"]

    def leave_alone(self, seconds):
        """For so long nothing is asked of it. Raises RuntimeError when it ends meanwhile."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
            raise RuntimeError(f"the program has ended with {self.process.returncode}")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


def _family(pid):
    return [pid, *map(int, pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]


def _processor_seconds(pid):
    return time.clock_gettime(~pid << 3 | 2)  # what clock_getcpuclockid(3) makes of a process


def _voluntary_switches(pid):
    threads = pathlib.Path(f"/proc/{pid}/task").iterdir()
    status = (line for thread in threads for line in (thread / "status").read_text().splitlines())
    return sum(int(line.split()[1]) for line in status if line.startswith("voluntary_ctxt_switches"))


def free_ports(count):
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [each.getsockname()[1] for each in sockets]


def start_emulator(binary, folder, log_level="warn", options=()):
    """Starts it on a free port; returns the program and the seconds from there to its first answer over HTTP."""
    port_file = folder / "understudy.port"
    port_file.unlink(missing_ok=True)
    command = [binary, "serve", "--listen", "127.0.0.1:0", "--log-level", log_level, "--port-file", port_file, *options]
    with open(folder / "understudy.log", "ab") as log:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, close_fds=False)
    for line in process.stdout:
        if line.strip() == b"Ready.":
            break
    else:
        raise RuntimeError(f"the emulator did not start; see {folder / 'understudy.log'}")
    program = Program(process, int(port_file.read_text()))
    answer = program.ask(wire.get(program.host, "/_understudy/health"))
    seconds = time.perf_counter() - began
    if answer.status != 200:
        raise RuntimeError(f"the emulator's health check answered {answer.status}")
    return program, seconds


NGINX = """
daemon off;
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log crit;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    keepalive_requests 1000000000;
    keepalive_timeout 1h;
    client_header_buffer_size 8k;  # any request here in one read
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{maps}
    server {{
        listen 127.0.0.1:{port};
        default_type {content_type};
{parts}
        location / {{ return 200 {text}; }}
    }}
}}
"""
# nginx takes no parameter longer than 4096 bytes; a longer answer is put together from several.
PART = 2000  # before each quote in it takes a second byte


def start_nginx(folder, answers):
    """nginx with two workers, answering with constants: `answers` maps a request's X-Amz-Target to an Answer."""
    folder.mkdir(parents=True, exist_ok=True)
    (port,) = free_ports(1)
    maps, parts, text = "", "", '""'
    if len(answers) == 1:
        (answer,) = answers.values()
        body = answer.body.decode()
        pieces = [body[start : start + PART] for start in range(0, len(body), PART)]
        parts = "\n".join(f"        set $part{n} {_quoted(piece)};" for n, piece in enumerate(pieces))
        text = '"' + "".join(f"$part{n}" for n in range(len(pieces))) + '"'
    else:
        lines = (f"        {target} {_quoted(answer.body.decode())};" for target, answer in answers.items())
        maps = "    map $http_x_amz_target $answer {\n" + "\n".join(lines) + "\n    }"
        text = "$answer"
    content_type = _quoted(next(iter(answers.values())).headers["content-type"])
    configuration = folder / "nginx.conf"
    configuration.write_text(
        NGINX.format(folder=folder, port=port, maps=maps, parts=parts, text=text, content_type=content_type)
    )
    process = subprocess.Popen(["nginx", "-e", folder / "nginx.log", "-c", configuration])
    _wait_for(port, process)
    return Program(process, port)


def _quoted(text):
    assert "$" not in text, "nginx would look for a variable"
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _wait_for(port, process):
    until = time.monotonic() + 10
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port)).close()
            return
        os.sched_yield()
    raise RuntimeError("nginx did not start")
