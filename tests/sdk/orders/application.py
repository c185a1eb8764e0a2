"""A small tomodachi application: orders come in over HTTP and as events; those it cannot take end in a dead-letter queue.

It finds its endpoint, its names and its limits in the environment, as any tomodachi application would.
"""

import asyncio
import os
import sys
from typing import Any

import tomodachi
from aiohttp import web
from tomodachi.envelope import JsonBase
from tomodachi.transport.aws_sns_sqs import AWSSNSSQSInternalServiceError

ENDPOINT = os.environ["AWS_ENDPOINT_URL"]


def tell(*words: Any) -> None:
    """One line on standard output, for whoever watches."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


class Orders(tomodachi.Service):
    name = "orders"
    options = tomodachi.Options(
        http=tomodachi.Options.HTTP(host="127.0.0.1", port=0, content_type="application/json; charset=utf-8"),
        aws_endpoint_urls=tomodachi.Options.AWSEndpointURLs(sns=ENDPOINT, sqs=ENDPOINT, sts=ENDPOINT),
        aws_sns_sqs=tomodachi.Options.AWSSNSSQS(
            region_name=os.environ["AWS_REGION"],
            aws_access_key_id=os.environ["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=os.environ["AWS_SECRET_ACCESS_KEY"],
            topic_prefix=os.environ["NAME_PREFIX"],
            queue_name_prefix=os.environ["NAME_PREFIX"],
        ),
    )

    def __init__(self) -> None:
        self.stock = {"tea": 100}
        self.changed = asyncio.Condition()

    async def _started_service(self) -> None:
        tell("listening", self.context["_http_port"])

    @tomodachi.http("POST", r"/order/?")
    async def place_order(self, request: web.Request) -> web.Response:
        order = await request.json()
        await tomodachi.aws_sns_sqs_publish(self, order, topic="order--placed", message_envelope=JsonBase)
        return web.json_response({"placed": order})

    @tomodachi.http("GET", r"/stock/(?P<article>[a-z]+)/below/(?P<count>[0-9]+)")
    async def wait_for_stock_below(self, request: web.Request, article: str, count: str) -> web.Response:
        """Answers when no more than that is left."""
        async with self.changed:
            await self.changed.wait_for(lambda: self.stock[article] <= int(count))
        return web.json_response({article: self.stock[article]})

    @tomodachi.aws_sns_sqs(
        "order--placed",
        queue_name="order--placed",
        message_envelope=JsonBase,
        visibility_timeout=int(os.environ["VISIBILITY_TIMEOUT"]),
        max_receive_count=int(os.environ["MAX_RECEIVE_COUNT"]),
        dead_letter_queue_name="order--placed--dlq",
    )
    async def take_order(self, data: dict, approximate_receive_count: int) -> None:
        tell("attempt", data["article"], approximate_receive_count)
        if data["article"] not in self.stock:
            raise AWSSNSSQSInternalServiceError(f"no such article: {data['article']}")
        async with self.changed:
            self.stock[data["article"]] -= data["count"]
            self.changed.notify_all()
        await tomodachi.aws_sns_sqs_publish(
            self, {"article": data["article"], "left": self.stock[data["article"]]}, topic="stock--changed", message_envelope=JsonBase
        )
