"""Who am I: what tools ask first."""

import re

from conftest import client_of


def test_the_caller_has_an_account_and_an_arn():
    identity = client_of("sts").get_caller_identity()
    assert re.fullmatch(r"\d{12}", identity["Account"])
    assert re.fullmatch(rf"arn:aws:(iam|sts)::{identity['Account']}:.+", identity["Arn"])
    assert identity["UserId"]


def test_an_access_key_of_twelve_digits_is_the_account():
    assert client_of("sts", access_key="123456789012").get_caller_identity()["Account"] == "123456789012"
