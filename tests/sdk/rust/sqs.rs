use std::collections::HashMap;

use aws_sdk_sqs::Client;
use aws_sdk_sqs::error::ProvideErrorMetadata;
use aws_sdk_sqs::types::{Message, MessageAttributeValue, QueueAttributeName, SendMessageBatchRequestEntry};

use crate::client;
use crate::world::World;

pub async fn make_queue(sqs: &Client) -> String {
    sqs.create_queue().queue_name("orders").send().await.unwrap().queue_url.unwrap()
}

pub async fn attribute(sqs: &Client, queue: &str, name: QueueAttributeName) -> String {
    let answer = sqs.get_queue_attributes().queue_url(queue).attribute_names(name.clone()).send().await.unwrap();
    answer.attributes.unwrap()[&name].clone()
}

async fn send(sqs: &Client, queue: &str, body: &str) -> String {
    sqs.send_message().queue_url(queue).message_body(body).send().await.unwrap().message_id.unwrap()
}

pub async fn receive(sqs: &Client, queue: &str) -> Vec<Message> {
    let request = sqs.receive_message().queue_url(queue).max_number_of_messages(10).message_attribute_names("All");
    request.send().await.unwrap().messages.unwrap_or_default()
}

pub fn bodies(messages: &[Message]) -> Vec<&str> {
    messages.iter().map(|message| message.body().unwrap()).collect()
}

#[tokio::test]
async fn a_queue_is_made_found_listed_and_deleted() {
    let world = World::new("queue");
    let sqs = client!(aws_sdk_sqs, world);
    let url = make_queue(&sqs).await;
    assert_eq!(sqs.get_queue_url().queue_name("orders").send().await.unwrap().queue_url(), Some(url.as_str()));
    assert_eq!(sqs.list_queues().queue_name_prefix("ord").send().await.unwrap().queue_urls(), [url.clone()]);
    sqs.delete_queue().queue_url(url).send().await.unwrap();
    assert!(sqs.list_queues().send().await.unwrap().queue_urls().is_empty());
}

#[tokio::test]
async fn attributes_of_a_queue_are_set_and_read() {
    let world = World::new("queue-attributes");
    let sqs = client!(aws_sdk_sqs, world);
    let request = sqs.create_queue().queue_name("orders").attributes(QueueAttributeName::VisibilityTimeout, "7");
    let url = request.send().await.unwrap().queue_url.unwrap();
    sqs.set_queue_attributes().queue_url(&url).attributes(QueueAttributeName::DelaySeconds, "3").send().await.unwrap();
    assert_eq!(attribute(&sqs, &url, QueueAttributeName::VisibilityTimeout).await, "7");
    assert_eq!(attribute(&sqs, &url, QueueAttributeName::DelaySeconds).await, "3");
}

#[tokio::test]
async fn a_message_with_attributes_comes_back_with_its_digests() {
    let world = World::new("message");
    let sqs = client!(aws_sdk_sqs, world);
    let orders = make_queue(&sqs).await;
    let text = |value| MessageAttributeValue::builder().data_type("String").string_value(value).build().unwrap();
    let attributes: HashMap<_, _> =
        [("test-key", text("test-value")), ("test-key-alt", text("test-value-alt"))].map(|(name, value)| (name.to_owned(), value)).into();
    let request = sqs.send_message().queue_url(&orders).message_body("hello").set_message_attributes(Some(attributes.clone()));
    let sent = request.send().await.unwrap();
    let messages = receive(&sqs, &orders).await;
    assert_eq!(bodies(&messages), ["hello"]);
    assert_eq!(messages[0].message_attributes(), Some(&attributes));
    assert_eq!(sent.md5_of_message_body(), Some("5d41402abc4b2a76b9719d911017c592"));
    assert_eq!(messages[0].md5_of_body(), sent.md5_of_message_body());
    assert_eq!(sent.md5_of_message_attributes(), Some("2256c3b617e2b4b3ae4f2d455dcf54d0"));
    assert_eq!(messages[0].md5_of_message_attributes(), sent.md5_of_message_attributes());
    sqs.delete_message().queue_url(&orders).receipt_handle(messages[0].receipt_handle().unwrap()).send().await.unwrap();
    assert_eq!(attribute(&sqs, &orders, QueueAttributeName::ApproximateNumberOfMessagesNotVisible).await, "0");
}

#[tokio::test]
async fn a_batch_with_a_bad_entry_fails_in_part() {
    let world = World::new("batch");
    let sqs = client!(aws_sdk_sqs, world);
    let entry = |id, body| SendMessageBatchRequestEntry::builder().id(id).message_body(body).build().unwrap();
    let entries = vec![entry("good", "hello"), entry("bad", "\u{1}")];
    let answer = sqs.send_message_batch().queue_url(make_queue(&sqs).await).set_entries(Some(entries)).send().await.unwrap();
    assert_eq!(answer.successful().iter().map(|entry| entry.id()).collect::<Vec<_>>(), ["good"]);
    let failed: Vec<_> = answer.failed().iter().map(|entry| (entry.id(), entry.code(), entry.sender_fault())).collect();
    assert_eq!(failed, [("bad", "InvalidMessageContents", true)]);
}

