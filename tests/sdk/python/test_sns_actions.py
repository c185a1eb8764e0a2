"""Batches, tags, permissions, text messages and mobile push."""

import urllib.error
import urllib.request

import pytest
from botocore.exceptions import ClientError


def code_of(call, **parameters):
    with pytest.raises(ClientError) as raised:
        call(**parameters)
    return raised.value.response["Error"]["Code"]


def test_a_batch_tells_what_went_and_what_did_not(sns, topic, make_queue, arn_of, receive):
    url = make_queue()
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn_of(url), Attributes={"RawMessageDelivery": "true"})
    entries = [{"Id": "1", "Message": "one"}, {"Id": "2", "Message": "two", "Subject": "a\nb"}]
    answer = sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=entries)
    assert [entry["Id"] for entry in answer["Successful"]] == ["1"]
    assert answer["Failed"] == [{"Id": "2", "Code": "InvalidParameter", "Message": "Invalid parameter: Subject", "SenderFault": True}]
    assert receive(url)[0]["Body"] == "one"


def test_batches_are_refused_as_a_whole(sns, topic):
    one = {"Id": "1", "Message": "one"}
    assert code_of(sns.publish_batch, TopicArn=topic, PublishBatchRequestEntries=[]) == "ValidationError"
    assert code_of(sns.publish_batch, TopicArn=topic, PublishBatchRequestEntries=[one, one]) == "BatchEntryIdsNotDistinct"


def test_tags_come_and_go(sns, topic):
    sns.tag_resource(ResourceArn=topic, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": ""}])
    sns.untag_resource(ResourceArn=topic, TagKeys=["a"])
    assert sns.list_tags_for_resource(ResourceArn=topic)["Tags"] == [{"Key": "b", "Value": ""}]
    assert code_of(sns.list_tags_for_resource, ResourceArn=topic + "x") == "ResourceNotFound"


def test_permissions_are_added_once(sns, topic):
    asked = {"TopicArn": topic, "Label": "l", "AWSAccountId": ["111111111111"], "ActionName": ["Publish"]}
    sns.add_permission(**asked)
    assert code_of(sns.add_permission, **asked) == "InvalidParameter"
    sns.remove_permission(TopicArn=topic, Label="l")
    sns.remove_permission(TopicArn=topic, Label="l")


def test_lists_have_pages_of_a_hundred(sns, topic):
    for number in range(101):
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=f"arn:aws:sqs:us-east-1:000000000000:{number}")
    pages = list(sns.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic))
    assert [len(page["Subscriptions"]) for page in pages] == [100, 1]
    assert code_of(sns.list_topics, NextToken="nonsense") == "InvalidParameter"


def test_an_app_gets_messages_at_its_endpoint(sns, name):
    app = sns.create_platform_application(
        Name=name, Platform="GCM", Attributes={"PlatformCredential": "c", "PlatformPrincipal": "p"}
    )["PlatformApplicationArn"]
    endpoint = sns.create_platform_endpoint(PlatformApplicationArn=app, Token="t")["EndpointArn"]
    assert sns.get_endpoint_attributes(EndpointArn=endpoint)["Attributes"] == {"Enabled": "true", "Token": "t"}
    assert sns.publish(TargetArn=endpoint, Message="hi")["MessageId"]
    sns.set_endpoint_attributes(EndpointArn=endpoint, Attributes={"Enabled": "false"})
    assert code_of(sns.publish, TargetArn=endpoint, Message="hi") == "EndpointDisabled"
    sns.delete_endpoint(EndpointArn=endpoint)
    sns.delete_platform_application(PlatformApplicationArn=app)


def test_phones_get_text_messages(sns):
    assert sns.publish(PhoneNumber="+15551234567", Message="hi")["MessageId"]
    assert sns.check_if_phone_number_is_opted_out(phoneNumber="+15551234567")["isOptedOut"] is False
    sns.set_sms_attributes(attributes={"DefaultSMSType": "Transactional"})
    assert sns.get_sms_attributes(attributes=["DefaultSMSType"])["attributes"] == {"DefaultSMSType": "Transactional"}
    assert sns.get_sms_sandbox_account_status()["IsInSandbox"] is True
    assert sns.list_phone_numbers_opted_out()["phoneNumbers"] == []


def test_all_actions_of_the_model_are_known(sns):
    """With nothing asked for, the answer is a refusal of that, not of the action."""
    for action in sns.meta.service_model.operation_names:
        request = urllib.request.Request(
            sns.meta.endpoint_url, data=f"Action={action}&Version=2010-03-31".encode(), method="POST"
        )
        try:
            with urllib.request.urlopen(request, timeout=15) as answer:
                text = answer.read().decode()
        except urllib.error.HTTPError as refused:
            text = refused.read().decode()
        assert "InvalidAction" not in text and "InternalFailure" not in text, action
