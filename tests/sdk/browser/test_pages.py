"""A real browser opens pages of other sites, which try to change what the emulator holds and to read it. CHROMIUM names the browser.

A page tells at /report of its own site what came of its attempts; whether anything changed is asked of the emulator.
"""

import contextlib
import http.client
import http.server
import json
import os
import queue
import subprocess
import threading

import pytest

from test_program import GIVE_UP, call, serving

PAGE_LOADS = 120    # seconds for what takes one or two

# What any page may try. Each attempt asks for a queue of its own; `read` is what the page got to see.
ATTEMPTS = """
const form = (name) => new URLSearchParams({Action: "CreateQueue", Version: "2012-11-05", QueueName: name});
const seen = async (answer) => `${(await answer).status}`;
const gone = (element, where = document.body) => new Promise((done) => {
    element.onload = element.onerror = () => done("loaded");
    where.append(element);
});
const submit = (encoding, fields) => {
    const frame = document.createElement("iframe");
    frame.name = encoding;
    const sent = document.createElement("form");
    Object.assign(sent, {method: "POST", action: `${emulator}/`, target: encoding, enctype: encoding});
    for (const [name, value] of fields) {
        const field = document.createElement("input");
        Object.assign(field, {type: "hidden", name, value});
        sent.append(field);
    }
    document.body.append(frame, sent);
    const loaded = new Promise((done) => { frame.onload = frame.onerror = () => done("loaded"); });
    sent.submit();
    return loaded;
};
const json = {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "AmazonSQS.CreateQueue"};
const attempts = {
    "beacon": async () => navigator.sendBeacon(`${emulator}/`, form("beacon")),
    "fetch of a form": () => seen(fetch(`${emulator}/`, {method: "POST", body: form("fetched")})),
    "fetch that does not look": () => seen(fetch(`${emulator}/`, {method: "POST", mode: "no-cors", body: form("unseen")})),
    "fetch of JSON": () => seen(fetch(`${emulator}/`, {method: "POST", headers: json, body: '{"QueueName":"json"}'})),
    "plain text for JSON": () => seen(fetch(`${emulator}/`, {method: "POST", mode: "no-cors", body: '{"QueueName":"text"}'})),
    "reset": () => seen(fetch(`${emulator}/_understudy/reset`, {method: "POST", mode: "no-cors", body: "{}"})),
    "reset of JSON": () => seen(fetch(`${emulator}/_understudy/reset`,
        {method: "POST", headers: {"Content-Type": "application/json"}, body: "{}"})),
    "reset as LocalStack's": () => seen(fetch(`${emulator}/_localstack/state/reset`, {method: "POST", mode: "no-cors"})),
    "reset as moto's": () => seen(fetch(`${emulator}/moto-api/reset`, {method: "POST", mode: "no-cors"})),
    "deletion": () => seen(fetch(`${emulator}/_understudy/faults`, {method: "DELETE"})),
    "form": () => submit("application/x-www-form-urlencoded", form("submitted")),
    "form of parts": () => submit("multipart/form-data", form("parts")),
    "form of plain text": () => submit("text/plain", [['{"QueueName":"plain","x":"', '"}']]),
    "image": () => gone(Object.assign(new Image(), {src: `${emulator}/?${form("image")}`})),
    "script": () => gone(Object.assign(document.createElement("script"), {src: `${emulator}/?${form("script")}`})),
    "style": () => gone(Object.assign(document.createElement("link"), {rel: "stylesheet", href: `${emulator}/?${form("style")}`})),
    "frame": () => gone(Object.assign(document.createElement("iframe"), {src: `${emulator}/?${form("frame")}`})),
    "frame of no origin": () => gone(Object.assign(document.createElement("iframe"), {sandbox: "allow-scripts allow-forms",
        srcdoc: `<form method=POST action="${emulator}/?${form("sandboxed")}"></form><script>document.forms[0].submit()</` + "script>"})),
    "reading of queues": async () => (await fetch(`${emulator}/?Action=ListQueues&Version=2012-11-05`)).text(),
    "reading of health": async () => (await fetch(`${emulator}/_understudy/health`)).text(),
};
"""

PAGE = """<!doctype html><meta charset="utf-8"><meta name="referrer" content="%(referrer)s"><link rel="icon" href="data:,"><body><script type="module">
const emulator = %(emulator)s;
%(attempts)s
const outcome = {};
for (const [name, attempt] of Object.entries(attempts)) {
    outcome[name] = await attempt().then(String, (error) => error.name);
}
await fetch("/report", {method: "POST", body: JSON.stringify(outcome)});
</script>"""


