"""A tomodachi application is tested with tomodachi-testcontainers, which starts the image: LOCALSTACK_TESTCONTAINER_IMAGE_ID names it.

The application asks by the container's address and the tests by a port of this machine, as with the application in a container of its own.
"""

import asyncio
import json
import os
import pathlib
import uuid

import aiohttp
import pytest
import pytest_asyncio
from aiobotocore.session import get_session
from tomodachi_testcontainers import LocalStackContainer
from tomodachi_testcontainers.async_probes import probe_until
from tomodachi_testcontainers.containers.common.web import wait_for_http_healthcheck

APPLICATION = pathlib.Path(__file__).parents[2] / "sdk" / "orders" / "application.py"
VISIBILITY_TIMEOUT = 30
MAX_RECEIVE_COUNT = 3

pytestmark = pytest.mark.asyncio(loop_scope="session")


class JsonBase:
    """tomodachi's envelope; its package and tomodachi-testcontainers want different releases of aiobotocore."""

    @staticmethod
    async def build_message(service, topic, data, **_):
        return json.dumps({"metadata": {"message_uuid": str(uuid.uuid4()), "data_encoding": "raw"}, "data": data})

    @staticmethod
    async def parse_message(payload, **_):
        return (json.loads(payload),)


class Application:
    """The running application, and what it says on standard output."""

    async def start(self, localstack):
        settings = localstack.get_aws_client_config()
        self.process = await asyncio.create_subprocess_exec(
            os.environ["TOMODACHI"],
            *("run", "--production", "--logger", "python", APPLICATION.name),
            cwd=APPLICATION.parent,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env={
                **os.environ,
                "AWS_ENDPOINT_URL": localstack.get_internal_url(),
                "AWS_REGION": settings["region_name"],
                "AWS_ACCESS_KEY_ID": settings["aws_access_key_id"],
                "AWS_SECRET_ACCESS_KEY": settings["aws_secret_access_key"],
                "NAME_PREFIX": "",
                "VISIBILITY_TIMEOUT": str(VISIBILITY_TIMEOUT),
                "MAX_RECEIVE_COUNT": str(MAX_RECEIVE_COUNT),
                "PYTHONDONTWRITEBYTECODE": "1",
            },
        )

    async def says(self, beginning):
        """Waits for the next line that begins so, and returns what follows in it."""
        async with asyncio.timeout(60):
            while line := (await self.process.stdout.readline()).decode():
                if line.startswith(beginning):
                    return line[len(beginning) :].strip()
        pytest.fail(f"the application ended without saying {beginning!r}")

    async def stop(self):
        self.process.terminate()
        await self.process.communicate()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def application(localstack_container):
    application = Application()
    await application.start(localstack_container)
    try:
        application.url = f"http://127.0.0.1:{await application.says('listening')}"
        yield application
    finally:
        await application.stop()


async def post(url, body):
    async with aiohttp.ClientSession(raise_for_status=True) as session, session.post(url, json=body) as answer:
        return await answer.json()


async def received(snssqs, queue):
    """The messages of a queue, as soon as there are any."""

    async def receive():
        messages = await snssqs.receive(queue, JsonBase, dict)
        assert messages
        return [message.payload for message in messages]

    return await probe_until(receive, stop_after=30)


async def test_an_order_goes_round_through_topic_and_queue(application, localstack_snssqs_tc):
    await localstack_snssqs_tc.subscribe_to("stock--changed", "test")
    await post(f"{application.url}/order", {"article": "tea", "count": 2})
    assert await application.says("attempt tea") == "1"
    assert await received(localstack_snssqs_tc, "test") == [{"article": "tea", "left": 98}]


async def test_what_the_test_client_publishes_reaches_the_application(application, localstack_snssqs_tc):
    await localstack_snssqs_tc.publish("order--placed", {"article": "tea", "count": 8}, JsonBase)
    assert await received(localstack_snssqs_tc, "test") == [{"article": "tea", "left": 90}]


async def test_an_order_that_cannot_be_taken_ends_in_the_dead_letter_queue(application, localstack_container, localstack_snssqs_tc):
    clock = f"{localstack_container.get_external_url()}/_understudy/clock/advance"
    await localstack_snssqs_tc.publish("order--placed", {"article": "moonlight", "count": 1}, JsonBase)
    for count in range(1, MAX_RECEIVE_COUNT + 1):
        assert await application.says("attempt moonlight") == str(count)
        await post(clock, {"by": f"{VISIBILITY_TIMEOUT}s"})
    assert await received(localstack_snssqs_tc, "order--placed--dlq") == [{"article": "moonlight", "count": 1}]


async def test_the_order_is_kept_in_a_table(localstack_dynamodb_client):
    await localstack_dynamodb_client.create_table(
        TableName="orders",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    await localstack_dynamodb_client.put_item(TableName="orders", Item={"id": {"S": "1"}, "article": {"S": "tea"}})
    got = await localstack_dynamodb_client.get_item(TableName="orders", Key={"id": {"S": "1"}})
    assert got["Item"]["article"] == {"S": "tea"}


async def test_a_container_that_is_restarted_begins_with_nothing():
    with LocalStackContainer(os.environ["LOCALSTACK_TESTCONTAINER_IMAGE_ID"]) as container:
        async with get_session().create_client("sqs", **container.get_aws_client_config()) as sqs:
            await sqs.create_queue(QueueName="orders")
            container.restart()
            wait_for_http_healthcheck(f"{container.get_external_url()}/_localstack/health")
            assert (await sqs.list_queues()).get("QueueUrls", []) == []
