"""The image itself, UNDERSTUDY_IMAGE, as an engine starts it: what modules, compose files and command lines count on."""

import contextlib
import json
import os
import pathlib
import urllib.error
import urllib.request

import boto3
import docker
import pytest

IMAGE = os.environ["UNDERSTUDY_IMAGE"]
SLIM = f"{IMAGE}-slim"
EXAMPLES = pathlib.Path(__file__).resolve().parents[3] / "examples"


@pytest.fixture(scope="module")
def engine():
    with contextlib.closing(docker.from_env()) as client:
        yield client


@contextlib.contextmanager
def started(engine, image, *, ports=(4566,), **settings):
    """A container that has said that it is ready; with the URLs at which its ports are."""
    here = {f"{port}/tcp": ("127.0.0.1", None) for port in ports}
    container = engine.containers.run(image, detach=True, ports=here, **settings)
    try:
        said = b""
        for chunk in container.logs(stream=True, follow=True):
            said += chunk
            if b"Ready.\n" in said:
                break
        container.reload()
        yield container, *(f"http://127.0.0.1:{container.ports[f'{port}/tcp'][0]['HostPort']}" for port in ports)
    finally:
        container.remove(force=True)


def queues(url):
    client = boto3.client("sqs", endpoint_url=url, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
    return client.list_queues().get("QueueUrls", [])


@pytest.mark.parametrize("image", [IMAGE, SLIM])
def test_it_declares_its_ports_its_health_check_and_its_signal(engine, image):
    container = engine.containers.create(image)
    try:
        settings = container.attrs["Config"]
    finally:
        container.remove()
    assert set(settings["ExposedPorts"]) == {"4566/tcp", "8000/tcp", "9324/tcp"}
    assert settings["Healthcheck"]["Test"] == ["CMD", "/usr/local/bin/understudy", "healthcheck"]
    assert settings["StopSignal"] in ("SIGTERM", "15")


@pytest.mark.parametrize("image, megabytes", [(IMAGE, 12), (SLIM, 10)])
def test_it_is_small(engine, image, megabytes):
    assert engine.images.get(image).attrs["Size"] < megabytes * 1_000_000


def test_spring_boot_knows_it_by_its_label(engine):
    labels = engine.images.get(IMAGE).labels
    assert labels["org.springframework.boot.service-connection"] == "localstack/localstack"


@pytest.mark.parametrize("image", [IMAGE, SLIM])
def test_it_is_well_and_ends_when_it_is_told_to(engine, image):
    with started(engine, image) as (container, url):
        assert container.exec_run(["/usr/local/bin/understudy", "healthcheck"]).exit_code == 0
        assert queues(url) == []
        container.stop(timeout=60)
        assert container.wait()["StatusCode"] == 0    # 137, had it not heard


def test_the_slim_one_runs_for_a_nobody_on_a_file_system_that_cannot_be_written_to(engine):
    with started(engine, SLIM, read_only=True, cap_drop=["ALL"]) as (container, url):
        assert queues(url) == []
        assert container.attrs["Config"]["User"] == "65532:65532"


def test_scripts_of_the_init_folder_have_run_when_it_is_ready(engine, tmp_path):
    script = tmp_path / "queues.sh"
    script.write_text("#!/bin/sh\nwget -q -O /dev/null --post-data 'Action=CreateQueue&QueueName=orders' http://localhost:4566/\n")
    script.chmod(0o755)
    with started(engine, IMAGE, volumes={tmp_path: {"bind": "/etc/localstack/init/ready.d", "mode": "ro"}}) as (_, url):
        assert queues(url) == [f"{url}/000000000000/orders"]
        with urllib.request.urlopen(f"{url}/_localstack/init/ready") as answer:
            [told] = json.load(answer)["scripts"]
        assert (told["name"], told["state"]) == ("queues.sh", "SUCCESSFUL")


def test_the_scripts_of_the_sidecar_example_make_what_its_application_wants(engine):
    folder = EXAMPLES / "sidecar" / "ready.d"
    with started(engine, IMAGE, volumes={folder: {"bind": "/etc/localstack/init/ready.d", "mode": "ro"}}) as (_, url):
        assert queues(url) == [f"{url}/000000000000/orders"]
        topics = boto3.client("sns", endpoint_url=url, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
        [subscription] = topics.list_subscriptions()["Subscriptions"]
        assert subscription["Endpoint"] == "arn:aws:sqs:us-east-1:000000000000:orders"


def test_the_command_line_of_dynamodbs_image_starts_it(engine):
    # How the module for Go starts it: another entry point.
    command = "java -Djava.library.path=./DynamoDBLocal_lib -jar DynamoDBLocal.jar -inMemory -sharedDb -port 8000"
    with started(engine, IMAGE, ports=(8000,), entrypoint=command.split()) as (_, url):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(url)
        assert refused.value.code == 400
        client = boto3.client("dynamodb", endpoint_url=url, region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
        assert client.list_tables()["TableNames"] == []