class Site(http.server.ThreadingHTTPServer):
    """A web site with one page, which tells what came of it. What else it is asked for, it passes on to `behind`, if there is such a port:
    so a browser meets another server at a name that it knows already, as when an attacker lets the name mean another address."""

    daemon_threads = True

    def __init__(self, behind=None):
        super().__init__(("127.0.0.1", 0), Visit)
        self.page, self.behind, self.reports = "", behind, queue.Queue()
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Visit(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/page":
            self.reply(200, [("Content-Type", "text/html")], self.server.page.encode())
        elif self.path == "/report":
            self.reply(204, [], b"")
            self.server.reports.put(json.loads(body))
        elif self.server.behind:
            with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.server.behind, timeout=GIVE_UP)) as connection:
                connection.request(self.command, self.path, body, dict(self.headers))
                answer = connection.getresponse()
                passed = [(name, value) for name, value in answer.getheaders() if name.lower() not in ("content-length", "connection")]
                self.reply(answer.status, passed, answer.read())
        else:
            self.reply(404, [], b"")

    do_GET = do_POST = do_PUT = do_DELETE = do_OPTIONS = answer

    def reply(self, status, headers, body):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def site(**settings):
    server = Site(**settings)
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def opened(folder, site, name, attempts, emulator, hides=False):
    """Opens the page under that name of a host, and returns what it reports. It may hide where it is from whoever it asks."""
    site.page = PAGE % {"emulator": json.dumps(emulator), "attempts": attempts, "referrer": "no-referrer" if hides else "origin"}
    command = [
        os.environ["CHROMIUM"],
        *("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions"),
        # No kindness of the browser's own stands between the page and the emulator, and nothing is asked of other machines.
        *("--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests", "--disable-background-networking"),
        "--host-resolver-rules=MAP * 127.0.0.1",
        f"--user-data-dir={folder / 'profile'}",
        "--remote-debugging-port=0",    # else it ends as soon as the page is there
        f"http://{name}:{site.server_port}/page",
    ]
    with open(folder / "browser.log", "w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        return site.reports.get(timeout=PAGE_LOADS)
    except queue.Empty:
        pytest.fail((folder / "browser.log").read_text()[-4000:])
    finally:
        process.terminate()
        process.wait(GIVE_UP)


def queues(port):
    return [url.rsplit("/", 1)[1] for url in call(port, "ListQueues")[1].get("QueueUrls", [])]


@pytest.fixture
def emulator(tmp_path):
    with serving(tmp_path) as process:
        call(process.port, "CreateQueue", QueueName="mine")
        yield process.port


# At names that no browser trusts it says less of who asks.
@pytest.mark.parametrize("hides", [False, True], ids=["shown", "hidden"])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost.localstack.cloud", "host.docker.internal"])
def test_a_page_of_another_site_changes_nothing_and_sees_nothing(emulator, tmp_path, host, hides):
    with site() as page:
        outcome = opened(tmp_path, page, "elsewhere.example", ATTEMPTS, f"http://{host}:{emulator}", hides)
    assert queues(emulator) == ["mine"]
    looked = [name for name in outcome if name.startswith(("fetch of", "reset of", "deletion", "reading"))]
    assert {name: outcome[name] for name in looked} == dict.fromkeys(looked, "TypeError")


def test_a_page_of_another_program_on_this_machine_changes_nothing(emulator, tmp_path):
    with site() as page:
        opened(tmp_path, page, "localhost", ATTEMPTS, f"http://127.0.0.1:{emulator}")
    assert queues(emulator) == ["mine"]


# The image listens on all addresses, where names of neighbours are taken.
@pytest.mark.parametrize("more", [(), ("--listen", "0.0.0.0:0")], ids=["loopback", "all addresses"])
def test_a_name_that_comes_to_mean_this_machine_changes_nothing_and_sees_nothing(tmp_path, more):
    with serving(tmp_path, *more) as process, site(behind=process.port) as page:
        call(process.port, "CreateQueue", QueueName="mine")
        outcome = opened(tmp_path, page, "rebound.example", ATTEMPTS, f"http://rebound.example:{page.server_port}")
        assert queues(process.port) == ["mine"]
    # Same origin, as far as the browser knows: it shows the refusals.
    asked = [name for name in outcome if name.startswith(("fetch", "reset", "deletion", "plain"))]
    assert {name: outcome[name] for name in asked} == dict.fromkeys(asked, "403")
    assert "mine" not in outcome["reading of queues"]
    assert "sqs" not in outcome["reading of health"]


def test_a_page_of_an_allowed_origin_may_use_the_services(tmp_path):
    attempts = """
    const json = (target) => ({"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": `AmazonSQS.${target}`});
    const attempts = {
        "creation": async () => (await fetch(`${emulator}/`,
            {method: "POST", headers: json("CreateQueue"), body: '{"QueueName":"q"}'})).status,
        "reading": async () => {
            const answer = await fetch(`${emulator}/`, {method: "POST", headers: json("ListQueues"), body: "{}"});
            return JSON.stringify((await answer.json()).QueueUrls.map((url) => url.split("/").pop()));
        },
        "refusal": async () => {
            const answer = await fetch(`${emulator}/`, {method: "POST", headers: json("DeleteQueue"), body: "{}"});
            return `${answer.status} ${(await answer.json()).__type}`;
        },
        "reset": async () => (await fetch(`${emulator}/_understudy/reset`,
            {method: "POST", headers: {"Content-Type": "application/json"}, body: "{}"})).status,
        "reset as LocalStack's": async () => (await fetch(`${emulator}/_localstack/state/reset`, {method: "POST"})).status,
        "reset as moto's": async () => (await fetch(`${emulator}/moto-api/reset`, {method: "POST"})).status,
        "expiry": async () => (await fetch(`${emulator}/_aws/dynamodb/expired`, {method: "DELETE"})).status,
    };
    """
    with site() as page:
        with serving(tmp_path, "--allow-origin", f"http://friend.example:{page.server_port}") as process:
            outcome = opened(tmp_path, page, "friend.example", attempts, f"http://127.0.0.1:{process.port}")
            assert queues(process.port) == ["q"]
    assert outcome["creation"] == "200"
    assert outcome["reading"] == '["q"]'
    assert outcome["refusal"] == "400 com.amazonaws.sqs#QueueDoesNotExist"
    # What controls the emulator is for pages of its own alone.
    assert [outcome[name] for name in ("reset", "reset as LocalStack's", "reset as moto's", "expiry")] == ["403"] * 4