#[tokio::test]
async fn a_long_poll_is_woken_by_a_send() {
    let world = World::new("poll");
    let sqs = client!(aws_sdk_sqs, world);
    let orders = make_queue(&sqs).await;
    let poll = tokio::spawn(sqs.receive_message().queue_url(&orders).wait_time_seconds(20).send());
    world.until_polled().await;
    send(&sqs, &orders, "hello").await;
    assert_eq!(bodies(poll.await.unwrap().unwrap().messages()), ["hello"]);
}

#[tokio::test]
async fn a_fifo_queue_keeps_order_and_drops_duplicates() {
    let world = World::new("fifo");
    let sqs = client!(aws_sdk_sqs, world);
    let request = sqs.create_queue().queue_name("orders.fifo").attributes(QueueAttributeName::FifoQueue, "true");
    let url = request.send().await.unwrap().queue_url.unwrap();
    let mut numbers = Vec::new();
    for body in ["one", "two", "two", "three"] {
        let request = sqs.send_message().queue_url(&url).message_body(body).message_group_id("group").message_deduplication_id(body);
        numbers.push(request.send().await.unwrap().sequence_number.unwrap());
    }
    assert_eq!(numbers[1], numbers[2]);
    assert_eq!(bodies(&receive(&sqs, &url).await), ["one", "two", "three"]);
}

#[tokio::test]
async fn a_message_received_too_often_goes_to_the_dead_letter_queue() {
    let world = World::new("dead-letter");
    let sqs = client!(aws_sdk_sqs, world);
    let orders = make_queue(&sqs).await;
    let dead = sqs.create_queue().queue_name("dead").send().await.unwrap().queue_url.unwrap();
    let arn = attribute(&sqs, &dead, QueueAttributeName::QueueArn).await;
    let policy = format!(r#"{{"deadLetterTargetArn":"{arn}","maxReceiveCount":2}}"#);
    sqs.set_queue_attributes().queue_url(&orders).attributes(QueueAttributeName::RedrivePolicy, policy).send().await.unwrap();
    let sent = send(&sqs, &orders, "poison").await;
    for _ in 0..2 {
        assert_eq!(receive(&sqs, &orders).await.len(), 1);
        world.advance("30s");
    }
    assert!(receive(&sqs, &orders).await.is_empty());
    assert_eq!(receive(&sqs, &dead).await[0].message_id(), Some(sent.as_str()));
}

#[tokio::test]
async fn a_message_of_a_mebibyte_comes_back_whole() {
    let world = World::new("mebibyte");
    let sqs = client!(aws_sdk_sqs, world);
    let orders = make_queue(&sqs).await;
    let body = "x".repeat(1 << 20);
    send(&sqs, &orders, &body).await;
    assert!(bodies(&receive(&sqs, &orders).await) == [body]);
}

#[tokio::test]
async fn queues_are_listed_page_by_page() {
    let world = World::new("queue-pages");
    let sqs = client!(aws_sdk_sqs, world);
    let (mut made, mut listed, mut sizes) = (Vec::new(), Vec::new(), Vec::new());
    for n in 0..5 {
        made.push(sqs.create_queue().queue_name(format!("queue-{n}")).send().await.unwrap().queue_url.unwrap());
    }
    let mut pages = sqs.list_queues().max_results(2).into_paginator().send();
    while let Some(page) = pages.next().await {
        let urls = page.unwrap().queue_urls.unwrap();
        sizes.push(urls.len());
        listed.extend(urls);
    }
    listed.sort();
    assert_eq!(sizes, [2, 2, 1]);
    assert_eq!(listed, made);
}

#[tokio::test]
async fn a_missing_queue_is_an_error_of_its_own_type() {
    let world = World::new("queue-missing");
    let error = client!(aws_sdk_sqs, world).get_queue_url().queue_name("none").send().await.unwrap_err().into_service_error();
    assert!(error.is_queue_does_not_exist());
    assert_eq!(error.message(), Some("The specified queue does not exist."));
}

#[tokio::test]
async fn a_call_whose_connection_is_dropped_is_tried_again() {
    let world = World::new("dropped");
    let sqs = client!(aws_sdk_sqs, world);
    let orders = make_queue(&sqs).await;
    world.fault(r#"{"service":"sqs","operation":"SendMessage","drop":"before","times":1}"#);
    send(&sqs, &orders, "hello").await;
    assert_eq!(world.strikes(), 1);
    assert_eq!(bodies(&receive(&sqs, &orders).await), ["hello"]);
}
