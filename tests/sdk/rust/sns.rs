use aws_sdk_sns::Client;
use aws_sdk_sns::types::{MessageAttributeValue, PublishBatchRequestEntry};
use aws_sdk_sqs::types::QueueAttributeName;

use crate::client;
use crate::sqs::{attribute, bodies, make_queue, receive};
use crate::world::World;

async fn make_topic(sns: &Client) -> String {
    sns.create_topic().name("events").send().await.unwrap().topic_arn.unwrap()
}

#[tokio::test]
async fn a_topic_sends_what_a_filter_lets_through_raw() {
    let world = World::new("topic");
    let (sqs, sns) = (client!(aws_sdk_sqs, world), client!(aws_sdk_sns, world));
    let (orders, topic) = (make_queue(&sqs).await, make_topic(&sns).await);
    let request = sns.subscribe().topic_arn(&topic).protocol("sqs").endpoint(attribute(&sqs, &orders, QueueAttributeName::QueueArn).await);
    request.attributes("RawMessageDelivery", "true").attributes("FilterPolicy", r#"{"kind":["order"]}"#).send().await.unwrap();
    for kind in ["invoice", "order"] {
        let value = MessageAttributeValue::builder().data_type("String").string_value(kind).build().unwrap();
        sns.publish().topic_arn(&topic).message(format!("an {kind}")).message_attributes("kind", value).send().await.unwrap();
    }
    let messages = receive(&sqs, &orders).await;
    assert_eq!(bodies(&messages), ["an order"]);
    assert_eq!(messages[0].message_attributes().unwrap()["kind"].string_value(), Some("order"));
}

#[tokio::test]
async fn a_batch_of_publications_fails_in_part() {
    let world = World::new("publications");
    let sns = client!(aws_sdk_sns, world);
    let entry = |id| PublishBatchRequestEntry::builder().id(id).message("hello");
    let entries = vec![entry("good").build().unwrap(), entry("bad").subject("\n").build().unwrap()];
    let request = sns.publish_batch().topic_arn(make_topic(&sns).await).set_publish_batch_request_entries(Some(entries));
    let answer = request.send().await.unwrap();
    assert_eq!(answer.successful().iter().map(|entry| entry.id().unwrap()).collect::<Vec<_>>(), ["good"]);
    let failed: Vec<_> = answer.failed().iter().map(|entry| (entry.id(), entry.code(), entry.sender_fault())).collect();
    assert_eq!(failed, [("bad", "InvalidParameter", true)]);
}

#[tokio::test]
async fn topics_are_listed_page_by_page() {
    let world = World::new("topic-pages");
    world.make_topics(101);
    let mut pages = client!(aws_sdk_sns, world).list_topics().into_paginator().send();
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        sizes.push(page.unwrap().topics().len());
    }
    assert_eq!(sizes, [100, 1]);
}

#[tokio::test]
async fn a_missing_topic_is_an_error_of_its_own_type() {
    let world = World::new("topic-missing");
    let request = client!(aws_sdk_sns, world).publish().topic_arn("arn:aws:sns:us-east-1:000000000000:none").message("hello");
    assert!(request.send().await.unwrap_err().into_service_error().is_not_found_exception());
}

#[tokio::test]
async fn a_call_that_fails_in_the_server_is_tried_again() {
    let world = World::new("server-error");
    let sns = client!(aws_sdk_sns, world);
    let topic = make_topic(&sns).await;
    world.fault(r#"{"service":"sns","operation":"Publish","code":"InternalError","status":500,"times":1}"#);
    sns.publish().topic_arn(topic).message("hello").send().await.unwrap();
    assert_eq!(world.strikes(), 1);
}
